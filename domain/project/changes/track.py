"""What the record keeps of a project's changes: small, and enough to decide on the next one."""

from datetime import date
from decimal import Decimal

from domain.base import Value
from domain.calendar import day_of
from domain.duty_events import DutyFiled
from domain.forms import Claim, WorkPlan
from domain.project.card import Card, Target
from domain.project.changes.messages import (
    BaselineSet,
    BreachSettled,
    ChangeApproved,
    ChangeEvent,
    ChangeRefused,
    ChangeRequested,
    Kind,
    MinorChangeRecorded,
    ProjectCarriedOver,
    ProjectResumed,
    ProjectSuspended,
    ProjectTerminated,
    Proposed,
    Revised,
)
from domain.regimes.model import Form


class Change(Value):
    """One request and what was decided on it."""

    number: int
    kind: Kind
    proposed: Proposed | None
    """What waits for a decision; None once it is taken: the events say it for ever."""
    approved: bool | None = None
    document: str | None = None
    on: date | None = None


class Baseline(Value):
    """A baseline after the vote's own, as differences from the one before."""

    number: int
    document: str
    """The decision that made it, and so ended the one before."""
    on: date
    targets: tuple[Revised, ...]
    dropped: tuple[int, ...]
    planned_completion: date | None
    investment_wan: Decimal | None


class Plan(Value):
    """Of the work plan: the completion day, and the days of its milestones."""

    planned_completion: date
    milestones: tuple[date, ...] = ()


class Actual(Value):
    """What was built of one sub-project, as claimed or as seen afterwards."""

    subproject: int
    actual: Decimal


class Claimed(Value):
    """A completion claim, reduced to what completion needs."""

    on: date
    actuals: tuple[Actual, ...]


class Year(Value):
    """A year that the project was carried over from."""

    programme: str
    document: str
    on: date


class Track(Value):
    """Everything that decisions and claims changed since the vote."""

    changes: tuple[Change, ...] = ()
    minor: int = 0
    baselines: tuple[Baseline, ...] = ()
    filed_plan: Plan | None = None
    plan: Plan | None = None
    filed_claim: Claimed | None = None
    claim: Claimed | None = None
    breached: tuple[int, ...] = ()
    suspended: date | None = None
    terminated: date | None = None
    years: tuple[Year, ...] = ()
    programme: str | None = None
    """The list it stands in since it was carried over; None for the card's own."""

    @property
    def pending(self) -> Change | None:
        """The request that waits for a decision."""
        return next((x for x in self.changes if x.approved is None), None)

    @property
    def last_suspension(self) -> int:
        """The number of the request by which it was suspended last; 0 where it never was."""
        found = (x.number for x in self.changes if x.kind is Kind.SUSPEND and x.approved)
        return max(found, default=0)

    @property
    def dropped(self) -> frozenset[int]:
        """Sub-projects that a decision took out."""
        return frozenset(n for x in self.baselines for n in x.dropped)

    @property
    def planned_completion(self) -> date | None:
        """T as decided or planned last; None where only the card may say it."""
        decided = [x.planned_completion for x in self.baselines if x.planned_completion]
        if decided:
            return decided[-1]
        return self.plan.planned_completion if self.plan else None

    def targets(self, card: Card) -> dict[int, Target | None]:
        """The targets that hold, by sub-project; dropped ones are left out."""
        found = {x.no: x.target for x in card.subprojects}
        for baseline in self.baselines:
            found.update({x.subproject: x.target for x in baseline.targets})
        return {no: x for no, x in found.items() if no not in self.dropped}

    def money(self, card: Card) -> Decimal | None:
        """The money that holds, in 万元."""
        decided = [x.investment_wan for x in self.baselines if x.investment_wan is not None]
        return decided[-1] if decided else card.investment_wan


def evolve_track(track: Track, event: ChangeEvent) -> Track:
    """The track after the event."""
    return track.model_copy(update=_changed(track, event))


def _changed(track: Track, event: ChangeEvent) -> dict[str, object]:
    match event:
        case ChangeRequested():
            asked = Change(number=event.number, kind=event.kind, proposed=event.proposed)
            return {"changes": (*track.changes, asked)}
        case ChangeApproved() | ChangeRefused():
            return {"changes": tuple(_decided(x, event) for x in track.changes)}
        case BaselineSet():
            return {"baselines": (*track.baselines, _baseline(event))}
        case ProjectSuspended():
            return {"suspended": event.on}
        case ProjectResumed():
            return {"suspended": None}
        case ProjectTerminated():
            return {"terminated": event.on, "suspended": None}
        case MinorChangeRecorded():
            return {"minor": event.number}
        case BreachSettled():
            left = tuple(x for x in track.breached if x != event.subproject)
            return {"breached": left, **_seen(track, event)}
        case ProjectCarriedOver():
            return _next_year(track, event)


def _next_year(track: Track, event: ProjectCarriedOver) -> dict[str, object]:
    year = Year(programme=event.before, document=event.ruling.document, on=event.ruling.on)
    return {
        "years": (*track.years, year),
        "programme": event.programme,
        "suspended": None,
        "filed_claim": None,
        "claim": None,
    }


def _decided(change: Change, event: ChangeApproved | ChangeRefused) -> Change:
    if change.number != event.number:
        return change
    decided = {
        "proposed": None,
        "approved": isinstance(event, ChangeApproved),
        "document": event.ruling.document,
        "on": event.ruling.on,
    }
    return change.model_copy(update=decided)


def _baseline(event: BaselineSet) -> Baseline:
    return Baseline(
        number=event.baseline,
        document=event.document,
        on=event.on,
        targets=event.targets,
        dropped=event.dropped,
        planned_completion=event.planned_completion,
        investment_wan=event.investment_wan,
    )


def _seen(track: Track, event: BreachSettled) -> dict[str, object]:
    if event.actual is None or track.claim is None:
        return {}
    others = tuple(x for x in track.claim.actuals if x.subproject != event.subproject)
    found = Actual(subproject=event.subproject, actual=event.actual)
    return {"claim": track.claim.model_copy(update={"actuals": (*others, found)})}


def filed(track: Track, event: DutyFiled) -> Track:
    """The track after a work plan or a claim was filed; it counts when it is accepted."""
    match event.filing:
        case WorkPlan() as plan:
            days = tuple(sorted({x.by for x in plan.milestones}))
            plan_kept = Plan(planned_completion=plan.planned_completion, milestones=days)
            return track.model_copy(update={"filed_plan": plan_kept})
        case Claim() as claim:
            actuals = tuple(
                Actual(subproject=x.subproject, actual=x.actual)
                for x in claim.rows
                if x.actual is not None
            )
            kept = Claimed(on=day_of(event.received_at), actuals=actuals)
            return track.model_copy(update={"filed_claim": kept})
        case _:
            return track


def accepted(track: Track, form: Form) -> Track:
    """The track after that filing was accepted."""
    match form:
        case Form.WORK_PLAN if track.filed_plan is not None:
            return track.model_copy(update={"plan": track.filed_plan, "filed_plan": None})
        case Form.CLAIM if track.filed_claim is not None:
            return track.model_copy(update={"claim": track.filed_claim, "filed_claim": None})
        case _:
            return track
