"""The vote on candidates: its method first, counted once, equals and open seats voted again."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.ballot.paper import ForAgainst, ItemCount, Paper, PaperItem, Ranked, UpTo, count
from domain.calendar import Calendar, start_of
from domain.given import SYSTEM, Actor, Given
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from domain.regimes import named
from domain.voting.decisions import Standing, decide_voting, now_due, paper_of
from domain.voting.figures import tallied
from domain.voting.messages import (
    AdoptMethod,
    BoxAnnulled,
    BoxOpened,
    EnterCount,
    MindBox,
    RecordConsultation,
    RecordVote,
    SelectionCounted,
    VoteCounted,
    VoteVoided,
)
from domain.voting.method import Hands, Method
from domain.voting.outcome import Tallied
from domain.voting.refusals import (
    AlreadyDecided,
    NoCandidates,
    NoMethod,
    NotThisRound,
    NotThisTier,
    OtherFigures,
    OtherItems,
    OtherMethod,
    UnderWay,
)
from domain.voting.rounds import Candidate, Candidates
from domain.voting.state import Voting, evolve_voting

DAY = date(2024, 1, 16)
ROLL, PRESENT = 103, 93
"""樟木镇: half of all is 52."""
CLERK = Actor("account:clerk", "clerk")
OTHER = Actor("account:other", "clerk")
HANDS = Hands(roll=ROLL, present=PRESENT, in_favour=90)


def listed(seats=2, *names):
    items = tuple(Candidate(x, f"项目{x}") for x in names or ("甲", "乙", "丙"))
    return Candidates(seats, items)


def method(seats=2, candidates=3, **more):
    said: dict[str, Any] = {"family": "for_against", "way": "box", "shortfall": "leave_unfilled"}
    said |= {"seats": seats, "candidates": candidates, "announced": "大会主席团公告", **more}
    return Method(**said)


class Vote:
    """A collection's vote in memory that is told commands."""

    def __init__(self, regime="baofeng@2", candidates=None):
        self.regime = named(regime)
        self.state = Standing("BF24", Voting(), candidates or listed())

    @property
    def voting(self):
        return self.state.voting

    def ask(self, command, by=CLERK):
        at = start_of(DAY) + timedelta(hours=10)
        given = Given(by, at, at, Calendar.seeded(), self.regime)
        events = list(decide_voting(self.state, command, given))
        for event in events:
            self.state = replace(self.state, voting=evolve_voting(self.voting, event))
        return events

    def adopt(self, **more):
        listed_ = self.state.candidates
        figures: dict[str, Any] = {}
        if listed_:
            figures = {"seats": listed_.seats, "candidates": len(listed_.items)}
        said: dict[str, Any] = {"hands": HANDS, "on": DAY, "session": "一次会议", "document": "1号"}
        said |= {x: more.pop(x) for x in (*said, "margin_reason") if x in more}
        return self.ask(AdoptMethod(method=method(**figures | more), **said))

    def count(self, number=1, **approvals):
        return self.ask(
            RecordVote(
                ballot=f"box-{number}",
                round=number,
                held_on=DAY,
                roll=ROLL,
                present=PRESENT,
                ballots=90,
                lines=lines(**approvals),
            ),
            SYSTEM,
        )


def lines(**approvals):
    return tuple(Tallied(item=x, approvals=n, against=90 - n) for x, n in approvals.items())


def voted(**more):
    vote = Vote(**{x: more.pop(x) for x in ("regime", "candidates") if x in more})
    vote.adopt(**more)
    return vote


def test_the_box_counts_and_the_result_is_frozen():
    vote = voted()
    (counted,) = vote.count(甲=70, 乙=51, 丙=60)
    assert isinstance(counted, VoteCounted)
    assert (counted.elected, counted.returned, counted.needed) == (("甲", "丙"), ("乙",), 52)
    assert (vote.voting.decided, vote.voting.elected) == (True, ("甲", "丙"))
    assert vote.count(甲=70, 乙=51, 丙=60) == [], "told twice it is one fact"
    with pytest.raises(AlreadyThere):
        vote.count(甲=70, 乙=71, 丙=60)
    with pytest.raises(AlreadyDecided):
        vote.count(2, 甲=70)


def test_nobody_votes_before_the_method_and_the_list():
    vote = Vote()
    with pytest.raises(NoMethod):
        vote.count(甲=70, 乙=51, 丙=60)
    with pytest.raises(NoMethod):
        now_due(vote.state, vote.regime)
    vote.adopt()
    vote.state = replace(vote.state, candidates=None)
    with pytest.raises(NoCandidates):
        now_due(vote.state, vote.regime)


