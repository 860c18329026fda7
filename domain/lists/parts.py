"""The rows of one item: its own figure and its sub-projects, each under a number of its own.

A row that says the same again is skipped. Rows that share a number and say different things are
different things: the later one is given a free number, with a warning.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from domain.lists.rows import Skipped, Voted
from domain.project.messages import Target

MOST_PARTS = 200
"""As many as one progress report can name (`domain.forms.Progress`)."""


class Parts(NamedTuple):
    """One item's rows, sorted out."""

    whole: Voted | None
    """The item's own row: number 0, or none."""
    parts: tuple[Voted, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]

    @property
    def in_order(self) -> Sequence[Voted]:
        """The item's own row, then its parts by number."""
        return (*((self.whole,) if self.whole else ()), *self.parts)

    @property
    def first(self) -> Voted:
        """The row that names the item."""
        return self.in_order[0]

    @property
    def target(self) -> Target | None:
        """The item's own figure."""
        return self.whole.target if self.whole else None

    @property
    def planned_completion(self) -> date | None:
        """The item's own day; else its parts' last, where each of them has one."""
        if self.whole and self.whole.planned_completion:
            return self.whole.planned_completion
        days = [x.planned_completion for x in self.parts]
        known = [x for x in days if x]
        return max(known) if known and len(known) == len(days) else None


def parts_of(rows: Sequence[Voted]) -> Parts:
    """The rows of one item, in the file's order."""
    told: dict[Voted, Voted] = {}
    skipped: list[Skipped] = []
    for row in rows:
        first = told.setdefault(row.facts, row)
        if first is not row:
            same = f"与 {first.row} 行重复 / the same as {first.row}"
            skipped.append(Skipped(row.row, same, row.list_id))
    kept = list(told.values())
    whole = _whole(kept)
    named, warnings = _numbered([x for x in kept if x is not whole])
    for row in named[MOST_PARTS:]:
        most = f"一个项目最多 {MOST_PARTS} 个子项目 / an item has at most {MOST_PARTS} parts"
        skipped.append(Skipped(row.row, most, row.list_id))
    names = dict.fromkeys(x.item_name for x in kept)
    if len(names) > 1:
        warnings.append(
            f"{kept[0].list_id} 第 {kept[0].item_no} 项有 {len(names)} 个名称"
            f"（{'、'.join(names)}），取第一个 / {len(names)} names under one item number: "
            "the first is taken"
        )
    parts = sorted(named[:MOST_PARTS], key=lambda x: x.no or 0)
    return Parts(whole, tuple(parts), tuple(skipped), tuple(warnings))


def _whole(rows: Sequence[Voted]) -> Voted | None:
    """The item's own row: the first numbered 0, or the only one without a number."""
    numbered_0 = [x for x in rows if x.no == 0]
    unnumbered = [x for x in rows if x.no is None]
    if numbered_0:
        return numbered_0[0]
    return unnumbered[0] if len(unnumbered) == 1 else None


def _numbered(rows: Sequence[Voted]) -> tuple[list[Voted], list[str]]:
    """The parts under numbers that differ, those that keep their number first."""
    kept: dict[int, Voted] = {}
    homeless = [x for x in rows if not x.no or kept.setdefault(x.no, x) is not x]
    free = _free(kept)
    warnings = []
    room = max(MOST_PARTS - len(kept), 0)
    for row in homeless[:room]:
        no = next(free)
        kept[no] = row._replace(no=no)
        warnings.append(
            f"{row.row} 行的子项目编号与同项的另一行相同或为空，改为 {no} / "
            f"row {row.row} shares its sub-project number with another; it becomes {no}"
        )
    return [*kept.values(), *homeless[room:]], warnings


def _free(taken: Iterable[int]) -> Iterator[int]:
    taken = set(taken)
    above = max(taken, default=0) + 1
    return (x for x in chain(range(above, 1000), range(1, 1000)) if x not in taken)
