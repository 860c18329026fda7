"""导入: a suggestion out of another record, with the days on which it went from stage to stage.

What was closed there is closed here, and no clock begins; what is still open owes what it owes.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from domain.base import refuse_unless
from domain.chains import fair
from domain.duty import Counted
from domain.duty_events import DutyScheduled
from domain.given import Given
from domain.refusals import AlreadyThere, Malformed
from domain.regimes.sections_suggestions import STAGE_ZH, HandlingStage
from domain.regimes.when import Trigger
from domain.scheduling import terms_of
from domain.suggestion.messages import BringOver, SuggestionBroughtOver
from domain.suggestion.proposal import Past
from domain.suggestion.refusals import StageMissing
from domain.suggestion.state import Life, Suggestion, evolve
from domain.suggestion.who import Events, called, must_be_clerk, not_to_come, opinion_of, section


def bring_over(state: Suggestion | None, c: BringOver, given: Given) -> Events:
    """The one fact that says it all, and the duties that are left. Raises NotYours, AlreadyThere,
    Malformed, StageMissing."""
    must_be_clerk(c.id, given)
    _possible(c.past, given)
    brought = SuggestionBroughtOver(**{x: getattr(c, x) for x in type(c).model_fields})
    past = c.past
    if state is None and (past.struck_off_on or past.withdrawn_on):
        return [brought]  # the many, and nothing is left of them
    after = evolve(None, brought)
    if state is not None:
        if state.brought_over and state.proposal == after.proposal:
            return []
        raise AlreadyThere(c.title)
    return [brought, *_left(after, given)]


def _left(state: Suggestion, given: Given) -> list[DutyScheduled]:
    """What an open one still owes. Nobody is late by what was put on record today."""
    match state.life:
        case Life.SUBMITTED:
            return called(Trigger.SUGGESTION_SUBMITTED, state.submitted_on, state.owners, given)
        case Life.ASSIGNED:
            return _in_hand(state, given)
        case Life.REPLIED if state.replied_on:
            return called(Trigger.SUGGESTION_REPLIED, state.replied_on, state.owners, given)
        case Life.REDO:
            return called(Trigger.SUGGESTION_DISSATISFIED, given.today, state.owners, given)
        case _:
            return []


def _in_hand(state: Suggestion, given: Given) -> list[DutyScheduled]:
    on, lead = state.assigned_on, state.lead
    assert on is not None, "what is in hand was assigned"
    assert lead is not None, "to somebody"
    replies = called(Trigger.SUGGESTION_ASSIGNED, on, state.owners, given)
    if state.difficult:
        counted = Counted(since=on, term=section(given).difficult)
        terms = terms_of(counted, on, given.regime, given.calendar)
        replies = [fair(x.model_copy(update={"terms": terms}), given) for x in replies]
    opinions = [
        y
        for n, unit in enumerate(state.co, 1)
        for y in opinion_of(unit, n, on, state, lead, given)
        if y.terms.counted and y.terms.counted.since == on  # one that was due is not asked again
    ]
    return [*replies, *opinions]


def _possible(past: Past, given: Given) -> None:
    """Raises Malformed for days that cannot be, StageMissing for a way that the measure forbids."""
    named = list(_days(past))
    for day, what in named:
        if day > given.today:
            not_to_come(day, what, given)
    for (day, what), (later, then) in pairwise(named):
        if day > later:
            zh = f"{then}日期 {later} 早于{what}日期 {day}，请核对。"
            raise Malformed(zh, f"{later} lies before {day}.")
    refuse_unless(
        (past.lead is None) == (past.assigned_on is None),
        "主办单位和交办日期应当同时填写。",
        "a lead unit goes with its day of assignment.",
    )
    replied = any(x.stage is HandlingStage.REPLY for x in past.stages)
    refuse_unless(
        past.lead is not None or not past.stages,
        "没有交办的建议不能有办理阶段，请补主办单位和交办日期。",
        "what was not assigned has no stages.",
    )
    refuse_unless(
        replied or (past.kind is None and past.verdict is None and past.struck_off_on is None),
        "没有办结答复日期，不能有答复类别、代表评价或销号日期。",
        "without a reply there is no class, verdict or strike-off.",
    )
    refuse_unless(
        past.struck_off_on is None or past.withdrawn_on is None,
        "销号日期和撤回日期只能填一个。",
        "struck off or withdrawn, not both.",
    )
    refuse_unless(
        past.kind is None or past.kind in section(given).classes,
        f"本办法的答复没有 {past.kind} 类。",
        f"the measure has no class {past.kind}.",
    )
    _in_order(past, given)


def _days(past: Past) -> Iterator[tuple[date, str]]:
    yield past.submitted_on, "提出"
    if past.assigned_on:
        yield past.assigned_on, "交办"
    for done in past.stages:
        yield done.on, STAGE_ZH[done.stage]
    if past.struck_off_on:
        yield past.struck_off_on, "销号"
    if past.withdrawn_on:
        yield past.withdrawn_on, "撤回"


def _in_order(past: Past, given: Given) -> None:
    own, done = section(given), [x.stage for x in past.stages]
    refuse_unless(
        done == [x for x in HandlingStage if x in done],
        "办理阶段的先后不对，应为办前联系、办中沟通、办结答复、办后回访。",
        "the stages are not in their order.",
    )
    if not own.binding or not done:
        return
    reached = own.stages if past.struck_off_on else own.stages[: own.stages.index(done[-1])]
    missing = [x for x in reached if x not in done]
    if missing:
        raise StageMissing(missing, "销号" if past.struck_off_on else "往下办理")
