"""Which dates a notice, a meeting or another change would move, told without writing anything."""

from collections.abc import Iterable, Mapping
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
from ledger.dry_run import Effect

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
    obligor: str
    called_late: bool
    """Whether somebody was already called overdue for it."""


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


def shifts_of(effects: Iterable[Effect]) -> list[Shift]:
    """Every date that these effects would move, bring or take away."""
    return [
        shift
        for x in effects
        for event in x.events
        if (shift := _shift(x.stream, getattr(x.before, "duties", {}), event)) is not None
    ]


def _shift(stream: str, duties: Mapping[str, Duty], event: Event) -> Shift | None:
    if isinstance(event, DutyScheduled):
        terms = event.terms
        return Shift(
            stream, event.duty, event.zh, None, terms.due, terms.settled, event.obligor, False
        )
    if not isinstance(event, DutyRedated | DutyVoided):
        return None
    known = duties[event.duty]
    whose = (known.obligor, known.overdue)
    if isinstance(event, DutyVoided):
        return Shift(stream, known.id, known.zh, known.due, None, True, *whose)
    was = None if known.closed else known.due
    terms = event.terms
    return Shift(stream, known.id, known.zh, was, terms.due, terms.settled, *whose)
