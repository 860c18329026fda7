"""Evaluation rounds of a programme: counts become grades, grades call duties into being.

Counts come from the clerk, filed under a duty and accepted, or from a ballot box by itself.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain import duty_decisions
from domain.base import refuse_unless
from domain.duty import Duty
from domain.duty_commands import FileDuty
from domain.duty_events import DutyAccepted, DutyFiled, DutyScheduled
from domain.evaluation.grading import Grade, check
from domain.evaluation.rounds import PartResult, overall, results, round_of
from domain.forms import Evaluation
from domain.given import Actor, Given
from domain.programme.messages import (
    EvaluationCounted,
    ItemResult,
    ProgrammeEvent,
    RecordRound,
)
from domain.programme.state import OWNERS, Programme
from domain.refusals import NothingOwed
from domain.regimes.model import Form, Regime, Scope
from domain.regimes.when import Trigger
from domain.scheduling import schedule_after

Events = Sequence[ProgrammeEvent]


def evaluated_under(state: Programme, line: str, regime: Regime) -> tuple[str, ...]:
    """The projects that the evaluation owed under a line is of: all, or those that failed."""
    again = round_of(regime, line).again
    return tuple(x for x in state.evaluated if not again or x in state.failures)


def possible(state: Programme, duty: Duty, filing: Evaluation, given: Given) -> None:
    """Raises Malformed for counts that cannot be, or of other projects than are owed."""
    again = round_of(given.regime, duty.line).again
    owed = sorted(evaluated_under(state, duty.line, given.regime))
    parts = [(x.project, x.subproject) for x in filing.items]
    wholes = {x.project for x in filing.items if x.subproject is None}
    split = {x.project for x in filing.items if x.subproject is not None}
    refuse_unless(
        len(set(parts)) == len(parts) and not wholes & split and sorted(wholes | split) == owed,
        f"测评票数应包括{'上次不满意' if again else '清单中未终止'}的每个项目，且每个项目"
        "（或它的每个子项目）一行，请核对。",
        "the counts must name every project that is evaluated exactly once.",
    )
    for item in filing.items:
        check(item.counts, filing.roll, filing.present)


def record_round(state: Programme, c: RecordRound, given: Given) -> Events:
    """What a ballot box counted: filed and accepted by the box itself, which two people opened.
    Raises Malformed, NotYours, NothingOwed where a clerk's counts were accepted before."""
    if any(x.ballot == c.ballot for x in state.results):
        return []
    duty = duty_decisions.find(state.duties, c.duty)
    if duty.form is not Form.EVALUATION or duty.accepted:
        raise NothingOwed(duty.zh, "已有测评结果" if duty.accepted else "不是测评")
    filing = Evaluation(held_on=c.held_on, roll=c.roll, present=c.present, items=c.items)
    possible(state, duty, filing, given)
    box = Actor(ref=f"ballot:{c.ballot}", party=duty.obligor)
    counted_at = min(c.counted_at or given.received_at, given.received_at)
    filed = duty_decisions.file(
        state.duties,
        FileDuty(duty=duty.id, filing=filing),
        replace(given, actor=box, received_at=counted_at),
    )
    accepted = DutyAccepted(duty=duty.id, by=box.ref, decided_late=False)
    revision = next(x.revision for x in filed if isinstance(x, DutyFiled))
    at = duty.model_copy(update={"revision": revision})
    return [*filed, accepted, *counted(state, at, filing, given, ballot=c.ballot)]


def counted(
    state: Programme, duty: Duty, filing: Evaluation, given: Given, *, ballot: str | None = None
) -> Events:
    """The graded round, and the duties that its grades call for."""
    rule = given.regime.evaluation
    held = round_of(given.regime, duty.line)
    found = results(filing.items, filing.roll, filing.present, rule, held.body)
    event = EvaluationCounted(
        round=f"{duty.id}#{duty.revision}",
        final=held.final,
        held_on=filing.held_on,
        items=tuple(ItemResult(project=name, result=result) for name, result, _ in found),
        parts=tuple(
            PartResult(project=name, subproject=number, result=result)
            for name, _, parts in found
            for number, result in parts
        ),
        again=held.again,
        overall=overall((result for _, result, _ in found), rule.decimals),
        ballot=ballot,
    )
    return [event, *(_called(state, event, given) if held.final else ())]


def _called(state: Programme, event: EvaluationCounted, given: Given) -> Sequence[DutyScheduled]:
    failed = [x.project for x in event.items if x.result.grade is Grade.DISSATISFIED]
    number = 1 + sum(1 for x in state.results if x.final and x.failed)
    instance = None if number == 1 else str(number)
    facts: list[tuple[Trigger, str | None]] = []
    if not event.again:
        facts.append((Trigger.EVALUATED, None))
    if failed:
        facts.append((Trigger.DISSATISFIED, instance))
    if any(x.result.follow_up for x in event.items):
        facts.append((Trigger.BELOW_FOLLOW_UP, instance))
    if any(state.failures.get(x, 0) >= 1 for x in failed):
        facts.append((Trigger.SECOND_FAILURE, None if number == 2 else instance))
    found = [
        duty
        for trigger, which in facts
        for duty in schedule_after(
            given.regime,
            Scope.PROGRAMME,
            trigger,
            event.held_on,
            OWNERS,
            given.calendar,
            which,
        )
    ]
    return [x for x in found if x.duty not in state.duties]