def test_the_method_passes_by_more_than_half_of_all():
    for hands in (
        Hands(roll=103, present=93, in_favour=51, against=42),
        Hands(roll=103, present=68, in_favour=68),
    ):
        with pytest.raises(Contradicted):
            Vote().adopt(hands=hands)
    with pytest.raises(Malformed):
        Vote().adopt(hands=Hands(roll=103, present=60, in_favour=61))
    (adopted,) = Vote().adopt(hands=Hands(roll=103, present=69, in_favour=52, against=17))
    assert adopted.margin_ok


def test_a_box_of_another_method_does_not_count():
    vote = voted()
    said = RecordVote(
        ballot="b",
        round=1,
        held_on=DAY,
        roll=ROLL,
        present=PRESENT,
        ballots=90,
        lines=lines(甲=70, 乙=51, 丙=60),
        method="1号",
    )
    vote.adopt(document="2号", shortfall="second_vote")
    with pytest.raises(OtherMethod):
        vote.ask(said, SYSTEM)
    assert vote.ask(said.model_copy(update={"method": "2号"}), SYSTEM)


def test_the_method_stands_still_while_people_vote_in_a_box():
    vote = voted()
    opening = MindBox(ballot="box-1", round=1, open=True)
    assert vote.ask(opening) == [BoxOpened(ballot="box-1", round=1)]
    assert vote.ask(opening) == []
    assert vote.adopt() == [], "the one that stands is told again"
    with pytest.raises(UnderWay, match="作废这个票箱"):
        vote.adopt(document="2号")
    gone = MindBox(ballot="box-1", round=1, open=False)
    assert vote.ask(gone) == [BoxAnnulled(ballot="box-1", round=1)]
    assert vote.ask(gone) == []
    assert vote.adopt(document="2号"), "after the box was annulled it may change"
    vote.ask(opening)
    vote.count(甲=70, 乙=51, 丙=60)
    assert vote.voting.box is None, "the count ends it"


def test_the_method_fits_the_list_and_may_change_until_somebody_voted():
    with pytest.raises(OtherFigures):
        Vote().adopt(seats=1)
    vote = voted()
    assert vote.adopt() == [], "the same again"
    with pytest.raises(AlreadyThere):
        vote.adopt(shortfall="second_vote")
    assert vote.adopt(shortfall="second_vote", document="2号")
    vote.state = replace(vote.state, candidates=listed(2, "甲", "乙"))
    with pytest.raises(OtherFigures):
        now_due(vote.state, vote.regime)
    vote = voted()
    vote.count(甲=70, 乙=51, 丙=60)
    with pytest.raises(Contradicted):
        vote.adopt(document="3号")


def test_a_recommended_margin_asks_for_a_reason_and_a_binding_one_refuses():
    eleven = listed(10, *(f"项目{n:02}" for n in range(11)))
    said = {"seats": 10, "candidates": 11}
    with pytest.raises(Malformed):
        _unlisted(Vote(candidates=eleven)).adopt(**said)
    (adopted,) = _unlisted(Vote(candidates=eleven)).adopt(**said, margin_reason="一项撤回")
    assert not adopted.margin_ok
    (adopted,) = Vote(candidates=eleven).adopt()
    assert not adopted.margin_ok, "the list gave its reason when it was put before the meeting"
    binding = _unlisted(Vote(candidates=eleven))
    rule = binding.regime.ballot.model_copy(update={"margin": "binding"})
    binding.regime = binding.regime.model_copy(update={"ballot": rule})
    with pytest.raises(Contradicted):
        binding.adopt(**said, margin_reason="一项撤回")


def _unlisted(vote):
    """The same before its list was put before the meeting."""
    vote.state = replace(vote.state, candidates=None)
    return vote


def test_equals_on_the_last_seat_are_voted_again_and_the_more_approved_wins():
    vote = voted()
    (first,) = vote.count(甲=70, 乙=60, 丙=60)
    assert (first.elected, first.tied, first.returned) == (("甲",), ("丙", "乙"), ())
    assert (vote.voting.waiting, vote.voting.decided) == ("tie", False)
    due, adopted = now_due(vote.state, vote.regime)
    assert (due.round, due.seats, [x.id for x in due.items]) == (2, 1, ["乙", "丙"])
    assert paper_of(due, adopted).family == ForAgainst(most=1)
    with pytest.raises(OtherItems):
        vote.count(2, 甲=30, 乙=20, 丙=1)
    (second,) = vote.count(2, 乙=30, 丙=31)
    assert (second.elected, second.returned, second.needed) == (("丙",), ("乙",), 0)
    assert vote.voting.elected == ("甲", "丙")
    assert vote.voting.carried("丙").approvals == 60, "more than half of all, the time before"


