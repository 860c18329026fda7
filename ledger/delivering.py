"""What was issued and what of it was handed over, per channel. Beside the record, not in it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.door import Ledger

INBOX = "inbox"
"""The one channel so far: the party's own page, where it is seen at the next look."""

_ANY = """
SELECT EXISTS (SELECT FROM notices WHERE stream = $1 AND NOT EXISTS
    (SELECT FROM deliveries WHERE notice = id AND channel = $2))
"""
_DELIVER = """
INSERT INTO deliveries SELECT id, $2, ledger_now() FROM notices
WHERE ($1::text IS NULL OR stream = $1) AND NOT EXISTS
    (SELECT FROM deliveries WHERE notice = id AND channel = $2)
ON CONFLICT DO NOTHING
"""


async def undelivered(ledger: "Ledger", stream: str, channel: str = INBOX) -> bool:
    """Whether a notice of this stream has not been handed over."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_ANY, (stream, channel))
        return bool(found.scalar_one())


async def deliver(ledger: "Ledger", stream: str | None = None, channel: str = INBOX) -> int:
    """Hand over what has not been, of one stream or of all. How many notices."""
    values = (stream, channel)
    done = await ledger.pool.write(lambda x: x.exec_driver_sql(_DELIVER, values))
    return done.rowcount
