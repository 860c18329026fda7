"""The calendar that decisions use: the shipped notices and those published through the record."""

from typing import cast

from domain.almanac.almanac import Almanac
from domain.calendar import Calendar
from domain.names import ALMANAC
from ledger.cache import UNKNOWN
from ledger.line import Asking
from ledger.states import read_state


class CurrentCalendar:
    """The calendar for the newest version of its stream; one object while nothing is published.

    `because` says why dates are computed again with it.
    """

    def __init__(self) -> None:
        self._version = 0
        self._calendar = Calendar.seeded()
        self.because = "放假安排随软件更新，期限重新计算"

    @property
    def version(self) -> str:
        """The digest of the calendar last used here."""
        return self._calendar.version

    async def at(self, connection: Asking, version: int) -> Calendar:
        """The calendar of that version, or a newer one."""
        if self._version < version:
            read = await read_state(connection, ALMANAC, UNKNOWN)
            if read is None:
                raise LookupError(ALMANAC)
            almanac = cast("Almanac", read.state)
            newest = almanac.notices[-1]
            self.because = (
                f"{newest.year} 年放假安排已公布（{newest.number or newest.source}），期限重新计算"
            )
            self._version, self._calendar = read.head.version, almanac.calendar()
        return self._calendar
