"""Who stands in the year's list: what is told to it of a single project, and what that changes."""

from datetime import date
from typing import TYPE_CHECKING, Literal

from domain.base import Command, Event, ShortText, Value

if TYPE_CHECKING:
    from domain.programme.state import Programme

What = Literal["adjusted", "suspended", "resumed", "terminated", "carried_over"]


class NoteChange(Command):
    """A project of the list was changed by a decision."""

    project: ShortText
    what: What
    number: int
    """The project's own count of such changes."""
    document: ShortText
    on: date
    successor: ShortText | None = None
    """The item that takes its place in the list."""


class TakeOver(Command):
    """A project goes on in this list, carried over from the year before."""

    project: ShortText
    before: ShortText
    document: ShortText


class ProjectChangeNoted(Event):
    """The list knows of a project's change."""

    project: str
    what: What
    number: int
    document: str
    on: date
    successor: str | None


class ProjectTakenOver(Event):
    """The list has one more project, with its own history."""

    project: str
    before: str
    document: str


class Noted(Value):
    """A change that the list knows of."""

    project: str
    what: What
    number: int


ListCommand = NoteChange | TakeOver
ListEvent = ProjectChangeNoted | ProjectTakenOver


def noted(state: "Programme", event: ListEvent) -> dict[str, object]:
    """What of the list is new after the event."""
    match event:
        case ProjectTakenOver():
            return {"projects": (*state.projects, event.project)}
        case ProjectChangeNoted():
            mark = Noted(project=event.project, what=event.what, number=event.number)
            found: dict[str, object] = {"noted": (*state.noted, mark)}
    if event.successor is not None and event.successor not in state.projects:
        found["projects"] = (*state.projects, event.successor)
    return found
