"""What moving a year to another measure would change, told without writing anything."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain import streams
from domain.base import Event
from domain.duty import Duty
from domain.duty_events import DutyRedated, DutyRestated, DutyScheduled, DutyVoided
from domain.given import Actor, Given
from domain.names import PROJECT, stream_id
from domain.programme.state import Programme
from domain.regime_change import ChangeRegime
from domain.regimes import named

if TYPE_CHECKING:
    from ledger.door import Ledger


class Shift(NamedTuple):
    """One duty that would change."""

    stream: str
    duty: str
    zh: str
    kind: str
    """gone, new, redated or restated."""
    was: date | None
    due: date | None
    obligor: str
    obligee: str


async def preview_regime(
    ledger: "Ledger", stream: str, command: ChangeRegime, actor: Actor
) -> list[Shift]:
    """Every duty of the programme and of its projects that the decision would change.

    Raises what the decision itself would be refused for.
    """
    programme = (await ledger.standing(stream)).state
    shifts = await _of(ledger, stream, command, actor)
    if isinstance(programme, Programme):
        for project in programme.here:
            shifts += await _of(ledger, stream_id(PROJECT, project), command, actor)
    return shifts


async def _of(ledger: "Ledger", stream: str, command: ChangeRegime, actor: Actor) -> list[Shift]:
    standing = await ledger.standing(stream)
    now, state = standing.now, standing.state
    async with ledger.pool.read() as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        calendar = await ledger.calendar.at(connection, version)
    given = Given(actor, now, now, calendar, named(command.regime))
    events = streams.decide(stream, state, command, given)
    told = (_shift(stream, state.duties, x) for x in events)
    return [x for x in told if x is not None]


def _shift(stream: str, duties: Mapping[str, Duty], event: Event) -> Shift | None:
    match event:
        case DutyScheduled(duty=name, terms=terms, obligor=owes, obligee=owed):
            return Shift(stream, name, event.zh, "new", None, terms.due, owes, owed)
        case DutyVoided(duty=name):
            old = duties[name]
            return Shift(stream, name, old.zh, "gone", old.due, None, old.obligor, old.obligee)
        case DutyRedated(duty=name, terms=terms):
            old = duties[name]
            return Shift(
                stream, name, old.zh, "redated", old.due, terms.due, old.obligor, old.obligee
            )
        case DutyRestated(duty=name, obligor=owes, obligee=owed):
            due = duties[name].due
            return Shift(stream, name, event.zh, "restated", due, due, owes, owed)
        case _:
            return None
