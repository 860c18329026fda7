"""What a board is narrowed to, and which filter alone keeps something out.

What only one filter keeps out is what that filter's other choices would show: so one look counts
for every filter each of its choices.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from pydantic import BaseModel, ConfigDict

from ledger.queries.board_columns import Codes, Mask, Rows, mask_of

DIMENSIONS = ("waits", "obligor", "region", "what", "stage", "light", "group", "leader")
"""The filters that have choices."""


class Asked(BaseModel):
    """What the board is narrowed to; what is empty asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    within: str | None = None
    """The region whose board it is, with all below."""
    days: int = 15
    region: tuple[str, ...] = ()
    """Each with all below it."""
    obligor: tuple[str, ...] = ()
    """A party, or a role for all parties of that role."""
    waits: tuple[str, ...] = ()
    """The roles of those for whom it waits; `people` on the highest rung."""
    what: tuple[str, ...] = ()
    """Names of duties without their period."""
    stage: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    """Lights, and `HOLD`, `STOP`, `DONE` for projects that have none."""
    group: tuple[str, ...] = ()
    """Deputy groups of the contact schedule; empty for projects that have none."""
    leader: tuple[str, ...] = ()
    late: bool = False
    on: date | None = None
    q: str = ""
    """汉字, pinyin or initials of a project, a unit or a group."""


def among(name: str, chosen: Sequence[str], codes: Codes) -> Mask:
    """Of each code of a dimension, whether the filter lets it through."""
    if name == "region":
        found = mask_of((), len(codes.values))
        for region in chosen:
            found |= codes.within(region)
        return found
    known = (codes.known(x) for x in chosen)
    return mask_of((x for x in known if x is not None), len(codes.values))


def chosen_in(asked: Asked, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The filters that ask something, by name."""
    return {x: chosen for x in names if (chosen := getattr(asked, x))}


class Kept:
    """Rows that every filter lets through, and those that one alone keeps out."""

    def __init__(self, rows: Rows, passes: Mapping[str, Mask]) -> None:
        self._passes = dict(passes)
        self._rows = rows
        missed = np.zeros(len(rows), dtype=np.int8)
        for passing in passes.values():
            missed += ~passing
        self._missed = missed
        self.all = rows if not passes else rows[missed == 0]

    def without(self, name: str) -> Rows:
        """The rows that would be kept if this filter asked nothing."""
        if name not in self._passes:
            return self.all
        chosen: Mask = (self._missed == 0) | ((self._missed == 1) & ~self._passes[name])
        rows: Rows = self._rows[chosen]
        return rows
