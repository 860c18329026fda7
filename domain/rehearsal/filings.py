"""What an obligor who is not silent files in a rehearsal: plausible, complete, marked as such."""

from datetime import date
from typing import assert_never

from domain.duty import Duty
from domain.forms import (
    Claim,
    ClaimRow,
    Counts,
    Evaluation,
    Filing,
    ItemCounts,
    Progress,
    ProgressRow,
    Report,
    Verification,
    WorkPlan,
)
from domain.programme.state import Programme
from domain.project.messages import Card
from domain.project.state import Project
from domain.regimes.model import Form
from domain.streams import State

NOTE = "（演练）"
_ROLL = 100


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
    assert_never(duty.form)


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
    items = tuple(ItemCounts(project=x, counts=counts) for x in state.projects)
    return Evaluation(held_on=on, roll=_ROLL, present=_ROLL, items=items)
