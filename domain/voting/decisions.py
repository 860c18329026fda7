"""What may be done with the vote on candidates: one function per command, dispatched here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from domain.ballot.paper import Paper, PaperItem
from domain.base import refuse_unless
from domain.given import Given, must_be_office
from domain.refusals import AlreadyThere, Contradicted
from domain.regimes.decision import Decision
from domain.regimes.model import Regime
from domain.regimes.sections_ballot import Balloting
from domain.voting.adopting import adopt_method
from domain.voting.counting import Figures, entered, from_box, judged
from domain.voting.messages import (
    AdoptMethod,
    BoxAnnulled,
    BoxOpened,
    ConsultationRecorded,
    EnterCount,
    MindBox,
    RecordConsultation,
    RecordVote,
    VotingCommand,
    VotingEvent,
)
from domain.voting.method import Adopted
from domain.voting.refusals import (
    AlreadyDecided,
    NoCandidates,
    NoMethod,
    NoRules,
    NotThisRound,
    NotThisTier,
    OtherFigures,
    same_method,
)
from domain.voting.rounds import Candidates, Due, due_round
from domain.voting.state import Counted, Voting

Events = Sequence[VotingEvent]


@dataclass(frozen=True)
class Standing:
    """What a collection says that its vote turns on."""

    collection: str
    voting: Voting
    candidates: Candidates | None
    """None before the list was put before the meeting."""


def decide_voting(state: Standing, command: VotingCommand, given: Given) -> Events:
    """The events of such a command; the same thing twice gives none. Raises NotYours,
    Contradicted, AlreadyThere, Malformed."""
    must_be_office(state.collection, given)
    match command:
        case AdoptMethod():
            _votes(given.regime)
            rule = rules(given.regime)
            return adopt_method(state.voting, state.candidates, command, given, rule)
        case RecordVote():
            return record_vote(state, command, given)
        case MindBox():
            return mind(state.voting, command)
        case EnterCount():
            return enter_count(state, command, given)
        case RecordConsultation():
            return consult(state, command, given)
    assert_never(command)


def rules(regime: Regime) -> Balloting:
    """The measure's [ballot]. Raises NoRules."""
    if regime.ballot is None:
        raise NoRules(regime.ref)
    return regime.ballot


def decision_of(regime: Regime) -> Decision:
    """The measure's [decision]. Raises NoRules."""
    if regime.decision is None:
        raise NoRules(regime.ref)
    return regime.decision


def now_due(state: Standing, regime: Regime) -> tuple[Due, Adopted]:
    """The vote that may be held now, and its method: what a box is set up for.

    Raises NotThisTier, NoCandidates, NoMethod, OtherFigures, AlreadyDecided.
    """
    word = _votes(regime).word
    if state.candidates is None:
        raise NoCandidates(word)
    adopted = state.voting.adopted
    if adopted is None:
        raise NoMethod(word)
    due = due_round(state.voting, state.candidates)
    if due is None:
        raise AlreadyDecided(word)
    figures = (due.seats, len(due.items))
    said = (adopted.method.seats, adopted.method.candidates)
    if due.occasion == "first" and figures != said:
        raise OtherFigures(*figures, said)
    return due, adopted


def paper_of(due: Due, adopted: Adopted) -> Paper:
    """The ballot paper of a round."""
    items = tuple(PaperItem(id=x.id, title=x.title) for x in due.items)
    return Paper(family=adopted.method.paper_family(due.seats), items=items)


def record_vote(state: Standing, c: RecordVote, given: Given) -> Events:
    """The box was counted; its figures become the result and are frozen."""
    figures = from_box(state.voting, c)
    if figures is None:
        return []
    if (adopted := state.voting.adopted) is not None:
        same_method(c.method, adopted)
    return [_result(state, figures, given)]


def mind(voting: Voting, c: MindBox) -> Events:
    """What the collection notes of a box, so that nothing changes under a vote."""
    if c.open is (voting.box == c.ballot):
        return []
    return [(BoxOpened if c.open else BoxAnnulled)(ballot=c.ballot, round=c.round)]


def enter_count(state: Standing, c: EnterCount, given: Given) -> Events:
    """计票录入 by two people one after the other, where nobody votes in the box."""
    if any(_is(x, c) for x in state.voting.rounds):
        return []
    due, adopted = now_due(state, given.regime)
    if c.round != due.round:
        raise NotThisRound(c.round, due.round)
    refuse_unless(
        adopted.method.way == c.source,
        "办法定的不是这种投票方式；请按办法投票，或在投票前重新通过办法。",
        "the method has another manner of voting.",
    )
    if c.returned <= c.issued:
        figures = Figures(
            round=c.round,
            source=c.source,
            held_on=c.held_on,
            roll=c.roll,
            present=c.present,
            ballots=c.returned,
            lines=c.lines,
        )
        _result(state, figures, given)
    found = entered(state.voting, due, c, given)
    if found is None:
        return []
    return [_result(state, found, given) if isinstance(found, Figures) else found]


def _is(known: Counted, c: EnterCount) -> bool:
    """Whether the result is what is entered again: day, roll and every number."""
    said = (c.round, c.held_on, c.roll, c.present, c.returned, c.lines)
    return (
        known.round,
        known.held_on,
        known.roll,
        known.present,
        known.ballots,
        known.lines,
    ) == said


def consult(state: Standing, c: RecordConsultation, given: Given) -> Events:
    """会商. Raises NotThisTier where the measure votes or selects, NoCandidates, Malformed."""
    decision = decision_of(given.regime)
    if decision.kind != "consultation":
        raise NotThisTier(decision.word)
    if state.candidates is None:
        raise NoCandidates(decision.word)
    known = state.voting.consulted
    if known is not None:
        if (known.minutes, set(known.chosen)) == (c.minutes, set(c.chosen)):
            return []
        raise AlreadyThere(known.minutes)
    stood = [x.id for x in state.candidates.items]
    refuse_unless(
        set(c.chosen) <= set(stood) and len(set(c.chosen)) == len(c.chosen),
        "会商确定的项目应都在候选名单上，且不重复，请核对。",
        "what was agreed on stands on the list of candidates, once each.",
    )
    refuse_unless(
        len(c.chosen) <= state.candidates.seats,
        f"会商确定 {len(c.chosen)} 项，多于应选 {state.candidates.seats} 项，请核对。",
        f"{len(c.chosen)} are more than the {state.candidates.seats} seats.",
    )
    refuse_unless(
        c.held_on <= given.today,
        f"会商日期 {c.held_on} 还没有到（今天是 {given.today}），请在会后登记。",
        f"{c.held_on} is still to come.",
    )
    agreed = ConsultationRecorded(
        **{x: getattr(c, x) for x in type(c).model_fields},
        returned=tuple(x for x in stood if x not in set(c.chosen)),
        by=given.actor.ref,
    )
    return [agreed]


def _votes(regime: Regime) -> Decision:
    """Raises NotThisTier where the measure consults, which has no counts."""
    decision = decision_of(regime)
    if decision.kind == "consultation":
        raise NotThisTier(decision.word)
    return decision


def _result(state: Standing, figures: Figures, given: Given) -> VotingEvent:
    due, adopted = now_due(state, given.regime)
    if figures.source == "box" and adopted.method.way != "box":
        raise Contradicted(
            "办法定的不是票箱投票，票箱的结果不能登记；请按办法投票后录入计票结果。",
            "the method does not vote in the box; enter the counts instead.",
        )
    street = decision_of(given.regime).kind == "selection"
    return judged(due, adopted, figures, given, rules(given.regime), street=street)
