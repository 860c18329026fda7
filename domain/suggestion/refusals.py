"""Why a suggestion's handling says no: each refusal is named, and its text says what to do."""

from collections.abc import Sequence
from datetime import date

from domain.refusals import Contradicted
from domain.regimes.sections_suggestions import STAGE_ZH, HandlingStage


class NoSuggestions(Contradicted):
    """The measure says nothing of suggestions."""

    def __init__(self, regime: str) -> None:
        super().__init__(
            f"办法 {regime} 没有代表建议一节，不能按它办理；请选用载有 [suggestions] 的版本。",
            f"{regime} says nothing of suggestions; choose a measure with [suggestions].",
        )


class StageMissing(Contradicted):
    """The measure binds the four stages to their order, and one was left out."""

    def __init__(self, missing: Sequence[HandlingStage], what: str) -> None:
        names = "、".join(STAGE_ZH[x] for x in missing)
        super().__init__(
            f"还没有“{names}”的记录，不能{what}；四个阶段应当依次进行，请先登记“{names}”。",
            f"{', '.join(missing)} is not on record; the stages come in their order.",
        )


class SelfTransfer(Contradicted):
    """A unit does not pass a suggestion on by itself (LAW-8 art 14)."""

    def __init__(self) -> None:
        super().__init__(
            "承办单位不得自行转办；不属于本单位职责的，请书面说明理由退回，由交办机关重新交办。",
            "a unit does not pass a suggestion on; send it back in writing to who assigned it.",
        )


class ReturnTooLate(Contradicted):
    """The days in which a wrong addressee may send it back are over (LAW-8 art 14)."""

    def __init__(self, until: date, term: str) -> None:
        super().__init__(
            f"退回应在交办之日起{term}内提出（至 {until} 止），现已超过；请按期答复，"
            "确需他人配合的，请交办机关增加协办单位。",
            f"it could be sent back until {until}; reply in time, or ask for a co-handler.",
        )


class NotYetToStrike(Contradicted):
    """Something is missing before it leaves the list."""

    def __init__(self, why: str) -> None:
        super().__init__(f"还不能销号：{why}。", "it cannot leave the list yet.")


class OffTheList(Contradicted):
    """It was struck off or withdrawn."""

    def __init__(self, title: str, life: str) -> None:
        super().__init__(
            f"建议“{title}”{life}，不再办理；如有新的情况，请另行提出建议。",
            f"“{title}” is off the list; what is new is a new suggestion.",
        )


class NotNow(Contradicted):
    """The suggestion is at another point of its way."""

    def __init__(self, what: str, life: str, then: str) -> None:
        super().__init__(f"建议现为“{life}”，不能{what}；{then}。", "not at this point of its way.")
