"""The recorded outages, newest first."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_ALL = "SELECT * FROM outages ORDER BY ended DESC LIMIT $1"


class OutageRow(Row):
    """A time in which nobody could file."""

    id: str
    service: str
    started: datetime
    ended: datetime
    seconds: Decimal


async def outages(ledger: "Ledger", limit: int = 100) -> list[OutageRow]:
    """The last outages."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_ALL, (limit,))
        return [OutageRow.model_validate(x) for x in found]
