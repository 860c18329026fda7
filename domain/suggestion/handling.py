"""From the assignment to the reply: who handles it, in which stages, and by when."""

from datetime import date

from domain.base import refuse_unless
from domain.duty import Counted, Duty
from domain.duty_events import DutyRedated
from domain.forms import Report
from domain.given import Given
from domain.parties import Role, party
from domain.refusals import AlreadyThere, NothingOwed, NotYours
from domain.regimes.sections_suggestions import STAGE_ZH, HandlingStage
from domain.regimes.when import Trigger
from domain.scheduling import terms_of
from domain.suggestion.messages import (
    AddCoHandler,
    AssignSuggestion,
    CoHandlerAdded,
    DeclaredDifficult,
    DeclareDifficult,
    GiveOpinion,
    RecordStage,
    ReplyToSuggestion,
    ReturnSuggestion,
    StageRecorded,
    SuggestionAssigned,
    SuggestionReplied,
    SuggestionReturned,
)
from domain.suggestion.refusals import NotNow, ReturnTooLate, SelfTransfer, StageMissing
from domain.suggestion.state import LIFE_ZH, Life, Suggestion
from domain.suggestion.who import (
    Events,
    called,
    fulfilled,
    must_be_clerk,
    must_lead,
    not_to_come,
    opinion_of,
    owed,
    section,
    voided,
)
from domain.terms import due

_ASKED = (Trigger.SUGGESTION_SUBMITTED, Trigger.SUGGESTION_RETURNED)
_REPLIES = (Trigger.SUGGESTION_ASSIGNED, Trigger.SUGGESTION_DISSATISFIED)
_BEFORE_REPLY = (HandlingStage.CONTACT, HandlingStage.COMMUNICATE)


def assign(state: Suggestion, c: AssignSuggestion, given: Given) -> Events:
    """交办. Raises SelfTransfer, NotYours, AlreadyThere, Malformed."""
    if given.actor.role is Role.UNIT:
        raise SelfTransfer
    must_be_clerk(state.id, given)
    if (state.lead, state.co) == (c.lead, c.co):
        return []
    if state.lead is not None:
        raise AlreadyThere(f"{state.title}（已交办 {state.lead}）")
    refuse_unless(
        len({c.lead, *c.co}) == 1 + len(c.co),
        "主办和协办单位中有重复的单位，请核对。",
        "a unit is named twice.",
    )
    refuse_unless(
        c.lead not in state.returned_by or c.reason is not None,
        f"{c.lead} 已书面退回过本建议；仍交其办理的，请写明理由。",
        f"{c.lead} sent it back before; say why it is assigned there again.",
    )
    number, on = state.assignments + 1, given.today
    told = Report(title="交办", text=f"主办：{c.lead}；协办：{'、'.join(c.co) or '无'}")
    done = [y for x in owed(state, given, *_ASKED) for y in fulfilled(state, x, told, given)]
    assigned = SuggestionAssigned(
        number=number, lead=c.lead, co=c.co, on=on, by=given.actor.ref, reason=c.reason
    )
    reply = called(Trigger.SUGGESTION_ASSIGNED, on, state.owed_by(c.lead), given, number)
    opinions = [
        y
        for n, unit in enumerate(c.co, state.opinions + 1)
        for y in opinion_of(unit, n, on, state, c.lead, given)
    ]
    return [*done, assigned, *reply, *opinions]


def add_co_handler(state: Suggestion, c: AddCoHandler, given: Given) -> Events:
    """增加协办. Raises SelfTransfer, NotYours, NotNow, Malformed."""
    if given.actor.role is Role.UNIT:
        raise SelfTransfer
    must_be_clerk(state.id, given)
    if c.unit in state.co:
        return []
    lead = _handled(state, "增加协办单位")
    refuse_unless(c.unit != lead, f"{c.unit} 已是主办单位。", f"{c.unit} leads already.")
    told = Report(title="增加协办", text=f"协办：{c.unit}")
    done = [y for x in owed(state, given, *_ASKED) for y in fulfilled(state, x, told, given)]
    number = state.opinions + 1
    added = CoHandlerAdded(unit=c.unit, on=given.today, by=given.actor.ref)
    return [*done, added, *opinion_of(c.unit, number, given.today, state, lead, given)]


def send_back(state: Suggestion, c: ReturnSuggestion, given: Given) -> Events:
    """退回 by a wrong addressee (LAW-8 art 14); said again, nothing.
    Raises NotYours, NotNow, ReturnTooLate."""
    unit = given.actor.party.partition(":")[2]
    leads = unit == state.lead
    if given.actor.role is Role.UNIT and state.lead is None and state.returned_by[-1:] == (unit,):
        return []
    if given.actor.role is not Role.UNIT or not (leads or unit in state.co):
        raise NotYours(state.id)
    _handled(state, "退回")
    since = _asked_on(state, given)
    until = due(since, section(given).return_within, given.calendar)
    if given.received_at >= until.due_at:
        raise ReturnTooLate(until.due, section(given).return_within.zh)
    lost = [
        x for x in state.duties.values() if x.owed and (leads or x.obligor == given.actor.party)
    ]
    back = SuggestionReturned(
        unit=unit, lead=leads, reason=c.reason, on=given.today, by=given.actor.ref
    )
    nth = 1 + sum(1 for x in state.duties.values() if x.line in _lines_after_return(given))
    again = called(Trigger.SUGGESTION_RETURNED, given.today, state.owners, given, nth)
    return [back, *voided(lost, f"{unit}退回：{c.reason}"[:300]), *again]


