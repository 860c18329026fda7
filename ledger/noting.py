"""What a clock leaves behind when it has looked: what it saw, and its notices in the inboxes.

In the transaction of the moment itself, so that the one is never there without the other. An inbox
is a page of ours: handing over to it is a row. Who is away (a mail server, a messenger) is asked
by the postman, a process of its own, and delays no deadline.
"""

from datetime import datetime

from ledger.delivering import INBOX
from ledger.line import Asking

_NOTE = f"""
WITH handed_over AS (
    INSERT INTO deliveries SELECT id, '{INBOX}', $2 FROM notices
    WHERE stream = $1 AND NOT EXISTS
        (SELECT FROM deliveries WHERE notice = id AND channel = '{INBOX}')
    ORDER BY id ON CONFLICT DO NOTHING
)
INSERT INTO keepers (stream, seen_version, next_at, at, by, epoch)
SELECT id, version, next_at, $2, 'clock', $3 FROM streams WHERE id = $1
ON CONFLICT (stream) DO UPDATE SET seen_version = excluded.seen_version,
    next_at = excluded.next_at, at = excluded.at, by = excluded.by, epoch = excluded.epoch
RETURNING next_at
"""  # noqa: S608  # our own name


async def note(connection: Asking, stream: str, now: datetime, epoch: int) -> datetime | None:
    """Note that the stream's clock has seen it as it stands, and hand over what was issued.
    When the clock has something to do next."""
    row = (await connection.exec_driver_sql(_NOTE, (stream, now, epoch))).one()
    next_at: datetime | None = row.next_at
    return next_at
