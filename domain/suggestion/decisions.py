"""What may be done with a suggestion: one function per command, dispatched by `decide`."""

from dataclasses import replace

from domain.base import refuse_unless
from domain.duty_commands import Acknowledge, AnswerLetter, KeepMoment, Rebase, UrgeDuty, WaiveDuty
from domain.duty_dispatch import decide_plain
from domain.given import Given, must_reach
from domain.parties import Role, party
from domain.rebase import redate_all
from domain.refusals import AlreadyThere, Contradicted, NotYours, Unknown
from domain.regimes.model import Scope
from domain.regimes.when import Trigger
from domain.suggestion import handling, judging
from domain.suggestion.bringing_over import bring_over
from domain.suggestion.messages import (
    AddCoHandler,
    AssessHandling,
    AssignSuggestion,
    BringOver,
    DeclareDifficult,
    GiveOpinion,
    JudgeReply,
    LinkRecommendation,
    RecordStage,
    ReplyToSuggestion,
    ReturnSuggestion,
    SecondSuggestion,
    StrikeOff,
    SubmitSuggestion,
    SuggestionCommand,
    SuggestionSeconded,
    SuggestionSubmitted,
    UpgradeReply,
    WithdrawSuggestion,
)
from domain.suggestion.proposal import Proposal
from domain.suggestion.refusals import NotNow
from domain.suggestion.state import LIFE_ZH, Life, Suggestion, evolve
from domain.suggestion.who import Events, called, is_office, must_be_open, section

_Plain = WaiveDuty | UrgeDuty | Acknowledge | AnswerLetter | KeepMoment


def decide(state: Suggestion | None, command: SuggestionCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, SubmitSuggestion | BringOver):
        must_reach(command.region, command.id, given)
        _fits(command, given)
        if isinstance(command, BringOver):
            return bring_over(state, command, given)
        return submit(state, command, given)
    if state is None:
        raise Unknown("代表建议", "suggestion", "")
    must_reach(state.region, state.id, given)
    if isinstance(command, _Plain):
        heard = _for_all_groups(state, given) if isinstance(command, Acknowledge) else given
        return decide_plain(state.duties, command, heard, closed=state.closed)
    return _decide(state, command, given)


def _decide(state: Suggestion, command: SuggestionCommand, given: Given) -> Events:
    match command:
        case Rebase():
            return rebase(state, command, given)
        case UpgradeReply():
            return judging.upgrade(state, command, given)
        case LinkRecommendation():
            return judging.link(state, command, given)
        case WithdrawSuggestion():
            return judging.withdraw(state, command, given)
        case StrikeOff():
            return judging.strike_off(state, command, given)
        case _:
            must_be_open(state)
            return _handle(state, command, given)


def _handle(state: Suggestion, command: SuggestionCommand, given: Given) -> Events:
    """What is done while it is on the list."""
    match command:
        case SecondSuggestion():
            return second(state, given)
        case AssignSuggestion():
            return handling.assign(state, command, given)
        case AddCoHandler():
            return handling.add_co_handler(state, command, given)
        case ReturnSuggestion():
            return handling.send_back(state, command, given)
        case DeclareDifficult():
            return handling.declare_difficult(state, command, given)
        case RecordStage():
            return handling.record_stage(state, command, given)
        case ReplyToSuggestion():
            return handling.reply(state, command, given)
        case GiveOpinion():
            return handling.give_opinion(state, command, given)
        case JudgeReply():
            return judging.judge(state, command, given)
        case AssessHandling():
            return judging.assess(state, command, given)
        case _:
            raise TypeError(type(command).__name__)  # asked before


def submit(state: Suggestion | None, c: SubmitSuggestion, given: Given) -> Events:
    """提出, by the deputy or by the office from paper. Raises NotYours, AlreadyThere,
    NoSuggestions, Malformed."""
    own = given.actor.party == party(Role.DEPUTY, c.deputy)
    if not own and not is_office(given):
        raise NotYours(c.id)
    if own and c.seconders:
        raise Contradicted(
            "附议由附议代表本人签署，不能代签；请先提出，再请其他代表附议。",
            "who signs along does so himself.",
        )
    if c.source is not None and not section(given).procuratorate:
        raise Contradicted(
            "本办法没有规定代表建议与检察建议衔接转化，不能由检察建议转化。",
            "the measure does not provide for procuratorial recommendations.",
        )
    fields = {x: getattr(c, x) for x in type(c).model_fields}
    submitted = SuggestionSubmitted(**fields, submitted_on=given.today)
    after = evolve(None, submitted)
    if state is not None:
        if not state.brought_over and state.proposal == after.proposal:
            return []
        raise AlreadyThere(c.title)
    wanted = called(Trigger.SUGGESTION_SUBMITTED, given.today, after.owners, given)
    return [submitted, *wanted]


def second(state: Suggestion, given: Given) -> Events:
    """附议. Raises NotYours, NotNow."""
    if given.actor.role is not Role.DEPUTY:
        raise NotYours(state.id)
    ref = given.actor.party.partition(":")[2]
    if ref == state.proposal.deputy or ref in state.seconders:
        return []
    if state.life is not Life.SUBMITTED:
        raise NotNow("附议", LIFE_ZH[state.life], "附议应在交办以前")
    return [SuggestionSeconded(deputy=ref, on=given.today)]


def rebase(state: Suggestion, c: Rebase, given: Given) -> Events:
    """A holiday notice was published: only dates still owed move, with their history."""
    if state.closed:
        return []
    return redate_all(state.duties, Scope.SUGGESTION, state.owners, state.anchors, c, given)


def _fits(c: Proposal, given: Given) -> None:
    section(given)
    refuse_unless(
        (c.raised == "session") == (c.session is not None),
        "大会期间提出的应写明是哪次会议，闭会期间提出的不写会议。",
        "a suggestion of a session names it, others do not.",
    )
    refuse_unless(
        len({c.deputy, *c.seconders}) == 1 + len(c.seconders),
        "附议代表中有重复，或与提出人相同，请核对。",
        "a deputy is named twice.",
    )


def _for_all_groups(state: Suggestion, given: Given) -> Given:
    """One of the place's deputy groups acknowledges for all, where none watches over it alone."""
    if given.actor.role is not Role.DEPUTY_GROUP or state.proposal.group is not None:
        return given
    return replace(given, actor=replace(given.actor, party=party(Role.DEPUTY_GROUPS)))
