"""The course of duties: where each due date comes from, and what was done about each, in order."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from domain.duty import Terms
from ledger.queries.history import Entry, entry_of
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_EVENTS = """
SELECT * FROM events
WHERE stream = ANY($1) AND body::json ->> 'duty' = ANY($2)
ORDER BY stream, version
"""
_MOVES = {"DutyRedated": "because", "DutyReturned": "reason"}
"""What gives a duty new terms, and where it says why."""


class Course(Row):
    """One duty's course."""

    terms: Terms
    """As they stand: computed with the newest of what moved them."""
    moved_because: str | None
    """Why the date is not the one of the vote: a calendar, a session, an outage, a return."""
    cite: str
    """The sentence of the measure that the duty comes from."""
    origin: str
    entries: tuple[Entry, ...]


async def courses(
    ledger: "Ledger", streams: Collection[str], duties: Collection[str]
) -> Mapping[tuple[str, str], Course]:
    """The course of each of these duties in these streams, by (stream, duty)."""
    values = (sorted(set(streams)), sorted(set(duties)))
    async with ledger.pool.read() as connection:
        rows: Sequence[object] = (await connection.exec_driver_sql(_EVENTS, values)).all()
    told: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for row in rows:
        one = entry_of(row)
        told[one.stream, str(one.event["duty"])].append(one)
    return {key: _course(entries) for key, entries in told.items()}


def _course(entries: Sequence[Entry]) -> Course:
    scheduled = entries[0].event
    terms, because = scheduled["terms"], None
    for one in entries:
        if one.type in _MOVES:
            terms, because = one.event["terms"], one.event[_MOVES[one.type]]
    return Course(
        terms=Terms.model_validate(terms),
        moved_because=because,
        cite=scheduled["cite"],
        origin=scheduled["origin"],
        entries=tuple(entries),
    )
