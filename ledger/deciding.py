"""Deciding on a locked stream: gathering what the decision is given, and asking the domain."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from domain import streams
from domain.base import Command, Event
from domain.calendar import Calendar, start_of
from domain.given import Given, Outage, Wanted
from domain.names import RECORD
from domain.regime_change import ChangeRegime
from domain.regimes import named, shipped
from domain.regimes.model import Regime
from domain.streams import State
from ledger.line import Asking
from ledger.lock import Held
from ledger.refusals import FactsHeld, StaleReceipt
from ledger.requests import Request

OLDEST_RECEIPT = timedelta(seconds=25)
"""How long a complete request may have waited before it was locked (`reliability §2.4`)."""
NEWEST_RECEIPT = timedelta(seconds=0.5)

GAP = timedelta(seconds=5)
"""A silence longer than this, in real time, is an outage (`reliability §2.5`)."""

# One query, one snapshot: a beat and the outage it ended are seen together or not at all.
_HEARD = """
SELECT heartbeats.ledger_at, outages.id, outages.started, outages.ended,
    least(clock_timestamp() - heartbeats.real_at, ledger_now() - heartbeats.ledger_at) AS silence
FROM (VALUES (1)) AS once
LEFT JOIN heartbeats ON heartbeats.service = 'api'
LEFT JOIN outages ON outages.ended >= $1
ORDER BY outages.started
"""


class Heard(NamedTuple):
    """What is known of the service's answering."""

    until: datetime | None = None
    """Up to when it is known to have answered."""
    silent: bool = False
    """Whether it has said nothing for longer than GAP: an outage, once it speaks again."""
    outages: Sequence[Outage] | None = None
    """Those that ended since what was asked for; None where nobody has asked."""


NOTHING_ASKED = Heard()


class Decided(NamedTuple):
    """A decision with all it was made from."""

    held: Held
    request: Request
    calendar: Calendar
    at: datetime
    """When the request counts as received."""
    events: Sequence[Event]


def receipt_time(received_at: datetime | None, now: datetime) -> datetime:
    """When the request counts as received; now where nobody said. Raises StaleReceipt."""
    if received_at is None:
        return now
    if not now - OLDEST_RECEIPT <= received_at <= now + NEWEST_RECEIPT:
        raise StaleReceipt
    return received_at


async def decide(connection: Asking, held: Held, request: Request, calendar: Calendar) -> Decided:
    """What a request means for a stream whose lock we hold. Raises StaleReceipt, FactsHeld,
    and what the domain refuses."""
    try:
        return decide_at(held, request, calendar)
    except Wanted:
        heard = await heard_since(connection, first_due(held.state))
        return decide_at(held, request, calendar, heard)


def decide_at(
    held: Held,
    request: Request,
    calendar: Calendar,
    heard: Heard = NOTHING_ASKED,
) -> Decided:
    """`decide` where nothing is looked up. Raises Wanted besides, if outages must be known."""
    if held.shut:
        refuse_while_held(held.stream)
    at = receipt_time(request.received_at, held.now)
    regime = regime_for(held.state, request.command)
    given = Given(
        request.actor,
        at,
        held.now,
        calendar,
        regime,
        outages=heard.outages,
        heard_until=heard.until,
        silent=heard.silent,
        persons=request.persons,
    )
    events = streams.decide(held.stream, held.state, request.command, given)
    return Decided(held, request, calendar, at, events)


def refuse_while_held(stream: str) -> None:
    """Raises FactsHeld for every stream but the one in which people say what was lost."""
    if stream != RECORD:
        raise FactsHeld


def fold(stream: str, state: State | None, events: Sequence[Event]) -> State | None:
    """The state after the events."""
    return streams.evolve_all(stream, state, events)


async def heard_since(connection: Asking, since: datetime) -> Heard:
    """What is known of the service's answering, with its outages that ended since then."""
    rows = (await connection.exec_driver_sql(_HEARD, (since,))).all()
    outages = [Outage(x.id, x.started, x.ended) for x in rows if x.id is not None]
    silence = rows[0].silence
    return Heard(rows[0].ledger_at, silence is not None and silence > GAP, outages)


def first_due(state: State | None) -> datetime:
    """From when on outages can matter to a state. Raises Wanted where there is none."""
    if state is None:
        raise Wanted
    due = min(x.due for x in state.duties.values() if x.owed)
    return start_of(due + timedelta(days=1)) - timedelta(minutes=1)


def regime_for(state: State | None, command: Command) -> Regime:
    """The measure by which a command to a stream is decided."""
    moves = isinstance(command, ChangeRegime)  # decided by the measure it moves to
    pinned = None if moves else getattr(state, "regime", None)
    ref = pinned or getattr(command, "regime", None)
    if ref is None:  # calendars, meetings and the service are decided by no measure
        return next(iter(shipped().values()))
    return named(ref)
