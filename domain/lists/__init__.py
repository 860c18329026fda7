"""Published lists of voted projects, read from a table: what can be opened, what cannot, and why.

Every row ends in a card or among the skipped; nothing is lost silently and nothing is made up
unmarked. What is odd but readable is a warning.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from domain.lists.doubts import doubts
from domain.lists.items import VotedList, gather
from domain.lists.rows import Skipped, Voted, read_row
from domain.lists.table import NotAList, rows_of
from domain.project.messages import Card
from domain.refusals import Unknown
from domain.regimes.model import Regime

__all__ = ["Lists", "NotAList", "Skipped", "VotedList", "read_lists"]


class Lists(NamedTuple):
    """What one file holds, in the file's order."""

    voted: tuple[VotedList, ...]
    skipped: tuple[Skipped, ...]
    """Rows not used, each with its reason."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """The items of all lists."""
        return tuple(card for one in self.voted for card in one.cards)

    def only(self, wanted: Collection[str]) -> "Lists":
        """Those lists alone; all where none is named. Raises Unknown for one that is not there."""
        known = [x.list_id for x in self.voted]
        for name in wanted:
            if name not in known:
                few = "、".join(known[:8]) or "无"
                raise Unknown(f"清单（文件中有：{few}）", f"list (the file has: {few})", name)
        if not wanted:
            return self
        return Lists(
            voted=tuple(x for x in self.voted if x.list_id in wanted),
            skipped=tuple(x for x in self.skipped if not x.list_id or x.list_id in wanted),
        )

    def warnings(self, regime: Regime, vote: date) -> list[str]:
        """Everything odd about these lists under that regime and vote day, zh / en."""
        if not self.voted:
            return ["文件中没有票决的项目 / the file holds no voted item"]
        return [x for one in self.voted for x in (*one.remarks, *doubts(one, regime, vote))]


def read_lists(content: bytes) -> Lists:
    """The voted lists in the bytes of a file. Raises NotAList."""
    read = [read_row(x) for x in rows_of(content)]
    voted, left = gather(x for x in read if isinstance(x, Voted))
    return Lists(tuple(voted), (*(x for x in read if isinstance(x, Skipped)), *left))
