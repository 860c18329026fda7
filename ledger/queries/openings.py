"""What opened a stream: its first event, as it was written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.queries.history import Entry, entry_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FIRST = "SELECT * FROM events WHERE stream = ANY($1::text[]) AND version = 1"


async def openings(ledger: "Ledger", streams: Sequence[str]) -> dict[str, Entry]:
    """The first events of those streams that stand in the record."""
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_FIRST, (list(streams),))).all()
    return {x.stream: entry_of(x) for x in rows}
