"""差额 of a candidate list: judged by the measure, and told in words."""

from decimal import Decimal

from domain.base import refuse_unless
from domain.given import Given
from domain.regimes.model import Regime
from domain.ruling import Ruling, must_decide
from domain.screening.candidate_messages import MarginJudged
from domain.screening.refusals import MarginRefused
from domain.voting.margin import margin, share

_LEAST, _MOST, _HUNDRED = Decimal(20), Decimal(50), Decimal(100)


def judge(seats: int, candidates: int, regime: Regime) -> MarginJudged:
    """What the measure says of so many candidates; 20–50 % recommended where it is silent."""
    rule = regime.ballot
    least, most = (rule.least, rule.most) if rule else (_LEAST, _MOST)
    found = margin(seats, candidates, least / _HUNDRED, most / _HUNDRED)
    return MarginJudged(
        seats=seats,
        least=found.min,
        most=found.max,
        actual=candidates,
        ok=found.ok,
        binding=rule is not None and rule.margin == "binding",
    )


def told(found: MarginJudged) -> str:
    """The margin in a sentence: 应选10项，候选12项，多2项（20%），在规定的12至15项之内。"""
    more = found.actual - found.seats
    if more > 0:
        percent = f"{float(share(found.seats, found.actual)) * 100:.4g}"
        by = f"，多{more}项（{percent}%）"
    else:
        by = "，没有差额" if more == 0 else "，候选少于应选"
    span = f"{found.least}至{found.most}项" if found.least != found.most else f"{found.least}项"
    rule = "规定" if found.binding else "建议"
    where = "之内" if found.ok else "之外"
    only = "（只选一项的，候选为两项）" if found.seats == 1 else ""
    return f"应选{found.seats}项，候选{found.actual}项{by}，在{rule}的{span}{where}{only}。"


def must_fit(found: MarginJudged, because: str | None, ruling: Ruling | None, given: Given) -> None:
    """Raises MarginRefused for a margin that the measure refuses, or that it recommends otherwise
    and nobody gave a reason and a decision for; NotTheirsToDecide for another body's decision."""
    if found.ok:
        return
    if found.binding:
        short = found.actual < found.least
        span = f"补足到{found.least}项" if short else f"减少到{found.most}项"
        raise MarginRefused(told(found), f"请把候选项目{span}再列。")
    if because is None or ruling is None:
        raise MarginRefused(
            told(found),
            f"确需如此的，请写明理由，并登记{given.regime.screens.consenting.zh()}的决定。",
        )
    must_decide(
        ruling, given.regime.screens.consenting, "不按建议的差额比例提出候选项目", given.today
    )
    refuse_unless(found.actual >= 1, "没有候选项目。", "there is no candidate.")
