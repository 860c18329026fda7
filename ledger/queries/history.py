"""A stream's events as they were written, read back into the domain's words."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ledger.queries.page import Row
from ledger.reading import read_event

if TYPE_CHECKING:
    from ledger.door import Ledger

_OF_STREAM = """
SELECT * FROM events WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3
"""
_ALL = 1_000_000


class Entry(Row):
    """One event with its header: who, why, and the three times."""

    id: UUID
    stream: str
    version: int
    type: str
    schema_version: int
    event: dict[str, Any]
    """The event's fields in today's shape, as JSON."""
    actor: str
    reason: str | None
    happened_at: datetime
    received_at: datetime
    recorded_at: datetime
    client: str
    command_id: str
    hash: str


async def history(
    ledger: "Ledger", stream: str, *, after: int = 0, limit: int = _ALL
) -> list[Entry]:
    """The events of a stream after a version, in order."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_OF_STREAM, (stream, after, limit))
        return [entry_of(x) for x in found]


def entry_of(row: Any) -> Entry:
    """The event of a stored row."""
    event = read_event(row.stream, row.type, row.schema, row.body)
    return Entry.model_validate(
        {**row._mapping, "schema_version": row.schema, "event": event.model_dump(mode="json")}
    )
