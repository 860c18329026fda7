"""Two lanes to the database: what is handed in has connections that nothing else can take.

A report, an export or a page of a thousand people may hold every ordinary connection; whoever files
on the last evening still finds one (`reliability §4.7`). Which lane a request takes is said by
whoever takes it in (`FILING`), and everything done for it goes the same way.
"""

from contextvars import ContextVar
from typing import Any, NamedTuple

FILING: ContextVar[bool] = ContextVar("filing", default=False)
"""Whether what runs now was handed in by somebody."""
READS, WRITES = 4, 2
"""The filings' own connections of a process: to read by, and to write beside the record. The record
itself is written by lines that no reader takes (`ledger.line`)."""


class Lanes(NamedTuple):
    """The ordinary engine, and the filings' own."""

    usual: Any
    filing: Any

    @property
    def mine(self) -> Any:
        """The one for what runs now."""
        return self.filing if FILING.get() else self.usual

    async def dispose(self) -> None:
        """Close every connection of both."""
        await self.usual.dispose()
        await self.filing.dispose()
