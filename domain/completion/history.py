"""A project's history, asked for what was said last about a thing, and where it stands."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

from domain.base import Event
from domain.completion.entry import Source, Sourced, Told
from domain.duty_events import DutyAccepted, DutyFiled
from domain.project.changes.messages import ProjectCarriedOver
from domain.project.messages import ProjectAdopted
from domain.project.state import Project, evolve


class History:
    """The events of one project up to the end of the year that is asked about."""

    def __init__(self, told: Iterable[Told], programme: str | None) -> None:
        self.told: Sequence[Told] = _until(tuple(told), programme)
        assert isinstance(self.told[0].event, ProjectAdopted), "the first event is the adoption"
        start: Any = None
        events: Iterable[Any] = (x.event for x in self.told)
        self.state: Project = reduce(evolve, events, start)
        self.ever = self._accepted()
        """Every accepted filing, in the order of acceptance."""
        since = self._year_began(programme)
        self.accepted = [x for x in self.ever if x[0].version > since]
        """Those of the year that is asked about."""

    def last(self, *kinds: type[Event]) -> Told | None:
        """The last event of these kinds."""
        return next((x for x in reversed(self.told) if isinstance(x.event, kinds)), None)

    def filing(self, form: type[Any]) -> tuple[Told, DutyFiled] | None:
        """The year's last accepted filing of that form."""
        return next((x for x in reversed(self.accepted) if isinstance(x[1].filing, form)), None)

    def _accepted(self) -> list[tuple[Told, DutyFiled]]:
        waiting: dict[str, tuple[Told, DutyFiled]] = {}
        found: list[tuple[Told, DutyFiled]] = []
        for x in self.told:
            match x.event:
                case DutyFiled() as filed:
                    waiting[filed.duty] = (x, filed)
                case DutyAccepted(duty=duty) if duty in waiting:
                    found.append(waiting[duty])
        return found

    def _year_began(self, programme: str | None) -> int:
        carried = [
            x.version
            for x in self.told
            if isinstance(x.event, ProjectCarriedOver) and x.event.before != programme
        ]
        return max(carried, default=0)


def _until(told: tuple[Told, ...], programme: str | None) -> tuple[Told, ...]:
    for n, x in enumerate(told):
        if isinstance(x.event, ProjectCarriedOver) and x.event.before == programme:
            return told[: n + 1]
    return told


def source(told: Told) -> Source:
    """How that event is found again."""
    kind = type(told.event).__name__
    return Source(version=told.version, id=told.id, hash=told.hash, type=kind)


def said(value: Any, told: Told) -> Sourced[Any]:
    """A figure with the event that said it."""
    return Sourced(value=value, source=source(told))


def said_if(value: Any, told: Told) -> Sourced[Any] | None:
    """The same, or None where nothing was said."""
    return None if value is None else said(value, told)
