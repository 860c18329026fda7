"""Commands that events owe to other streams: those that wait, and those that were refused."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_OPEN = """
SELECT id, stream, type, cause, done_at, refused FROM follow_ups
WHERE done_at IS NULL OR refused IS NOT NULL ORDER BY stream, id LIMIT $1
"""


class FollowUp(Row):
    """A command owed to a stream; `refused` says why it could not be carried out."""

    id: str
    stream: str
    type: str
    cause: UUID
    done_at: datetime | None
    refused: str | None


async def open_follow_ups(ledger: "Ledger", limit: int = 500) -> list[FollowUp]:
    """What waits to be carried out, or was refused and needs a person."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_OPEN, (limit,))
        return [FollowUp.model_validate(x) for x in found]
