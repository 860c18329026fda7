"""From a decision to what is written: chained rows, the state after, and the receipt."""

from domain.duty_commands import Rebase
from ledger.chain import link
from ledger.deciding import Decided, fold
from ledger.line import Asking
from ledger.projections.change import Change, Recorded
from ledger.requests import EventRef, Receipt
from ledger.write import write

_REBASED = "UPDATE streams SET calendar = $2 WHERE id = $1"


async def record(
    connection: Asking, decided: Decided, *, wake: bool = True
) -> tuple[Receipt, Change]:
    """Write the events of a decision. Raises IntegrityError where key or version is taken.

    `wake=False` for what the clock itself did: it knows.
    """
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
    await write(connection, change, rows, calendar=str(calendar), wake=wake)
    receipt = Receipt(
        stream=held.stream,
        version=change.version,
        events=tuple(EventRef.model_validate(x) for x in rows),
        received_at=decided.at,
        recorded_at=held.now,
    )
    return receipt, change


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