def declare_difficult(state: Suggestion, c: DeclareDifficult, given: Given) -> Events:
    """The longer term, counted from the assignment too (LAW-3 art 51). Raises NotYours, NotNow,
    NothingOwed once the reply is late."""
    must_lead(state, given)
    if state.difficult:
        return []
    _handled(state, "申明难度大")
    reply = _reply_owed(state, given)
    if reply.level > 0 or given.received_at >= reply.due_at:
        raise NothingOwed(reply.zh, "答复期限已过，不能再申明难度大")
    assert state.assigned_on is not None, "what is handled was assigned"
    counted = Counted(since=state.assigned_on, term=section(given).difficult)
    redated = DutyRedated(
        duty=reply.id,
        revision=reply.revision + 1,
        terms=terms_of(counted, state.assigned_on, given.regime, given.calendar),
        because=f"涉及面广、处理难度大，答复期限为{counted.term.zh}：{c.reason}"[:2000],
        reference="difficult",
    )
    return [DeclaredDifficult(reason=c.reason, by=given.actor.ref), redated]


def record_stage(state: Suggestion, c: RecordStage, given: Given) -> Events:
    """A stage in its turn. Raises NotYours, NotNow, StageMissing, Malformed."""
    must_lead(state, given)
    same = [(x.stage, x.on, x.how, x.note) for x in state.stages]
    if (c.stage, c.on, c.how, c.note) in same:
        return []
    own, name = section(given), STAGE_ZH[c.stage]
    refuse_unless(
        c.stage is not HandlingStage.REPLY and c.stage in own.stages,
        f"“{name}”不在这里登记；答复请直接提交答复。",
        f"{c.stage} is not recorded here.",
    )
    if c.stage is HandlingStage.RETURN_VISIT and state.replies == 0:
        raise StageMissing([HandlingStage.REPLY], f"登记{name}")
    before = own.stages[: own.stages.index(c.stage)]
    missing = [x for x in before if x is not HandlingStage.REPLY and not state.has(x)]
    if own.binding and missing:
        raise StageMissing(missing, f"登记{name}")
    not_to_come(c.on, name, given)
    earliest = max([state.assigned_on or c.on, *_days_before(state, c.stage)])
    refuse_unless(
        c.on >= earliest,
        f"{name}的日期 {c.on} 早于前一步（{earliest}），请核对。",
        f"{c.on} lies before the step that precedes it ({earliest}).",
    )
    fields = {x: getattr(c, x) for x in type(c).model_fields}
    return [StageRecorded(**fields, by=given.actor.ref)]


def reply(state: Suggestion, c: ReplyToSuggestion, given: Given) -> Events:
    """办结答复. Raises NotYours, NotNow, StageMissing, Malformed."""
    must_lead(state, given)
    own = section(given)
    duty = _reply_owed(state, given)
    missing = [x for x in own.stages if x in _BEFORE_REPLY and not state.has(x)]
    if own.binding and missing:
        raise StageMissing(missing, "答复")
    kind = c.reply.kind
    refuse_unless(
        kind in own.classes,
        f"本办法的答复分 {'、'.join(own.classes)} 类，没有 {kind} 类。",
        f"the measure has no class {kind}.",
    )
    done = fulfilled(state, duty, c.reply, given)
    replied = SuggestionReplied(round=state.replies + 1, kind=kind, on=given.today)
    wanted = called(Trigger.SUGGESTION_REPLIED, given.today, state.owners, given, state.replies + 1)
    return [*done, replied, *wanted]


def give_opinion(state: Suggestion, c: GiveOpinion, given: Given) -> Events:
    """协办意见 (LAW-8 art 18). Raises NotYours, NotNow once it was given."""
    asked = [
        x for x in owed(state, given, Trigger.CO_HANDLER_ASSIGNED) if x.obligor == given.actor.party
    ]
    if not asked and given.actor.party in {party(Role.UNIT, x) for x in state.co}:
        raise NotNow("提交协办意见", LIFE_ZH[state.life], "本单位的协办意见已经提交或不再需要")
    if not asked:
        raise NotYours(state.id)
    filing = Report(title="协办意见", text=c.text, evidence=c.evidence)
    return fulfilled(state, asked[0], filing, given)


def _handled(state: Suggestion, what: str) -> str:
    """The lead unit, while nothing was replied. Raises NotNow."""
    if state.lead is None or state.life is not Life.ASSIGNED:
        raise NotNow(what, LIFE_ZH[state.life], "请先核对办理进展")
    return state.lead


def _reply_owed(state: Suggestion, given: Given) -> Duty:
    found = owed(state, given, *_REPLIES)
    if not found:
        raise NotNow("答复", LIFE_ZH[state.life], "没有待答复的事项")
    return found[-1]


def _asked_on(state: Suggestion, given: Given) -> date:
    """When this unit was asked: the assignment, or the day on which it was added."""
    own = [
        x.opens
        for x in owed(state, given, Trigger.CO_HANDLER_ASSIGNED)
        if x.obligor == given.actor.party
    ]
    assert state.assigned_on is not None, "what is handled was assigned"
    return max([state.assigned_on, *own])


def _lines_after_return(given: Given) -> set[str]:
    return {
        x.name
        for x in given.regime.lines
        if getattr(x.when, "trigger", None) is Trigger.SUGGESTION_RETURNED
    }


def _days_before(state: Suggestion, stage: HandlingStage) -> list[date]:
    order = tuple(HandlingStage)
    days = [x.on for x in state.stages if order.index(x.stage) < order.index(stage)]
    if stage is HandlingStage.RETURN_VISIT and state.replied_on:
        days.append(state.replied_on)
    return days
