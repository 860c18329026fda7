"""A project is graded: P9, or R1 and R2 until it passes (rulebook §4.2, E11)."""

from collections.abc import Sequence

from domain.evaluation.grading import Grade
from domain.given import Given
from domain.parties import Role, party
from domain.project.messages import (
    ProjectEvaluated,
    ProjectEvent,
    RecordEvaluation,
)
from domain.project.slowness import recommend
from domain.project.state import Phase, Project
from domain.regimes.model import Scope
from domain.regimes.when import Trigger
from domain.scheduling import schedule_after
from domain.steps.instruments import GRANTS, Kind
from domain.steps.messages import StepRecommended

_GRADED = (Phase.EVALUATED, Phase.RECTIFYING, Phase.RE_EVALUATED, Phase.CLOSED)


def is_evaluated(state: Project) -> bool:
    """Whether the year's verdict has been given, whatever it was."""
    return state.phase in _GRADED


def record_evaluation(state: Project, c: RecordEvaluation, given: Given) -> Sequence[ProjectEvent]:
    """The grade of this project, and what the grade calls for. What the list of a year before
    says of it grades no other year."""
    past = c.programme not in (None, state.programme)
    name = f"{c.programme}:{c.round}" if past else c.round
    if name in state.rounds:
        return []
    final = c.final and not past
    evaluated = ProjectEvaluated(
        round=name, held_on=c.held_on, result=c.result, final=final, parts=c.parts
    )
    if not final or state.phase is Phase.TERMINATED:
        return [evaluated]
    failed = c.result.grade is Grade.DISSATISFIED
    failures = state.failures + (1 if failed else 0)
    events: list[ProjectEvent] = [evaluated]
    if failed and failures > 1:
        events += _recommended(c, failures, given)
    return [*events, *_called(state, c, failures, given)]


def _recommended(c: RecordEvaluation, failures: int, given: Given) -> Sequence[StepRecommended]:
    """What people may decide next, as far as this tier has it (rulebook §4.4, OUT-13)."""
    rule, tier = given.regime.slowness, given.regime.tier
    higher = () if rule is None else (rule.instrument, rule.higher)
    report = (Kind.PARTY_REPORT,) if rule is not None and rule.party_report else ()
    granted = {x.kind for x in GRANTS if x.tier == tier}
    to = party(given.regime.ladder.to[Role.UNIT].recommend)
    because = f"{failures}次测评不满意，可要求书面检查，并研究进一步措施"
    return [
        recommend(x, to, because, f"{x}@{c.round}", c.held_on)
        for x in (Kind.SELF_CRITICISM, *higher, *report)
        if x in granted
    ]


def _called(
    state: Project, c: RecordEvaluation, failures: int, given: Given
) -> Sequence[ProjectEvent]:
    failed = c.result.grade is Grade.DISSATISFIED
    instance = str(failures) if failures > 1 else None
    facts: list[tuple[Trigger, str | None]] = []
    if not is_evaluated(state):
        facts.append((Trigger.EVALUATED, None))
    if failed:
        facts.append((Trigger.DISSATISFIED, instance))
    if c.result.follow_up:
        facts.append((Trigger.BELOW_FOLLOW_UP, instance))
    if failed and failures > 1:
        facts.append((Trigger.SECOND_FAILURE, None if failures == 2 else instance))
    found = [
        duty
        for trigger, which in facts
        for duty in schedule_after(
            given.regime, Scope.PROJECT, trigger, c.held_on, state.owners, given.calendar, which
        )
    ]
    return [x for x in found if x.duty not in state.duties]
