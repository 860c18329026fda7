"""Why a duty register says no."""

from domain.refusals import Contradicted
from domain.regimes.model import Regime
from domain.regimes.sections_register import Register


class NoRegister(Contradicted):
    """The place's measure keeps no such books, or does not score them."""

    def __init__(self, what_zh: str, what: str) -> None:
        super().__init__(
            f"本地办法没有规定{what_zh}；需要时请在办法的 [register] 一节写明后另立新版本。",
            f"this measure has no {what}; write it into a new version's [register].",
        )


class Settled(Contradicted):
    """The year's grade is decided: what is in the book stays as it was graded."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年度考核已经评定，登记册不再增改；有不同意见请申诉。",
            f"the year {year} is graded; appeal instead of changing the book.",
        )


def register_of(regime: Regime) -> Register:
    """How a place keeps its books. Raises NoRegister."""
    if regime.registers is None:
        raise NoRegister("代表履职登记册", "duty register")
    return regime.registers
