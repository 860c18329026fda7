"""A step with what it calls into being: the answer it wants, and a second one that is owed."""

from collections.abc import Sequence
from typing import Protocol

from domain.base import refuse_unless
from domain.chains import answer
from domain.duty_events import DutyScheduled
from domain.given import Given
from domain.regimes.model import Scope
from domain.scheduling import Owners
from domain.steps.decisions import judge
from domain.steps.instruments import INSTRUMENTS
from domain.steps.messages import AnswerJudged, JudgeAnswer, Step, StepTaken


class Supervised(Protocol):
    """A stream in which steps are taken."""

    @property
    def owners(self) -> Owners: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...


Taken = StepTaken | AnswerJudged | DutyScheduled


def with_answer(step: StepTaken, scope: Scope, state: Supervised, given: Given) -> Sequence[Taken]:
    """The step and the answer that it wants of whom it addresses. Raises Malformed for somebody
    whom the measure's ladder does not know."""
    if not INSTRUMENTS[step.kind].answered:
        return [step]
    where = (scope, state.owners)
    owed = answer(step.kind, str(step.step), step.on, step.reply_by, where, given)
    named = [_by(x, step.to, given) for x in owed]
    return [step.model_copy(update={"answer": named[0].duty if named else None}), *named]


def judged(c: JudgeAnswer, scope: Scope, state: Supervised, given: Given) -> Sequence[Taken]:
    """The signatories' judgement, and the second answer where they want one. Raises Unknown,
    Malformed."""
    event = judge(state.steps, c, given)
    if not event.again:
        return [event]
    step = next(x for x in state.steps if x.no == c.step)
    number = f"{step.no}-{step.answers + 1}"
    owed = answer(step.kind, number, c.on, None, (scope, state.owners), given)
    return [event, *(_by(x, step.to, given) for x in owed)]


def _by(duty: DutyScheduled, who: str, given: Given) -> DutyScheduled:
    known = {str(x) for x in given.regime.ladder.to}
    refuse_unless(
        who.split(":", 1)[0] in known,
        f"“{who}”不在本办法的督办对象之内，请填写承办单位（unit:名称）或有关机关。",
        f"“{who}” is nobody whom this measure supervises.",
    )
    return duty.model_copy(update={"obligor": who})