def test_open_seats_stay_open_or_are_voted_again_as_the_method_says():
    vote = voted()
    (left,) = vote.count(甲=70, 乙=40, 丙=45)
    assert (left.short_by, left.again, left.returned) == (1, (), ("丙", "乙"))
    assert vote.voting.decided

    vote = voted(candidates=listed(2, "甲", "乙", "丙", "丁"), shortfall="second_vote")
    (first,) = vote.count(甲=70, 乙=40, 丙=45, 丁=30)
    assert (first.again, first.returned) == (("丙", "乙"), ("丁",)), "one seat: two stand again"
    due, _ = now_due(vote.state, vote.regime)
    assert (due.occasion, due.seats, {x.id for x in due.items}) == ("shortfall", 1, {"乙", "丙"})
    (second,) = vote.count(2, 乙=52, 丙=38)
    assert (second.needed, second.elected, vote.voting.elected) == (52, ("乙",), ("甲", "乙"))


def test_a_second_vote_is_held_once():
    vote = voted(shortfall="second_vote")
    vote.count(甲=70, 乙=40, 丙=45)
    (second,) = vote.count(2, 乙=51, 丙=38)
    assert (second.short_by, second.again, second.returned) == (1, (), ("乙", "丙"))
    assert (vote.voting.decided, vote.voting.short_by) == (True, 1)


def test_whoever_has_as_many_as_the_last_stands_again_too():
    vote = voted(candidates=listed(2, "甲", "乙", "丙", "丁"), shortfall="second_vote")
    (first,) = vote.count(甲=70, 乙=40, 丙=40, 丁=40)
    assert set(first.again) == {"乙", "丙", "丁"}


def test_one_for_the_next_session_waits_for_it():
    vote = voted(shortfall="second_vote_next_session")
    (first,) = vote.count(甲=70, 乙=40, 丙=45)
    assert (first.short_by, first.returned, vote.voting.decided) == (1, ("丙", "乙"), True)


def test_without_quorum_nothing_is_counted():
    vote = voted()
    said = RecordVote(
        ballot="b", round=1, held_on=DAY, roll=140, present=93, ballots=90, lines=lines(甲=9)
    )
    with pytest.raises(OtherItems):
        vote.ask(said, SYSTEM)
    with pytest.raises(Contradicted):
        vote.ask(said.model_copy(update={"lines": lines(甲=90, 乙=1, 丙=1)}), SYSTEM)


def test_only_the_office_tells_of_a_vote():
    with pytest.raises(NotYours):
        voted().ask(
            RecordConsultation(held_on=DAY, present=9, chosen=("甲",), minutes="x"),
            Actor("account:unit", "unit:住建局"),
        )


def by_hand(**more):
    said: dict[str, Any] = {"round": 1, "source": "papers", "held_on": DAY, "roll": ROLL}
    said |= {"present": PRESENT, "issued": 90, "returned": 90}
    return EnterCount(**{**said, "lines": lines(甲=70, 乙=51, 丙=60), **more})


def test_a_hand_count_takes_two_people_who_say_the_same():
    vote = voted(way="papers")
    (first,) = vote.ask(by_hand())
    assert "甲" in {x.item for x in first.parts}
    kept = first.model_dump()
    assert set(kept) == {"round", "by", "parts"}, "the second one cannot read what the first said"
    assert vote.ask(by_hand()) == []
    with pytest.raises(Contradicted):
        vote.ask(by_hand(lines=lines(甲=71, 乙=51, 丙=60)))
    (differed,) = vote.ask(by_hand(lines=lines(甲=71, 乙=51, 丙=60)), OTHER)
    assert differed.items == ("甲",)
    vote.ask(by_hand())
    (counted,) = vote.ask(by_hand(), OTHER)
    assert (counted.source, counted.elected, counted.issued) == ("papers", ("甲", "丙"), 90)


def test_more_papers_than_were_handed_out_is_void_and_voted_again():
    vote = voted(way="papers")
    too_many = by_hand(issued=89)
    vote.ask(too_many)
    (void,) = vote.ask(too_many, OTHER)
    assert isinstance(void, VoteVoided)
    assert (vote.voting.voided, vote.voting.begun) == (1, False)
    vote.ask(by_hand())
    vote.ask(by_hand(), OTHER)
    assert vote.voting.decided


def test_the_counts_come_the_way_the_method_says():
    with pytest.raises(Malformed):
        voted().ask(by_hand())
    with pytest.raises(Contradicted):
        voted(way="papers").count(甲=70, 乙=51, 丙=60)
    with pytest.raises(NotThisRound):
        voted(way="papers").ask(by_hand(round=2))


