"""What was issued and what of it was handed over, per channel. Beside the record, not in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.line import Asking

if TYPE_CHECKING:
    from ledger.door import Ledger

INBOX = "inbox"
"""The one channel so far: the party's own page, where it is seen at the next look."""

_ANY = """
SELECT EXISTS (SELECT FROM notices WHERE stream = $1 AND NOT EXISTS
    (SELECT FROM deliveries WHERE notice = id AND channel = $2))
"""
_DELIVER = """
INSERT INTO deliveries SELECT id, $1, ledger_now() FROM notices
WHERE {whose} NOT EXISTS (SELECT FROM deliveries WHERE notice = id AND channel = $1)
ORDER BY id ON CONFLICT DO NOTHING
"""
_ALL = _DELIVER.format(whose="")
_OF_STREAMS = _DELIVER.format(whose="stream = ANY($2::text[]) AND")


async def undelivered(ledger: "Ledger", stream: str, channel: str = INBOX) -> bool:
    """Whether a notice of this stream has not been handed over."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_ANY, (stream, channel))
        return bool(found.scalar_one())


async def deliver(ledger: "Ledger", *streams: str, channel: str = INBOX) -> int:
    """Hand over what has not been, of these streams or of all. How many notices."""
    sql, values = (_OF_STREAMS, (channel, list(streams))) if streams else (_ALL, (channel,))
    done = await ledger.pool.write(lambda x: x.exec_driver_sql(sql, values))
    return done.rowcount


async def hand_over(connection: Asking, streams: Sequence[str]) -> None:
    """Hand over what was issued in these streams, in the transaction that issued it."""
    await connection.exec_driver_sql(_OF_STREAMS, (INBOX, list(streams)))
