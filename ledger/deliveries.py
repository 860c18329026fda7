"""Messages on their way out, and what became of each try. Beside the record, not in it.

A try is written down before it begins, as unknown; who dies in it leaves the truth. After the
lease the same message, with the same Message-ID and the same numbers, is tried again.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import Calendar
from domain.dispatch import LEASE, MOST_UNKNOWN, Channel
from domain.outcomes import AFTER_A_DEATH, Outcome, wait_for_next

if TYPE_CHECKING:
    from ledger.door import Ledger

_BEGIN = """
WITH due AS (
    SELECT id FROM messages WHERE channel = $1 AND next_at <= (SELECT ledger_now())
    ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
), begun AS (
    UPDATE messages SET attempt = attempt + 1, unknowns = unknowns + 1, outcome = 'unknown',
        next_at = CASE WHEN unknowns + 1 < $2 THEN ledger_now() + $3 END
    FROM due WHERE messages.id = due.id RETURNING messages.*
), noted AS (
    INSERT INTO message_attempts (message, n, channel, begun_at, reason)
    SELECT id, attempt, channel, ledger_now(), $4 FROM begun
)
SELECT begun.*, contacts.address FROM begun LEFT JOIN contacts ON contacts.id = begun.contact
"""
_END = """
WITH ended AS (
    UPDATE message_attempts SET ended_at = ledger_now(), outcome = $3, reason = $4
    WHERE message = $1 AND n = $2 AND ended_at IS NULL RETURNING message, n
)
UPDATE messages SET outcome = $3, unknowns = unknowns - CASE WHEN $3 = 'unknown' THEN 0 ELSE 1 END,
    next_at = ledger_now() + $5::interval
FROM ended WHERE messages.id = ended.message AND messages.attempt = ended.n
"""
_RECENT = """
SELECT count(*) FROM message_attempts
WHERE channel = $1 AND begun_at > (SELECT ledger_now()) - interval '1 minute'
"""
_NOW = "SELECT ledger_now() AS now, almanac_version() AS version"


class Message(BaseModel):
    """One message in the middle of a try."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    channel: Channel
    message_id: str
    """With its angle brackets, the same at every repeat."""
    subject: str
    body: str
    composed_at: datetime
    attempt: int
    """Counted from 1."""
    unknowns: int
    """Tries whose outcome is unknown, this one included."""
    address: str | None
    """None: it was erased, so nothing may be sent."""


async def begin(ledger: "Ledger", channel: Channel) -> Message | None:
    """Begin a try of the message that waits longest; None where none waits."""
    values = (channel.value, MOST_UNKNOWN, LEASE, AFTER_A_DEATH)

    async def work(connection: AsyncConnection) -> Message | None:
        row = (await connection.exec_driver_sql(_BEGIN, values)).one_or_none()
        return None if row is None else Message.model_validate(row)

    return await ledger.pool.write(work)


async def end(ledger: "Ledger", message: Message, outcome: Outcome) -> None:
    """Write down what became of the try, and when the next one is, if any."""
    wait = wait_for_next(outcome, message.attempt, message.unknowns)
    values = (message.id, message.attempt, outcome.outcome, outcome.reason, wait)
    await ledger.pool.write(lambda x: x.exec_driver_sql(_END, values))


async def recent(ledger: "Ledger", channel: Channel) -> int:
    """How many tries the channel began within the last minute."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_RECENT, (channel.value,))
        return int(found.scalar_one())


async def today(ledger: "Ledger") -> tuple[datetime, Calendar]:
    """The ledger's time, and the calendar by which its day is worked or not."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_NOW)).one()
        return row.now, await ledger.calendar.at(connection, row.version)
