"""Progress reports reduced to what lights need: lag, missed milestones, a start not made."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.base import Value, unchecked
from domain.calendar import day_of
from domain.duty import Duty
from domain.duty_events import DutyFiled
from domain.forms import Progress, WorkPlan


class Lag(Value):
    """One progress report: the worst lag of its sub-projects, the worst of its milestones."""

    period: str
    points: Decimal
    """Planned minus claimed, in percentage points; negative when ahead."""
    claimed: Decimal = Decimal(0)
    """The claimed share of the sub-project that lags most, in percent."""
    started: bool
    accepted: bool = False
    milestone: str | None = None
    """The step of the plan that was missed by most, on the day of the report."""
    milestone_late: int = 0
    """By how many calendar days."""
    start_missed: bool = False
    """The planned month of start has passed, nothing was begun, and no reason is given."""


class Planned(Value):
    """A step of the work plan, and the period whose report said that it is reached."""

    name: str
    by: date
    reached: str | None = None


class Course(Value):
    """What the plan promised and the reports said so far."""

    start: date | None = None
    milestones: tuple[Planned, ...] = ()
    lags: tuple[Lag, ...] = ()

    @property
    def told(self) -> tuple[Lag, ...]:
        """The reports that count: the accepted ones, by period."""
        return tuple(x for x in self.lags if x.accepted)


def planned(course: Course, plan: WorkPlan) -> Course:
    """The course under a plan; what was reached under an older one stays reached."""
    reached = {x.name: x.reached for x in course.milestones}
    steps = tuple(
        Planned(name=x.name, by=x.by, reached=reached.get(x.name)) for x in plan.milestones
    )
    return course.model_copy(update={"start": plan.planned_start, "milestones": steps})


def reported(course: Course, duty: Duty, event: DutyFiled) -> Course:
    """The course with a report in it; a newer report of the same period takes its place."""
    assert isinstance(event.filing, Progress)
    period = duty.period or duty.id
    steps = tuple(
        x.model_copy(update={"reached": period})
        if x.reached is None and x.name in event.filing.reached
        else x
        for x in course.milestones
    )
    lag = _lag(course.start, steps, period, event)
    others = [x for x in course.lags if x.period != period]
    lags = tuple(sorted([*others, lag], key=lambda x: x.period))
    return course.model_copy(update={"milestones": steps, "lags": lags})


def returned(course: Course, duty: Duty) -> Course:
    """A report that was returned reached nothing."""
    period = duty.period or duty.id
    if all(x.reached != period for x in course.milestones):
        return course
    steps = tuple(
        x.model_copy(update={"reached": None}) if x.reached == period else x
        for x in course.milestones
    )
    return course.model_copy(update={"milestones": steps})


def accepted(course: Course, duty: Duty) -> Course:
    """The report counts."""
    period = duty.period or duty.id
    lags = tuple(
        x.model_copy(update={"accepted": True}) if x.period == period else x for x in course.lags
    )
    return course.model_copy(update={"lags": lags})


def _lag(start: date | None, steps: Sequence[Planned], period: str, event: DutyFiled) -> Lag:
    assert isinstance(event.filing, Progress)
    rows = event.filing.rows
    on = (
        day_of(event.received_at) if steps or start else date.min
    )  # nothing planned, nothing missed
    started = any(x.claimed > 0 for x in rows)
    missed = [x for x in steps if x.reached is None and x.by < on]
    worst = min(missed, key=lambda x: (x.by, x.name), default=None)
    passed = start is not None and (start.year, start.month) < (on.year, on.month)
    most = max(rows, key=lambda x: x.planned - x.claimed)
    lag = {
        "period": period,
        "points": most.planned - most.claimed,
        "claimed": most.claimed,
        "started": started,
        "accepted": False,
        "milestone": worst.name if worst else None,
        "milestone_late": (on - worst.by).days if worst else 0,
        "start_missed": passed and not started and not any(x.note for x in rows),
    }
    return unchecked(Lag, lag)
