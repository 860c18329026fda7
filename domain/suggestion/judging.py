"""From the verdict to the end: redone, assessed, withdrawn, struck off; and what it is tied to."""

from domain.base import refuse_unless
from domain.forms import Report
from domain.given import Given
from domain.refusals import Contradicted
from domain.regimes.sections_suggestions import HandlingStage
from domain.regimes.when import Trigger
from domain.suggestion.messages import (
    AssessHandling,
    HandlingAssessed,
    JudgeReply,
    LinkRecommendation,
    RecommendationLinked,
    ReplyJudged,
    ReplyUpgraded,
    StrikeOff,
    SuggestionStruckOff,
    SuggestionWithdrawn,
    UpgradeReply,
    WithdrawSuggestion,
)
from domain.suggestion.refusals import NotNow, NotYetToStrike, StageMissing
from domain.suggestion.state import LIFE_ZH, Life, Suggestion
from domain.suggestion.who import (
    Events,
    called,
    fulfilled,
    must_be_clerk,
    must_be_open,
    must_lead,
    must_speak_for,
    owed,
    section,
    voided,
)


def judge(state: Suggestion, c: JudgeReply, given: Given) -> Events:
    """代表反馈: dissatisfied, it is done again; again dissatisfied, it is assessed (LAW-8 art 22).
    Raises NotYours, NotNow. A verdict that comes late counts."""
    must_speak_for(state, given)
    if state.verdict == c.verdict.verdict:
        return []
    if state.life is not Life.REPLIED:
        raise NotNow("反馈意见", LIFE_ZH[state.life], "请在收到答复之后反馈")
    done = [
        y
        for x in owed(state, given, Trigger.SUGGESTION_REPLIED)
        for y in fulfilled(state, x, c.verdict, given)
    ]
    judged = ReplyJudged(
        round=state.replies,
        verdict=c.verdict.verdict,
        note=c.verdict.note,
        on=given.today,
        by=given.actor.ref,
    )
    if c.verdict.verdict != "dissatisfied":
        return [*done, judged]
    failed = state.dissatisfied + 1
    fact = Trigger.SUGGESTION_DISSATISFIED if failed == 1 else Trigger.SUGGESTION_FAILED
    number = failed if failed == 1 else failed - 1
    return [*done, judged, *called(fact, given.today, state.owners, given, number)]


def assess(state: Suggestion, c: AssessHandling, given: Given) -> Events:
    """专家评估. Raises NotYours, NotNow."""
    must_be_clerk(state.id, given)
    if state.life is not Life.ASSESSING:
        raise NotNow("登记专家评估", LIFE_ZH[state.life], "再次不满意之后才组织评估")
    filing = Report(title="专家评估", text=c.finding, evidence=c.evidence)
    done = [
        y
        for x in owed(state, given, Trigger.SUGGESTION_FAILED)
        for y in fulfilled(state, x, filing, given)
    ]
    told = HandlingAssessed(
        outcome=c.outcome, finding=c.finding, on=given.today, by=given.actor.ref
    )
    if c.outcome == "handled":
        return [*done, told]
    redo = called(
        Trigger.SUGGESTION_DISSATISFIED, given.today, state.owners, given, state.dissatisfied
    )
    return [*done, told, *redo]


def upgrade(state: Suggestion, c: UpgradeReply, given: Given) -> Events:
    """What was planned is solved: B to A. Raises NotYours, NotNow, Malformed."""
    must_lead(state, given)
    if state.kind == c.kind:
        return []
    if state.kind is None or state.life is Life.WITHDRAWN:
        raise NotNow("转化类别", LIFE_ZH[state.life], "请先答复")
    refuse_unless(
        c.kind < state.kind and c.kind in section(given).classes,
        f"答复类别只能由后往前转化（现为 {state.kind} 类），不能改为 {c.kind} 类。",
        f"a class is only ever raised; {state.kind} does not become {c.kind}.",
    )
    upgraded = ReplyUpgraded(
        was=state.kind, kind=c.kind, text=c.text, on=given.today, by=given.actor.ref
    )
    return [upgraded]


def link(state: Suggestion, c: LinkRecommendation, given: Given) -> Events:
    """与检察建议衔接转化 (S002). Raises NotYours, Contradicted where the measure has none."""
    must_be_clerk(state.id, given)
    if not section(given).procuratorate:
        raise Contradicted(
            "本办法没有规定代表建议与检察建议衔接转化，不能登记；请由办法另行规定。",
            "the measure does not provide for procuratorial recommendations.",
        )
    if c.recommendation.number in state.linked:
        return []
    fields = {x: getattr(c, x) for x in type(c).model_fields}
    return [RecommendationLinked(**fields, on=given.today, by=given.actor.ref)]


def withdraw(state: Suggestion, c: WithdrawSuggestion, given: Given) -> Events:
    """撤回: what was owed falls away. Raises NotYours, OffTheList."""
    must_speak_for(state, given)
    if state.life is Life.WITHDRAWN:
        return []
    must_be_open(state)
    left = [x for x in state.duties.values() if x.owed]
    gone = SuggestionWithdrawn(reason=c.reason, on=given.today, by=given.actor.ref)
    return [*voided(left, "代表已撤回建议"), gone]


def strike_off(state: Suggestion, c: StrikeOff, given: Given) -> Events:
    """销号. Raises NotYours, OffTheList, StageMissing, NotYetToStrike."""
    must_be_clerk(state.id, given)
    if state.life is Life.STRUCK_OFF:
        return []
    must_be_open(state)
    _judged(state, given)
    own = section(given)
    visits = HandlingStage.RETURN_VISIT in own.stages
    if own.binding and visits and not state.has(HandlingStage.RETURN_VISIT):
        raise StageMissing([HandlingStage.RETURN_VISIT], "销号")
    left = [x for x in state.duties.values() if x.owed]
    struck = SuggestionStruckOff(note=c.note, on=given.today, by=given.actor.ref)
    return [*voided(left, "建议已销号"), struck]


def _judged(state: Suggestion, given: Given) -> None:
    """Raises NotYetToStrike unless the deputy is content, was heard by experts, or kept silent
    beyond the time that the measure gives for it."""
    if state.life is Life.CONTENT:
        return
    if state.life is not Life.REPLIED:
        raise NotYetToStrike(f"建议现为“{LIFE_ZH[state.life]}”")
    if section(given).silence == "wait":
        raise NotYetToStrike("代表还没有反馈意见")
    waiting = owed(state, given, Trigger.SUGGESTION_REPLIED)
    until = max((x.due for x in waiting if given.received_at < x.due_at), default=None)
    if until is not None:
        raise NotYetToStrike(f"代表还没有反馈意见，反馈期到 {until}")
