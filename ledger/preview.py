"""What publishing a holiday notice would change, told without writing anything."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain import streams
from domain.base import Event
from domain.calendar import Notice
from domain.duty import Duty
from domain.duty_commands import Rebase
from domain.duty_events import DutyRedated, DutyScheduled, DutyVoided
from domain.given import SYSTEM, Given
from domain.regimes import named

if TYPE_CHECKING:
    from ledger.door import Ledger


class Shift(NamedTuple):
    """One date that would change; `due` is None where the duty would fall away."""

    stream: str
    duty: str
    zh: str
    was: date | None
    due: date | None
    settled: bool
    """Whether the new date is final."""


async def preview_notice(ledger: "Ledger", notice: Notice) -> list[Shift]:
    """Every date of every open stream that the notice would move or settle."""
    async with ledger.pool.read() as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        calendar = (await ledger.calendar.at(connection, version)).publish(notice)
    command = Rebase(because=notice.source, reference=f"calendar:{calendar.version}")
    shifts: list[Shift] = []
    for found in await ledger.open_streams():
        standing = await ledger.standing(found.stream)
        now, state = standing.now, standing.state
        given = Given(SYSTEM, now, now, calendar, named(state.regime))
        events = streams.decide(found.stream, state, command, given)
        told = (_shift(found.stream, state.duties, x) for x in events)
        shifts += [x for x in told if x is not None]
    return shifts


def _shift(stream: str, duties: Mapping[str, Duty], event: Event) -> Shift | None:
    match event:
        case DutyRedated(duty=name, terms=terms):
            known = duties[name]
            return Shift(stream, name, known.zh, known.due, terms.due, terms.settled)
        case DutyVoided(duty=name):
            return Shift(stream, name, duties[name].zh, duties[name].due, None, True)
        case DutyScheduled(duty=name, terms=terms):
            return Shift(stream, name, event.zh, None, terms.due, terms.settled)
        case _:
            return None
