"""From a decision to what is written: chained rows, the state after, and the receipt."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.base import unchecked
from domain.duty_commands import Rebase
from ledger.chain import Row, link
from ledger.deciding import Decided, fold
from ledger.line import Asking
from ledger.projections.change import Change, Recorded
from ledger.requests import EventRef, Receipt
from ledger.write import Writing, next_after, write

_REBASED = "UPDATE streams SET calendar = $2 WHERE id = $1"


class Recording(NamedTuple):
    """What is to be written, and what is answered when it is."""

    writing: Writing
    receipt: Receipt


async def record(
    connection: Asking, decided: Decided, *, wake: bool = True
) -> tuple[Receipt, Change]:
    """Write the events of a decision. Raises IntegrityError where key or version is taken.

    `wake=False` for what the clock itself did: it knows.
    """
    recording = prepare(decided, wake=wake)
    await write(connection, [recording.writing])
    return recording.receipt, recording.writing.change


def prepare(decided: Decided, *, wake: bool = True) -> Recording:
    """Chain the events of a decision, fold them, and make the receipt."""
    held, request = decided.held, decided.request
    rows = link(held.head, decided.events, request, decided.at, held.now)
    after = fold(held.stream, held.state, decided.events)
    if after is None:
        raise LookupError(held.stream)
    recorded = [
        Recorded(str(row["id"]), held.head.version + 1 + n, event, held.now)
        for n, (row, event) in enumerate(zip(rows, decided.events, strict=True))
    ]
    head = str(rows[-1]["hash"])
    change = Change(held.stream, recorded[-1].version, held.state, after, recorded, head)
    in_line = held.calendar is None or isinstance(request.command, Rebase)
    calendar = decided.calendar.version if in_line else held.calendar
    receipt = _receipt(held.stream, rows, decided.at, held.now)
    next_at = next_after(change, held.next_at)
    return Recording(Writing(change, rows, str(calendar), wake, next_at), receipt)


def _receipt(stream: str, rows: Sequence[Row], at: datetime, now: datetime) -> Receipt:
    names = ("id", "type", "version", "hash")
    events = tuple(unchecked(EventRef, {x: row[x] for x in names}) for row in rows)
    return unchecked(
        Receipt,
        {
            "stream": stream,
            "version": events[-1].version,
            "events": events,
            "received_at": at,
            "recorded_at": now,
            "repeated": False,
        },
    )


async def nothing_new(connection: Asking, decided: Decided) -> Receipt:
    """The receipt of what the record knew already. A stream that needed no new dates is in line
    with the calendar all the same."""
    held = decided.held
    if isinstance(decided.request.command, Rebase):
        values = (held.stream, decided.calendar.version)
        await connection.exec_driver_sql(_REBASED, values)
    return Receipt(
        stream=held.stream,
        version=held.head.version,
        events=(),
        received_at=decided.at,
        recorded_at=held.now,
    )
