"""What is decided on what somebody outside the unit saw or read of a project."""

from collections.abc import Sequence
from typing import assert_never

from domain.circular import noting
from domain.circular.messages import NoteCircular
from domain.given import Given
from domain.project import inspecting
from domain.project.inspections import CorrectInspection, NoteVisit, RecordInspection
from domain.project.messages import ProjectEvent, SeenCommand
from domain.project.state import Project


def decide_seen(state: Project, command: SeenCommand, given: Given) -> Sequence[ProjectEvent]:
    """The events of such a command. Raises `domain.refusals`."""
    match command:
        case RecordInspection():
            return inspecting.record(state, command, given)
        case NoteVisit():
            return inspecting.note(state, command, given)
        case CorrectInspection():
            return inspecting.correct(state, command, given)
        case NoteCircular():
            return noting.note(state, command, given)
    assert_never(command)
