"""What stands in somebody's calendar: duties with their days, visits that were announced, meetings.

Each with how often it changed and when last, from its own events, so that a feed is the same while
nothing changes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from domain.intention import Intention
from ledger.queries.duties import DUTIES, DutyRow
from ledger.queries.groups import INTENDED
from ledger.queries.history import Entry, entry_of
from ledger.queries.meetings import MeetingRow

if TYPE_CHECKING:
    from ledger.door import Ledger

_SHOWN = (
    *("DutyScheduled", "DutyRedated", "DutyRestated", "DutyVoided", "DutyWaived", "DutyPaused"),
    *("DutyFiled", "DutyAccepted", "DutyReturned", "ExtensionDecided"),
)
"""What changes a duty's entry; a reminder or a rung does not."""
_DUTIES = f"""{DUTIES}
WHERE d.obligor = ANY($1::text[]) OR d.stream = ANY($2::text[])
ORDER BY d.due DESC, d.stream, d.duty LIMIT 1000
"""
_CHANGES = """
SELECT stream, body::json ->> 'duty' AS duty, count(*) AS changes, max(recorded_at) AS changed_at
FROM events WHERE stream = ANY($1::text[]) AND type = ANY($2::text[]) GROUP BY stream, duty
"""
_MEETINGS = """
SELECT m.*, e.changes, e.changed_at FROM meetings AS m JOIN LATERAL (
    SELECT count(*) AS changes, max(recorded_at) AS changed_at FROM events WHERE stream = m.stream
      AND type IN ('MeetingConvened', 'MeetingMoved', 'MeetingCancelled')
) AS e ON true WHERE m.region = $1 OR m.programmes && $2::text[]
ORDER BY m.opens DESC, m.id LIMIT 1000
"""


class Changed(NamedTuple):
    """How often something changed after it was made, and when last."""

    changes: int
    at: datetime


class Announced(NamedTuple):
    """What a group said it would do about a duty."""

    stream: str
    duty: str
    said: Intention
    changed: Changed


async def dated_duties(
    ledger: "Ledger", parties: Sequence[str], streams: Sequence[str]
) -> list[tuple[DutyRow, Changed]]:
    """What these parties owe and what is owed in these streams, fulfilled and cancelled too."""
    async with ledger.pool.read(snapshot=True) as connection:
        found = await connection.exec_driver_sql(_DUTIES, (list(parties), list(streams)))
        rows = [DutyRow.model_validate(x) for x in found]
        asked = (sorted({x.stream for x in rows}), list(_SHOWN))
        told = (await connection.exec_driver_sql(_CHANGES, asked)).all()
    changes = {(x.stream, x.duty): Changed(x.changes - 1, x.changed_at) for x in told}
    return [(x, changes[x.stream, x.duty]) for x in rows]


async def announced(ledger: "Ledger", streams: Sequence[str]) -> list[Announced]:
    """The newest word of a group on each duty there."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(INTENDED, (list(streams),))
        entries = [entry_of(x) for x in found]
    told: dict[tuple[str, str], list[Entry]] = {}
    for x in entries:
        told.setdefault((x.stream, x.event["duty"]), []).append(x)
    return [
        Announced(
            stream,
            duty,
            Intention.model_validate(words[-1].event["intends"]),
            Changed(len(words) - 1, words[-1].recorded_at),
        )
        for (stream, duty), words in told.items()
    ]


class MeetingDay(MeetingRow):
    """A meeting with how often it was moved or cancelled, and when last."""

    changes: int
    changed_at: datetime


async def dated_meetings(
    ledger: "Ledger", region: str, programmes: Sequence[str]
) -> list[MeetingDay]:
    """The meetings of exactly that region, and others that serve these programmes."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_MEETINGS, (region, list(programmes)))
        return [MeetingDay.model_validate(x) for x in found]
