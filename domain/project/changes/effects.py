"""What an approved change means: a new baseline, a stop, other dates, and duties of its own."""

from collections.abc import Sequence
from datetime import date

from domain import agenda
from domain.duty import Counted, Duty
from domain.duty_events import DutyEvent, DutyPaused, DutyRedated, DutyScheduled, DutyVoided
from domain.given import Given
from domain.project.changes.breach import settled_by
from domain.project.changes.messages import (
    BaselineSet,
    ChangeApproved,
    Kind,
    ProjectSuspended,
    ProjectTerminated,
)
from domain.project.changes.track import Change
from domain.project.messages import ProjectEvent
from domain.project.state import Project, evolve
from domain.regimes.model import Form, Scope
from domain.regimes.when import Trigger
from domain.scheduling import schedule_after, terms_of
from domain.terms import Term

Events = Sequence[ProjectEvent]


def consequences(state: Project, change: Change, said: ChangeApproved, given: Given) -> Events:
    """Everything that follows from the approval, the duties it calls into being last."""
    match change.kind:
        case Kind.SUSPEND:
            events, trigger = suspend(state, change, said, given), Trigger.SUSPENDED
        case Kind.TERMINATE | Kind.REPLACE:
            events, trigger = terminate(state, change, said, given), Trigger.TERMINATED
        case _:
            events, trigger = rebaseline(state, change, said, given), Trigger.ADJUSTED
    return [*events, *called_by(state, trigger, change.number, given)]


def called_by(state: Project, trigger: Trigger, number: int, given: Given) -> list[DutyScheduled]:
    """The duties that the measure ties to that fact, one set for each time it happens."""
    new = schedule_after(
        given.regime,
        Scope.PROJECT,
        trigger,
        given.today,
        state.owners,
        given.calendar,
        instance=str(number),
    )
    return [x for x in new if x.duty not in state.duties]


def rebaseline(state: Project, change: Change, said: ChangeApproved, given: Given) -> Events:
    """vN+1: the values change, breaches they cover are settled, dates that hang on T move."""
    proposed = change.proposed
    assert proposed is not None
    baseline = BaselineSet(
        baseline=state.baseline + 1,
        change=change.number,
        document=said.ruling.document,
        on=said.ruling.on,
        targets=proposed.targets,
        dropped=proposed.dropped,
        planned_completion=proposed.planned_completion,
        investment_wan=proposed.investment_wan,
    )
    events: list[ProjectEvent] = [baseline]
    events += settled_by(evolve(state, baseline), said.ruling.document, given)
    if proposed.planned_completion is not None:
        events += _follow(state, proposed.planned_completion, said.ruling.document, given)
    return events


def suspend(state: Project, change: Change, said: ChangeApproved, given: Given) -> Events:
    """暂缓: what hangs on the completion day pauses, reports are still due."""
    assert change.proposed is not None
    number, document = change.number, said.ruling.document
    stop = ProjectSuspended(
        change=number, document=document, on=said.ruling.on, until=change.proposed.until
    )
    events: list[ProjectEvent] = [stop]
    for owed in on_completion(state):
        late, duty = agenda.kept_so_far(owed, given)
        left = given.calendar.workdays_between(given.today, duty.due)
        paused = DutyPaused(
            duty=duty.id,
            working_days_left=max(0, left),
            because=f"项目于 {said.ruling.on} 决定暂缓",
            reference=document,
        )
        events += [*late, paused]
    return events


def terminate(state: Project, change: Change, said: ChangeApproved, given: Given) -> Events:
    """终止: what is owed falls away, except reports whose time has begun."""
    assert change.proposed is not None
    document = said.ruling.document
    stop = ProjectTerminated(
        change=change.number,
        document=document,
        on=said.ruling.on,
        successor=change.proposed.successor,
    )
    because = f"项目已依 {document} 终止"
    return [
        *agenda.keep(state.duties, given),  # what is late by now stays late
        stop,
        *(
            DutyVoided(duty=x.id, because=because)
            for x in state.duties.values()
            if x.closed is None and not x.accepted and not _reports(x, given.today)
        ),
    ]


def resumed(duty: Duty, document: str, given: Given) -> DutyRedated:
    """The duty's time runs again, with the days that were left."""
    days = max(given.regime.filing.rearm_at_least, duty.paused or 0)
    counted = Counted(since=given.today, term=Term.parse(f"{days}wd"))
    return DutyRedated(
        duty=duty.id,
        revision=duty.revision + 1,
        terms=terms_of(counted, given.today, given.regime, given.calendar),
        because=f"项目恢复实施，接续暂缓时剩余的 {duty.paused or 0} 个工作日",
        reference=document,
    )


def on_completion(state: Project) -> list[Duty]:
    """Duties still owed that hang on the project's completion day: its claim, its milestones."""
    return [x for x in state.duties.values() if x.owed and x.form is Form.CLAIM]


def _reports(duty: Duty, today: date) -> bool:
    return duty.form is Form.REPORT and duty.opens <= today


def _follow(state: Project, finish: date, document: str, given: Given) -> list[DutyEvent]:
    """The claim is due by the new day where that is later than its present date."""
    events: list[DutyEvent] = []
    for owed in on_completion(state):
        if finish <= owed.due:
            continue
        counted = Counted(since=finish, term=Term.parse("0d"))
        late, duty = agenda.kept_so_far(owed, given)
        events += [
            *late,
            DutyRedated(
                duty=duty.id,
                revision=duty.revision + 1,
                terms=terms_of(counted, given.today, given.regime, given.calendar),
                because=f"完成时间经批准调整为 {finish}",
                reference=document,
            ),
        ]
    return events
