"""The box: set up, two keys, opened with a quorum, sealed, counted as it was sealed, published."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.ballot.messages import (
    AnnulBallot,
    BallotCounted,
    BallotPrepared,
    CloseVoting,
    CountBallot,
    NotePapers,
    OfProjects,
    OpenVoting,
    PapersAgreed,
    PapersDiffered,
    PapersEntered,
    PrepareBallot,
    PublishBallot,
    Purpose,
    TakeKey,
)
from domain.ballot.paper import Graded, Paper, PaperItem, UpTo, count
from domain.ballot.refusals import NeedsBothKeys, NoQuorum, NotNow, SameHand, TooManyPapers
from domain.ballot.state import Status
from domain.calendar import Calendar, start_of
from domain.evaluation.grading import Body
from domain.given import Actor, Given
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from domain.regimes import named
from domain.streams import decide, evolve

REGION = "江苏省/泰州市/高港区"
DAY = date(2023, 1, 8)
CLERK = Actor("account:clerk", "clerk", REGION)
FIRST = Actor("account:first", "deputy_groups", REGION)
SECOND = Actor("account:second", "deputy_groups", REGION)
SEAL, OTHER = "a" * 64, "b" * 64
PAPER = Paper(
    family=Graded(), items=(PaperItem(id="P1", title="一"), PaperItem(id="P2", title="二"))
)
PREPARE = PrepareBallot(
    id="gg-2022-end",
    title="2022年度民生实事项目年终测评",
    region=REGION,
    regime="gaogang@1",
    purpose=Purpose(programme="GG22", duty="evaluation"),
    body=Body.CONGRESS,
    paper=PAPER,
    keepers=(FIRST.ref, SECOND.ref),
)
SLIPS = [(("satisfied",), ("basic",)), (("satisfied",), ())]


class Box:
    """A box in memory that is told commands."""

    def __init__(self):
        self.state: Any = None
        self.told: list[Any] = []

    def ask(self, command, by=CLERK):
        at = start_of(DAY) + timedelta(hours=10)
        given = Given(by, at, at, Calendar.seeded(), named("gaogang@1"))
        events = decide("ballot:x", self.state, command, given)
        for event in events:
            self.state = evolve("ballot:x", self.state, event)
        self.told += events
        return list(events)


def with_keys():
    box = Box()
    box.ask(PREPARE)
    box.ask(TakeKey(public_key="A" * 43), FIRST)
    box.ask(TakeKey(public_key="B" * 43), SECOND)
    return box


def opened(roll=10, present=8):
    box = with_keys()
    box.ask(OpenVoting(roll=roll, digest=SEAL, present=present))
    return box


def closed(cast=2, papers=0):
    box = opened()
    box.ask(CloseVoting(cast=cast, papers=papers, digest=SEAL))
    return box


def counting(slips=SLIPS, receipts=2, digest=SEAL):
    hashes = tuple(f"{n:064x}" for n in reversed(range(receipts)))
    return CountBallot(items=count(PAPER, slips), receipts=hashes, digest=digest)


def test_from_the_first_key_to_the_announcement():
    box = closed()
    (counted,) = box.ask(counting())
    assert isinstance(counted, BallotCounted)
    assert counted.ballots == 2
    assert list(counted.receipts) == sorted(counted.receipts), "in no order of casting"
    box.ask(PublishBallot(where="大会现场宣布，区人大网站公布"))
    assert (box.state.status, box.state.held_on) == (Status.PUBLISHED, DAY)
    assert box.state.closed


def test_the_same_box_again_is_one_fact_and_another_is_refused():
    box = with_keys()
    assert box.ask(PREPARE) == []
    with pytest.raises(AlreadyThere):
        box.ask(PREPARE.model_copy(update={"body": Body.COMMITTEE}))


def test_two_people_hold_two_keys():
    with pytest.raises(Malformed):
        Box().ask(PREPARE.model_copy(update={"keepers": (FIRST.ref, FIRST.ref)}))
    box = Box()
    box.ask(PREPARE)
    with pytest.raises(NotYours):
        box.ask(TakeKey(public_key="A" * 43), CLERK)
    box.ask(TakeKey(public_key="A" * 43), FIRST)
    with pytest.raises(Malformed):
        box.ask(TakeKey(public_key="A" * 43), SECOND)
    with pytest.raises(NeedsBothKeys):
        box.ask(OpenVoting(roll=10, digest=SEAL, present=8))
    box.ask(TakeKey(public_key="C" * 43), FIRST)
    box.ask(TakeKey(public_key="B" * 43), SECOND)
    assert box.state.sealed_to == ("C" * 43, "B" * 43), "before the opening a lost key is replaced"
    box.ask(OpenVoting(roll=10, digest=SEAL, present=8))
    with pytest.raises(NotNow):
        box.ask(TakeKey(public_key="D" * 43), SECOND)


def test_an_evaluation_is_graded():
    wrong = Paper(family=UpTo(seats=1), items=PAPER.items)
    with pytest.raises(Malformed):
        Box().ask(PREPARE.model_copy(update={"paper": wrong}))


@pytest.mark.parametrize(
    ("body", "roll", "present", "sits"),
    [
        (Body.CONGRESS, 223, 148, False),
        (Body.CONGRESS, 223, 149, True),
        (Body.COMMITTEE, 30, 15, False),
        (Body.COMMITTEE, 30, 16, True),
    ],
)
def test_nobody_votes_before_there_is_a_quorum(body, roll, present, sits):
    box = Box()
    box.ask(PREPARE.model_copy(update={"body": body}))
    box.ask(TakeKey(public_key="A" * 43), FIRST)
    box.ask(TakeKey(public_key="B" * 43), SECOND)
    opening = OpenVoting(roll=roll, digest=SEAL, present=present)
    if sits:
        assert box.ask(opening)
    else:
        with pytest.raises(NoQuorum):
            box.ask(opening)


def test_more_ballots_than_people_are_not_sealed():
    with pytest.raises(Malformed):
        opened(present=8).ask(CloseVoting(cast=7, papers=2, digest=SEAL))
    box = opened(present=8)
    box.ask(CloseVoting(cast=7, papers=2, digest=SEAL, present=9))
    assert box.state.present == 9, "people came later and were counted again"


def test_a_box_is_not_sealed_over_fewer_people_than_may_vote():
    """Counted again there were too few: the count would only be refused, with no way back."""
    box = opened(roll=10, present=8)
    with pytest.raises(NoQuorum) as told:
        box.ask(CloseVoting(cast=2, papers=0, digest=SEAL, present=6))
    assert "作废" in str(told.value)
    box.ask(CloseVoting(cast=2, papers=0, digest=SEAL, present=7))
    assert (box.state.status, box.state.present) == (Status.CLOSED, 7)


def test_the_box_is_counted_as_it_was_sealed_or_not_at_all():
    for wrong in (
        counting(digest=OTHER),
        counting(receipts=1),
        counting(slips=SLIPS[:1]),
        counting().model_copy(update={"items": count(PAPER, SLIPS)[:1]}),
    ):
        with pytest.raises(Contradicted):
            closed().ask(wrong)


def test_paper_ballots_are_entered_by_two_people_until_they_agree():
    box = closed(cast=2, papers=3)
    with pytest.raises(Contradicted, match="录入"):
        box.ask(counting())
    with pytest.raises(TooManyPapers):
        box.ask(NotePapers(returned=4), FIRST)
    assert [type(x) for x in box.ask(NotePapers(returned=3), FIRST)] == [PapersEntered]
    with pytest.raises(SameHand):
        box.ask(NotePapers(returned=3), FIRST)
    (differed,) = box.ask(NotePapers(returned=3, differing=("P2",)), SECOND)
    assert isinstance(differed, PapersDiffered)
    assert differed.items == ("P2",)
    box.ask(NotePapers(returned=3), SECOND)
    (agreed,) = box.ask(NotePapers(returned=3), CLERK)
    assert isinstance(agreed, PapersAgreed)
    box.ask(counting(slips=SLIPS + SLIPS + SLIPS[:1]))
    assert box.state.ballots == 5


def test_a_stranger_enters_nothing_and_opens_nothing():
    stranger = Actor("account:x", "deputy_groups", REGION)
    with pytest.raises(NotYours):
        closed(papers=1).ask(NotePapers(returned=1), stranger)
    with pytest.raises(NotYours):
        with_keys().ask(OpenVoting(roll=10, digest=SEAL, present=8), FIRST)
    elsewhere = Actor("account:clerk", "clerk", "江苏省/泰州市/姜堰区")
    with pytest.raises(NotYours):
        closed().ask(counting(), elsewhere)


def test_a_lost_key_annuls_the_vote_but_no_clerk_annuls_a_result():
    box = closed()
    box.ask(AnnulBallot(reason="一把钥匙遗失"))
    assert box.state.status is Status.ANNULLED
    with pytest.raises(NotNow):
        box.ask(counting())
    done = closed()
    done.ask(counting())
    with pytest.raises(NotNow):
        done.ask(AnnulBallot(reason="结果不好"))


def test_what_a_box_is_for_is_read_as_it_was_written_and_as_it_is_now():
    shape = BallotPrepared.model_validate
    told = BallotPrepared(**PREPARE.model_dump()).model_dump(mode="json")
    assert shape(told).purpose == Purpose(programme="GG22", duty="evaluation")
    told["purpose"] = {"of": "projects", "collection": "GG24", "round": 2}
    assert shape(told).purpose == OfProjects(collection="GG24", round=2)


def test_an_evaluation_is_graded_and_a_vote_on_projects_is_not():
    ticks = PAPER.model_copy(update={"family": UpTo(seats=1)})
    of_projects = OfProjects(collection="GG24", round=1)
    for purpose, paper in ((PREPARE.purpose, ticks), (of_projects, PAPER)):
        with pytest.raises(Malformed):
            Box().ask(PREPARE.model_copy(update={"purpose": purpose, "paper": paper}))
    assert Box().ask(PREPARE.model_copy(update={"purpose": of_projects, "paper": ticks}))
