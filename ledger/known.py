"""Receipts that are known outside of the database, and which of them the record lacks.

A record that was put back to an earlier state is whole in itself: only what others were told shows
that something is missing (reliability §5.2, crash point 11).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from domain.base import Value
from domain.continuity.messages import MOST_NAMED, LostReceipt, NoteRestore
from domain.given import SYSTEM
from domain.names import RECORD
from ledger.requests import Receipt

if TYPE_CHECKING:
    from ledger.door import Ledger

OVERLAP = timedelta(seconds=30)
"""Longer than a transaction may take: what was recorded earlier is committed, or never will be."""
_AT_ONCE = 5000
_NEWEST = """
SELECT stream, version, hash, type, recorded_at FROM events
WHERE recorded_at >= $1 AND (recorded_at, stream, version) > ($1, $3, $4)
ORDER BY recorded_at, stream, version LIMIT $2
"""
_IDENTITY = """
SELECT system_identifier || '-' || oid FROM pg_control_system(), pg_database
WHERE datname = current_database()
"""
_THERE = """
SELECT stream, version, hash FROM events
WHERE (stream, version) IN (SELECT * FROM unnest($1::text[], $2::bigint[]))
"""


class Known(Value):
    """A receipt, and the epoch of the record that gave it."""

    epoch: int
    receipt: LostReceipt


async def identity(ledger: "Ledger") -> str:
    """What a copy of this database, made by copying its files, has in common with it."""
    async with ledger.pool.read() as connection:
        return str((await connection.exec_driver_sql(_IDENTITY)).scalar_one())


async def recorded_since(
    ledger: "Ledger", since: datetime, limit: int, after: tuple[str, int] = ("", 0)
) -> list[Known]:
    """What was recorded since then, oldest first; of that very instant only what comes `after` this
    stream and version."""
    async with ledger.pool.read(snapshot=True) as connection:
        epoch = (await connection.exec_driver_sql("SELECT record_epoch()")).scalar_one()
        found = await connection.exec_driver_sql(_NEWEST, (since, limit, *after))
        return [
            Known(epoch=epoch, receipt=LostReceipt.model_validate(x, from_attributes=True))
            for x in found
        ]


async def missing(ledger: "Ledger", known: Iterable[Known]) -> list[Known]:
    """Those of the known receipts that the record does not hold."""
    lost: list[Known] = []
    rest = iter(known)
    while some := list(islice(rest, _AT_ONCE)):
        streams = [x.receipt.stream for x in some]
        versions = [x.receipt.version for x in some]
        async with ledger.pool.read() as connection:
            found = await connection.exec_driver_sql(_THERE, (streams, versions))
            there = {(x.stream, x.version, x.hash) for x in found}
        lost += [
            x for x in some if (x.receipt.stream, x.receipt.version, x.receipt.hash) not in there
        ]
    return lost


async def note_restore(
    ledger: "Ledger", restore: NoteRestore, known: Sequence[Known], lost: Sequence[Known]
) -> Receipt:
    """Record that the record was put back, and what it lacks of what is known: the epoch rises.

    `restore.lost` is by how much its log is shorter than a checkpoint that somebody kept.
    """
    counted = {
        "known": len(known),
        "known_epoch": max((x.epoch for x in known), default=0),
        "lost": max(len(lost), restore.lost),
        "named": tuple(x.receipt for x in lost[:MOST_NAMED]),
    }
    command = restore.model_copy(update=counted)
    return await ledger.handle(
        RECORD, command, actor=SYSTEM, client="system", command_id=f"restore:{restore.life}"
    )