def test_figures_that_do_not_sum_up_are_refused_before_anybody_else_enters():
    vote = voted(way="papers")
    for wrong in (
        {"lines": (*lines(甲=70, 乙=51), Tallied(item="丙", approvals=1))},
        {"returned": 94, "issued": 94},
        {"held_on": DAY - timedelta(days=1)},
        {"held_on": DAY + timedelta(days=1)},
        {"present": 104},
    ):
        with pytest.raises(Malformed):
            vote.ask(by_hand(**wrong))
    assert vote.voting.entered is None


def test_a_street_selects_and_it_is_no_vote():
    """Invariant 6: 票选, never 票决."""
    vote = voted(regime="shangluo-street@1")
    (counted,) = vote.count(甲=70, 乙=51, 丙=60)
    assert type(counted) is SelectionCounted
    assert not issubclass(SelectionCounted, VoteCounted), "and counts nowhere as one"
    assert counted.elected == ("甲", "丙")
    with pytest.raises(NotThisTier):
        vote.ask(RecordConsultation(held_on=DAY, present=9, chosen=("甲",), minutes="x"))


def test_a_street_that_consults_has_minutes_and_no_counts():
    vote = Vote("shangluo-street@1")
    decision = vote.regime.decision
    assert decision is not None
    said = decision.model_copy(update={"kind": "consultation", "word": "会商"})
    vote.regime = vote.regime.model_copy(update={"decision": said})
    agreed = RecordConsultation(held_on=DAY, present=40, chosen=("甲", "丙"), minutes="纪要3号")
    with pytest.raises(NotThisTier):
        vote.adopt()
    with pytest.raises(Malformed):
        vote.ask(agreed.model_copy(update={"chosen": ("甲", "戊")}))
    with pytest.raises(Malformed):
        vote.ask(agreed.model_copy(update={"chosen": ("甲", "乙", "丙")}))
    (found,) = vote.ask(agreed)
    assert (found.chosen, found.returned) == (("甲", "丙"), ("乙",))
    assert vote.ask(agreed) == []
    assert (vote.voting.decided, vote.voting.rounds) == (True, ())
    with pytest.raises(AlreadyThere):
        vote.ask(agreed.model_copy(update={"minutes": "纪要4号"}))


ITEMS = tuple(PaperItem(id=x, title=x) for x in "甲乙丙")


def test_what_of_each_paper_is_an_approval():
    chosen, none = ("chosen",), ()
    ticks = Paper(family=UpTo(seats=2), items=ITEMS)
    slips = [(chosen, chosen, none), (chosen, none, none), (chosen, chosen, chosen)]
    assert _said(ticks, slips) == [(2, 0, 1), (1, 1, 1), (0, 2, 1)], "three of two: void (B10)"
    ranks = Paper(family=Ranked(places=2), items=ITEMS)
    slips = [(("1",), ("2",), none), (("2",), none, none), (("1",), ("1",), none)]
    assert _said(ranks, slips) == [(2, 0, 1), (1, 1, 1), (0, 2, 1)], "no number twice"


def test_a_paper_for_more_items_than_seats_is_void_where_the_method_says_so():
    yes, no = ("for",), ("against",)
    slips = [(yes, yes, yes), (yes, yes, no), (yes, (), no)]
    open_ = Paper(family=ForAgainst(), items=ITEMS)
    capped = Paper(family=ForAgainst(most=2), items=ITEMS)
    assert [x.approvals for x in tallied(open_, count(open_, slips))] == [3, 2, 1]
    found = tallied(capped, count(capped, slips))
    assert [x.approvals for x in found] == [2, 1, 0]
    assert [x.invalid for x in found] == [1, 2, 1], "an item without a mark is invalid by itself"


def _said(paper, slips):
    return [(x.approvals, x.blank, x.invalid) for x in tallied(paper, count(paper, slips))]


def test_the_method_in_words():
    said = "".join(method(10, 12, family="ranked").zh("票决"))
    assert "差额 2 项" in said
    assert "名次 1 至 10 的各算一张赞成票" in said
    assert "全体代表半数" in said
    street = "".join(method(10, 12, way="keypad").zh("票选"))
    assert "全体议政代表半数" in street
    assert "整张无效" not in street


def test_counts_of_another_paper_do_not_pass_as_its_own():
    with pytest.raises(ValueError, match="argument 2"):
        tallied(Paper(family=UpTo(seats=1), items=ITEMS), [ItemCount(item="甲", votes={})])


def test_the_same_counts_of_another_day_are_no_repeat():
    vote = voted(way="papers")
    vote.ask(by_hand())
    vote.ask(by_hand(), OTHER)
    assert vote.ask(by_hand(), OTHER) == [], "the very same is known"
    with pytest.raises(AlreadyDecided):
        vote.ask(by_hand(held_on=DAY - timedelta(days=1)), OTHER)
    with pytest.raises(AlreadyDecided):
        vote.ask(by_hand(present=PRESENT - 1), OTHER)
