"""How the clocks stand: what each has seen, who made the marks, what waits for a fact."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.door import Ledger

_KEEPINGS = """
SELECT streams.id, streams.version, streams.next_at, keepers.seen_version,
       keepers.next_at AS believed_at, keepers.at, keepers.epoch
FROM streams LEFT JOIN keepers ON keepers.stream = streams.id
WHERE NOT streams.closed AND streams.kind IN ('project', 'programme', 'collection', 'suggestion')
ORDER BY streams.id
"""
_MARKS = """
SELECT actor, count(*) AS marks FROM events
WHERE type IN ('Reminded', 'Overdue', 'LetterIssued', 'Escalated', 'EscalationRecommended')
GROUP BY actor
"""
_WAITING = """
SELECT (SELECT count(*) FROM duties WHERE owed AND NOT settled) AS unsettled,
       (SELECT count(*) FROM streams WHERE NOT closed AND calendar <> $1
            AND kind IN ('project', 'programme', 'collection', 'suggestion')) AS stale,
       (SELECT count(*) FROM follow_ups WHERE done_at IS NULL) AS follow_ups,
       (SELECT count(*) FROM wakes) AS wakes
"""


class ClockSeen(NamedTuple):
    """An open stream, and what its clock last said; None where it never said anything."""

    stream: str
    version: int
    next_at: datetime | None
    seen_version: int | None
    believed_at: datetime | None
    seen_at: datetime | None
    epoch: int | None = None
    """Of the record when the clock was started."""


class Waiting(NamedTuple):
    """What is held until something else is settled or carried out."""

    unsettled: int
    """Duties owed on a provisional or assumed date: never late before it is settled."""
    stale: int
    """Open streams whose dates are not yet computed with the newest calendar."""
    follow_ups: int
    """Commands owed to other streams and not yet carried out."""
    wakes: int
    """Streams whose clock has yet to be woken."""


async def clocks(ledger: "Ledger") -> list[ClockSeen]:
    """Every open stream with its clock."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_KEEPINGS)
        return [ClockSeen._make(x) for x in found]


async def marks_by_actor(ledger: "Ledger") -> dict[str, int]:
    """How many marks `system:clock` and `system:sweeper` have made."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_MARKS)
        return {x.actor: x.marks for x in found}


async def waiting(ledger: "Ledger") -> Waiting:
    """What waits."""
    async with ledger.pool.read(snapshot=True) as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        calendar = await ledger.calendar.at(connection, version)
        found = await connection.exec_driver_sql(_WAITING, (calendar.version,))
        return Waiting._make(found.one())
