"""What an obligor who is not silent files in a rehearsal: plausible, complete, marked as such."""

from datetime import date, timedelta
from typing import assert_never

from domain.base import Command
from domain.calendar import start_of
from domain.duty import Duty
from domain.duty_commands import FileDuty
from domain.forms import (
    BookSeen,
    Claim,
    ClaimRow,
    Consultation,
    Counts,
    Evaluation,
    Evidence,
    Filing,
    Film,
    InspectionFiling,
    ItemCounts,
    Present,
    Progress,
    ProgressRow,
    Proposal,
    Reading,
    RegisterCheck,
    Remedy,
    Report,
    SpotCheck,
    Verification,
    WorkPlan,
)
from domain.programme.inspections import RecordTour, Tour
from domain.programme.state import Programme
from domain.project.inspections import InspectionKind, RecordInspection, Visit
from domain.project.messages import Card
from domain.project.state import Project
from domain.regimes.model import Form
from domain.regimes.slowness import PARTICIPANT_ZH, Participant
from domain.streams import State

NOTE = "（演练）"
_ROLL = 100
_NUMBER = "rehearsal"
_BOOKS = (BookSeen(book=_NUMBER, complete=True),)
_PHOTO = Evidence(sha256="0" * 64, name=f"{NOTE}整改照片.jpg", media_type="image/jpeg", size=0)


def command_for(state: State, duty: Duty, on: date) -> Command:
    """What the obligor says on that day: an inspection is recorded, everything else is filed."""
    if duty.form is not Form.INSPECTION:
        return FileDuty(duty=duty.id, filing=filing_for(state, duty, on))
    seen = start_of(max(duty.opens, min(on, duty.period_end or on)))
    number = f"{duty.id.replace('/', '-')}-{duty.revision}"
    told = {"kind": InspectionKind.INSPECTION, "happened_at": seen}
    if isinstance(state, Programme):
        visits = [{"project": x, "place": NOTE, "seen": NOTE} for x in state.projects]
        tour = Tour.model_validate({**told, "visits": visits})
        return RecordTour(number=number, tour=tour, counts_for=duty.id)
    visit = Visit.model_validate({**told, "place": NOTE, "seen": NOTE})
    return RecordInspection(number=number, visit=visit, counts_for=duty.id)


def filing_for(state: State, duty: Duty, on: date) -> Filing:
    """The filing of that day for a duty of that stream: everything goes as planned."""
    match duty.form:
        case Form.REPORT:
            return Report(title=f"{NOTE}{duty.zh}", text=f"{NOTE}{duty.zh}")
        case Form.EVALUATION:
            return _evaluation(state, on)
        case Form.WORK_PLAN:
            return _work_plan(state)
        case Form.PROGRESS:
            return _progress(state, on)
        case Form.CLAIM:
            rows = tuple(
                ClaimRow(subproject=x.no, actual=x.target.value if x.target else None)
                for x in _card(state).subprojects
            )
            return Claim(rows=rows, note=NOTE)
        case Form.VERIFICATION:
            return Verification(verified=True, finding=f"{NOTE}现场核验，已完成")
        case Form.INSPECTION:
            return InspectionFiling(number=_NUMBER)
        case Form.REMEDY:
            return Remedy(text=f"{NOTE}已整改", evidence=(_PHOTO,))
        case Form.FILM:
            return Film(title=f"{NOTE}{duty.zh}", minutes=10, link="https://example.invalid/")
        case Form.READING:
            return Reading(circular=_NUMBER)
        case Form.CONSULTATION:
            return _consultation(duty, on)
        case Form.REPLY | Form.VERDICT:
            raise AssertionError("no year of projects owes what belongs to a suggestion")
        case Form.REGISTER_CHECK:
            return RegisterCheck(checked_on=on, books=_BOOKS)
        case Form.SPOT_CHECK:
            return SpotCheck(checked_on=on, books=_BOOKS, circular=_NUMBER, text=NOTE)
    assert_never(duty.form)


def _consultation(duty: Duty, on: date) -> Consultation:
    kinds: tuple[Participant, ...] = tuple(PARTICIPANT_ZH)
    return Consultation(
        held_on=on,
        place=NOTE,
        participants=tuple(Present(kind=x, who=PARTICIPANT_ZH[x]) for x in kinds),
        problems=f"{NOTE}{duty.zh}",
        proposals=(Proposal(text=f"{NOTE}{duty.zh}", by=on + timedelta(days=30)),),
    )


def _card(state: State) -> Card:
    assert isinstance(state, Project), "only a project owes forms about its sub-projects"
    return state.card


def _work_plan(state: State) -> WorkPlan:
    card = _card(state)
    finish = card.planned_completion or state.anchors.next_session
    return WorkPlan(target=f"{NOTE}{card.name}", planned_completion=finish)


def _progress(state: State, on: date) -> Progress:
    """As far along as the year is."""
    year = (state.anchors.next_session - state.anchors.vote).days
    share = min(100, max(0, 100 * (on - state.anchors.vote).days // year))
    rows = (
        ProgressRow.model_validate({"subproject": x.no, "planned": share, "claimed": share})
        for x in _card(state).subprojects
    )
    return Progress(rows=tuple(rows))


def _evaluation(state: State, on: date) -> Evaluation:
    assert isinstance(state, Programme), "an evaluation is one artefact for all projects"
    counts = Counts(satisfied=_ROLL, basic=0, dissatisfied=0)
    items = tuple(ItemCounts(project=x, counts=counts) for x in state.evaluated)
    return Evaluation(held_on=on, roll=_ROLL, present=_ROLL, items=items)
