"""What changes of single projects mean for the year's list: who is still in it, who came in.

The project decides; the list takes note, so that its ballots, its completion report and the
duties that are one artefact for all projects know of it (rulebook A4, A5).
"""

from collections.abc import Sequence
from typing import assert_never

from domain.duty_events import DutyScheduled
from domain.given import Given
from domain.programme.listing import (
    ListCommand,
    NoteChange,
    Noted,
    ProjectChangeNoted,
    ProjectTakenOver,
    TakeOver,
)
from domain.programme.state import OWNERS, Programme
from domain.refusals import Contradicted
from domain.regimes.model import Scope
from domain.regimes.when import Trigger
from domain.scheduling import schedule_after


def decide_list(
    state: Programme, command: ListCommand, given: Given
) -> Sequence[ProjectChangeNoted | ProjectTakenOver | DutyScheduled]:
    """The events of such a command; the same thing twice gives none."""
    match command:
        case NoteChange():
            return note(state, command, given)
        case TakeOver():
            return take_over(state, command)
    assert_never(command)


def note(
    state: Programme, c: NoteChange, given: Given
) -> Sequence[ProjectChangeNoted | DutyScheduled]:
    """Taken note of, with the duties that the measure ties to it. Raises Contradicted."""
    if c.project not in state.projects:
        raise Contradicted(f"清单中没有项目 {c.project}。", f"{c.project} is not in this list.")
    if Noted(project=c.project, what=c.what, number=c.number) in state.noted:
        return []
    noted = ProjectChangeNoted(**{x: getattr(c, x) for x in type(c).model_fields})
    instance = str(len(state.noted) + 1)
    called = schedule_after(
        given.regime,
        Scope.PROGRAMME,
        Trigger(c.what),
        given.today,
        OWNERS,
        given.calendar,
        instance,
    )
    return [noted, *(x for x in called if x.duty not in state.duties)]


def take_over(state: Programme, c: TakeOver) -> Sequence[ProjectTakenOver]:
    """One more project. Raises Contradicted for a year that is closed."""
    if c.project in state.projects:
        return []
    if state.closed:
        raise Contradicted("该年度已经办结，不能再列入项目。", "this year is closed.")
    return [ProjectTakenOver(project=c.project, before=c.before, document=c.document)]
