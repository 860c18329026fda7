"""Published lists of voted projects, read from a table: what can be opened, what cannot, and why.

Every row ends in a card or among the skipped; nothing is lost silently and nothing is invented
unmarked. What is odd but readable is a warning.
"""

from datetime import date

from domain.lists.doubts import doubts
from domain.lists.items import VotedList, gather
from domain.lists.rows import Skipped, read_row
from domain.lists.table import NotAList, rows_of
from domain.refusals import Refused, Unknown
from domain.regimes.model import Regime

__all__ = ["Lists", "NotAList", "Refused", "Skipped", "VotedList", "read_lists"]


class Lists:
    """The lists of one file."""

    def __init__(self, lists: list[VotedList], skipped: list[Skipped], warnings: list[str]) -> None:
        self.lists = lists
        self.skipped = skipped
        self.warnings = warnings

    def only(self, wanted: list[str]) -> "Lists":
        """Those lists alone; all where none is named. Raises Unknown for one that is not there."""
        known = {x.list_id: x for x in self.lists}
        for name in wanted:
            if name not in known:
                few = "、".join(list(known)[:8]) or "无"
                raise Unknown(f"清单（文件中有：{few}）", f"list (the file has: {few})", name)
        chosen = [x for x in self.lists if not wanted or x.list_id in wanted]
        return Lists(chosen, self.skipped, self.warnings)
