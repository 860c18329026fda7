"""Figures of an activity as they were said: 12, 40 or more, about 300; and their sums.

A sum says no more than its leaves: one "or more" makes the sum "or more", one "about" makes it
"about"; what nobody said is not counted as 0 but counted as unknown.
"""

from collections.abc import Iterable
from typing import Literal

from domain.activity.kinds import FigureName
from domain.base import Count, Value

Mark = Literal["eq", "ge", "approx"]
MARK_ZH: dict[Mark, str] = {"eq": "{}", "ge": "{}余", "approx": "约{}"}


class Figure(Value):
    """One number as the source says it: `20余` is 20 or more."""

    what: FigureName
    value: Count
    mark: Mark = "eq"

    @property
    def zh(self) -> str:
        """40余, 约300, 12."""
        return MARK_ZH[self.mark].format(self.value)


class Sum(Value):
    """A sum over leaves, with how many of them said nothing."""

    what: FigureName
    value: int
    mark: Mark
    leaves: int
    unknown: int

    @property
    def zh(self) -> str:
        """The sum as it may be said; 未知 where no leaf says anything."""
        return MARK_ZH[self.mark].format(self.value) if self.leaves else "未知"


def add_up(what: FigureName, told: Iterable[tuple[Figure, ...]]) -> Sum:
    """The sum of one figure over activities, each with its figures."""
    found = [next((y for y in x if y.what is what), None) for x in told]
    known = [x for x in found if x is not None]
    marks = {x.mark for x in known}
    mark: Mark = "approx" if "approx" in marks else "ge" if "ge" in marks else "eq"
    return Sum(
        what=what,
        value=sum(x.value for x in known),
        mark=mark,
        leaves=len(known),
        unknown=len(found) - len(known),
    )
