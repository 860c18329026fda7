"""The commands of the adjustment track, each to its function."""

from collections.abc import Sequence
from typing import assert_never

from domain.given import Given
from domain.project.changes import asking, breach, carrying, resuming, settling
from domain.project.changes.messages import (
    CarryOver,
    ChangeCommand,
    DecideChange,
    RecordMinorChange,
    RequestChange,
    ResumeProject,
    SettleBreach,
)
from domain.project.messages import ProjectEvent
from domain.project.state import Project


def decide_change(state: Project, command: ChangeCommand, given: Given) -> Sequence[ProjectEvent]:
    """The events of such a command; the same thing twice gives none."""
    match command:
        case RequestChange():
            return asking.request(state, command, given)
        case RecordMinorChange():
            return asking.minor(state, command, given)
        case DecideChange():
            return settling.settle(state, command, given)
        case ResumeProject():
            return resuming.resume(state, command, given)
        case SettleBreach():
            return breach.settle(state, command, given)
        case CarryOver():
            return carrying.carry_over(state, command, given)
    assert_never(command)
