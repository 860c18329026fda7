"""What a decision on one project means for its list, and for the item that takes its place."""

from collections.abc import Sequence
from datetime import date

from domain.base import Command, Event
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.listing import NoteChange, TakeOver, What
from domain.project.changes.messages import (
    BaselineSet,
    ProjectCarriedOver,
    ProjectResumed,
    ProjectSuspended,
    ProjectTerminated,
)
from domain.project.messages import AdoptProject
from domain.project.state import Project

Note = tuple[str, Command]
"""A stream, and the command that is owed to it."""


def list_notes(state: Project, event: Event) -> Sequence[Note]:
    """The list takes note of what was decided on one of its projects."""
    match event:
        case BaselineSet(change=number, document=document, on=on):
            return [_noted(state, "adjusted", number, document, on)]
        case ProjectSuspended(change=number, document=document, on=on):
            return [_noted(state, "suspended", number, document, on)]
        case ProjectResumed(document=document, on=on):
            return [_noted(state, "resumed", state.track.last_suspension, document, on)]
        case ProjectTerminated(change=number, document=document, on=on, successor=None):
            return [_noted(state, "terminated", number, document, on)]
        case ProjectTerminated():
            return _replaced(state, event)
        case ProjectCarriedOver():
            return _carried(state, event)
        case _:
            return []


def _replaced(state: Project, event: ProjectTerminated) -> Sequence[Note]:
    card = event.successor
    assert card is not None
    adopted = AdoptProject(
        card=card,
        regime=state.regime,
        vote=event.on,
        next_session=state.anchors.next_session,
        session_assumed=state.anchors.session_assumed,
        replaces=state.card.id,
    )
    noted = NoteChange(
        project=state.card.id,
        what="terminated",
        number=event.change,
        document=event.document,
        on=event.on,
        successor=card.id,
    )
    return [(stream_id(PROJECT, card.id), adopted), (stream_id(PROGRAMME, state.programme), noted)]


def _carried(state: Project, event: ProjectCarriedOver) -> Sequence[Note]:
    document, number = event.ruling.document, len(state.track.years)
    noted = NoteChange(
        project=state.card.id,
        what="carried_over",
        number=number,
        document=document,
        on=event.ruling.on,
    )
    taken = TakeOver(project=state.card.id, before=event.before, document=document)
    return [
        (stream_id(PROGRAMME, event.before), noted),
        (stream_id(PROGRAMME, event.programme), taken),
    ]


def _noted(state: Project, what: What, number: int, document: str, on: date) -> Note:
    command = NoteChange(project=state.card.id, what=what, number=number, document=document, on=on)
    return (stream_id(PROGRAMME, state.programme), command)
