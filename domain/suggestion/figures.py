"""Figures of suggestions: sums of leaves, each rate with what it is a share of.

Two rates that are never taken for each other (rulebook §8): the *completion rate* 办结率 is
completed ÷ collected; the *satisfaction rate* 满意率 is satisfied ÷ verdicts that deputies gave.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from domain.base import Value
from domain.suggestion.state import Life, Suggestion


class Share(NamedTuple):
    """A rate with its two counts, named; None where there is nothing to be a share of."""

    part: int
    part_zh: str
    whole: int
    whole_zh: str
    percent: Decimal | None

    @property
    def zh(self) -> str:
        """`94.26%（办结6507件 ÷ 收到6903件）`."""
        rate = "无" if self.percent is None else f"{self.percent}%"
        return f"{rate}（{self.part_zh}{self.part}件 ÷ {self.whole_zh}{self.whole}件）"


class Figures(Value):
    """Counts over some suggestions. Each is counted by itself, none is what the others leave."""

    collected: int = 0
    completed: int = 0
    in_hand: int = 0
    withdrawn: int = 0
    satisfied: int = 0
    basic: int = 0
    dissatisfied: int = 0

    @property
    def balanced(self) -> bool:
        """Invariant 9 (rulebook §4.6): collected = completed + in hand + withdrawn."""
        return self.collected == self.completed + self.in_hand + self.withdrawn

    @property
    def verdicts(self) -> int:
        """How many verdicts deputies gave on the newest reply."""
        return self.satisfied + self.basic + self.dissatisfied

    def completion(self, decimals: int = 2) -> Share:
        """办结率."""
        return share(self.completed, "办结", self.collected, "收到", decimals)

    def satisfaction(self, decimals: int = 2) -> Share:
        """满意率: 满意 alone."""
        return share(self.satisfied, "满意", self.verdicts, "代表已反馈", decimals)

    def content(self, decimals: int = 2) -> Share:
        """满意和基本满意率."""
        both = self.satisfied + self.basic
        return share(both, "满意和基本满意", self.verdicts, "代表已反馈", decimals)


def share(part: int, part_zh: str, whole: int, whole_zh: str, decimals: int = 2) -> Share:
    """A rate in percent, rounded half up."""
    percent = None
    if whole:
        step = Decimal(1).scaleb(-decimals)
        percent = (Decimal(100) * part / whole).quantize(step, ROUND_HALF_UP)
    return Share(part, part_zh, whole, whole_zh, percent)


def figures(suggestions: Iterable[Suggestion]) -> Figures:
    """The sums of these leaves."""
    counts = dict.fromkeys(Figures.model_fields, 0)
    for one in suggestions:
        counts["collected"] += 1
        counts[_heap(one)] += 1
        if one.verdict is not None:
            counts[one.verdict] += 1
    return Figures(**counts)


def _heap(one: Suggestion) -> str:
    match one.life:
        case Life.STRUCK_OFF:
            return "completed"
        case Life.WITHDRAWN:
            return "withdrawn"
        case _:
            return "in_hand"
