"""What is decided on what somebody outside the units saw or read of a list's projects."""

from collections.abc import Sequence
from typing import assert_never

from domain.circular import noting
from domain.circular.messages import ReadCircular
from domain.given import Given
from domain.programme.inspecting import record_tour
from domain.programme.inspections import RecordTour
from domain.programme.messages import ProgrammeEvent, SeenCommand
from domain.programme.state import Programme


def decide_seen(state: Programme, command: SeenCommand, given: Given) -> Sequence[ProgrammeEvent]:
    """The events of such a command. Raises `domain.refusals`."""
    match command:
        case RecordTour():
            return record_tour(state, command, given)
        case ReadCircular():
            return noting.read(state, command, given)
    assert_never(command)
