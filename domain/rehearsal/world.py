"""The record of a rehearsal: streams in memory, behind the same `decide` and `evolve`."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain import streams
from domain.base import Command, Event
from domain.calendar import Calendar
from domain.given import SYSTEM, Actor, Given
from domain.processes import follow_ups
from domain.regime_change import ChangeRegime
from domain.regimes import named
from domain.regimes.model import Regime


class Said(NamedTuple):
    """One command as it was told."""

    stream: str
    command: Command
    actor: Actor
    at: datetime


class World:
    """Every stream's state, and the one way to change it."""

    def __init__(self, regime: Regime, calendar: Calendar) -> None:
        self.regime = regime
        self.calendar = calendar
        self.states: dict[str, streams.State] = {}
        self.said: list[Said] = []
        """Every command in the order it was told, without those that follow from it."""

    def _measure(self, stream: str, command: Command) -> Regime:
        """By which measure it is decided: a change by the one moved to, all else by the pinned."""
        ref = getattr(self.states.get(stream), "regime", None)
        ref = command.regime if isinstance(command, ChangeRegime) else ref
        return self.regime if ref in (None, self.regime.ref) else named(ref)

    def tell(self, stream: str, command: Command, actor: Actor, at: datetime) -> Sequence[Event]:
        """Carries out a command, and those owed to other streams because of it.

        Raises what `decide` raises: a refusal, or OutsideCalendar at the end of the calendar.
        """
        events = self.carry_out(stream, command, actor, at)
        self.said.append(Said(stream, command, actor, at))
        return events

    def carry_out(
        self, stream: str, command: Command, actor: Actor, at: datetime
    ) -> Sequence[Event]:
        """The command and what is owed because of it, said nowhere."""
        given = Given(
            actor=actor,
            received_at=at,
            now=at,
            calendar=self.calendar,
            regime=self._measure(stream, command),
            outages=(),
        )
        events = streams.decide(stream, self.states.get(stream), command, given)
        for event in events:
            self.states[stream] = streams.evolve(stream, self.states.get(stream), event)
        for event in events:
            for owed in follow_ups(self.states[stream], event):
                self.carry_out(owed.stream, owed.command, SYSTEM, at)
        return events
