"""What was issued and what of it was handed over, per channel. Beside the record, not in it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.door import Ledger

INBOX = "inbox"
"""The one channel so far: the party's own page, where it is seen at the next look."""

_OPEN = "FROM notices WHERE stream = $1 AND NOT EXISTS (SELECT FROM deliveries WHERE notice = id"
_ANY = f"SELECT EXISTS (SELECT {_OPEN} AND channel = $2))"
_DELIVER = f"INSERT INTO deliveries SELECT id, $2, ledger_now() {_OPEN} AND channel = $2)"
_TWICE = " ON CONFLICT DO NOTHING"


async def undelivered(ledger: "Ledger", stream: str, channel: str = INBOX) -> bool:
    """Whether a notice of this stream has not been handed over."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_ANY, (stream, channel))
        return bool(found.scalar_one())


async def deliver(ledger: "Ledger", stream: str, channel: str = INBOX) -> int:
    """Hand over what has not been. How many notices; a repeat hands over nothing."""
    values = (stream, channel)
    done = await ledger.pool.write(lambda x: x.exec_driver_sql(_DELIVER + _TWICE, values))
    return done.rowcount
