"""What a command would mean, for its own stream and for all others, told without writing.

The same `decide`, the same follow-ups, on the streams as they stand; nobody is locked, so that
what is told here can be overtaken by what is recorded meanwhile.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from domain import streams
from domain.base import Command, Event
from domain.calendar import Calendar
from domain.given import SYSTEM, Actor, Given
from domain.processes import follow_ups
from domain.refusals import Unknown
from domain.streams import State
from ledger.deciding import fold, regime_for

if TYPE_CHECKING:
    from ledger.door import Ledger


class Effect(NamedTuple):
    """What one command would record in one stream."""

    stream: str
    before: State | None
    after: State
    events: Sequence[Event]


async def dry_run(
    ledger: "Ledger", stream: str, command: Command, actor: Actor
) -> Sequence[Effect]:
    """The command's effects, its own stream first. Raises what the domain refuses, there or in a
    stream that follows."""
    return await dry_runs(ledger, [(stream, command)], actor)


async def dry_runs(
    ledger: "Ledger", commands: Sequence[tuple[str, Command]], actor: Actor
) -> Sequence[Effect]:
    """The effects of several commands, one told after the other. Raises as `dry_run`."""
    async with ledger.pool.read() as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        calendar = await ledger.calendar.at(connection, version)
    run = _Run(ledger, calendar)
    return [x for stream, command in commands for x in await run.tell(stream, command, actor)]


class _Run:
    """The streams as they would be."""

    def __init__(self, ledger: "Ledger", calendar: Calendar) -> None:
        self.ledger = ledger
        self.calendar = calendar
        self.states: dict[str, State | None] = {}

    async def tell(self, stream: str, command: Command, actor: Actor) -> list[Effect]:
        before = await self._state(stream)
        now = await self.ledger.now()
        given = Given(actor, now, now, self.calendar, regime_for(before, command), outages=())
        events = streams.decide(stream, before, command, given)
        after = fold(stream, before, events)
        if after is None or not events:
            return []
        self.states[stream] = after
        effects = [Effect(stream, before, after, events)]
        for event in events:
            for owed in follow_ups(after, event):
                if await self._state(owed.stream) is not None:
                    effects += await self.tell(owed.stream, owed.command, SYSTEM)
        return effects

    async def _state(self, stream: str) -> State | None:
        if stream not in self.states:
            try:
                self.states[stream] = (await self.ledger.standing(stream)).state
            except Unknown:
                self.states[stream] = None
        return self.states[stream]
