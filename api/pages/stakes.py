"""What filing now means, and what silence will mean: the sentence on top of a unit's form."""

from typing import NamedTuple

from api.pages import dates
from api.pages.duty_opened import Opened
from domain.duty import LEVEL, Rung
from domain.ladder import next_mark

_NEXT_ZH = {
    1: "记为逾期，并发催办",
    2: "发督办函",
    3: "升级到代表小组",
    4: "建议进一步监督，由人决定",
}
_LEVEL_ZH = ("一", "二", "三", "四")


class Stakes(NamedTuple):
    """The two halves."""

    now: str
    otherwise: str


def stakes(one: Opened) -> Stakes:
    """For who files today."""
    duty = one.duty
    if one.status == "OVERDUE":
        level = _LEVEL_ZH[duty.level - 1] if duty.level else ""
        stops = f"今天交，记为迟交，升级停在{level}级，不再往上走。"
        return Stakes(stops if level else "今天交，记为迟交，不再升级。", _silence(one))
    if not duty.settled:
        return Stakes("今天交，算按期。", "日子是暂定的，定下来以前不算逾期。")
    return Stakes("今天交，算按期。", _silence(one))


def _silence(one: Opened) -> str:
    mark = next_mark(one.duty)
    if mark is None:
        return ""
    if mark.rung is Rung.REMINDER:
        return f"{dates.plain(one.duty.due)}24:00还没收到，记为逾期，并发催办。"
    zh = _NEXT_ZH[LEVEL[mark.rung]]
    if one.duty.level == 0:
        return f"{dates.plain(one.duty.due)}24:00还没收到，{zh}。"
    return f"再不交，{dates.plain(mark.on)}{zh}。"
