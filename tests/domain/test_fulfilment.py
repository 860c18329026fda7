"""What is published fulfils the duty that asks for it; what nobody asked for fulfils nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.ballot.messages import BallotPublished, Purpose
from domain.ballot.paper import Graded, Paper, PaperItem
from domain.ballot.state import Ballot, Status
from domain.calendar import start_of
from domain.duty import Status as DutyStatus
from domain.duty_events import DutyAccepted, DutyFiled
from domain.evaluation.grading import Body as Voters
from domain.forms import Counts, Evaluation, ItemCounts
from domain.fulfilment import Fulfil
from domain.given import Actor
from domain.matching.schedule import ContactRow, GroupMember
from domain.papers.body import Body, Ref
from domain.papers.messages import IssuePaper, PaperKind
from domain.processes import follow_ups
from domain.programme.contact import ContactSchedulePublished, PublishContactSchedule
from domain.refusals import NotYours
from domain.regimes import named, shipped
from domain.regimes.artefacts import Artefact
from domain.regimes.model import Form
from tests.support.year import CARD, CLERK, Year, open_programme, report

VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
PRESIDIUM = Actor(ref="presidium-1", party="presidium")


def issued(kind=PaperKind.CIRCULAR, period="2023-Q2", at=datetime(2023, 7, 10, 2, tzinfo=UTC)):
    """What a paper issued at that instant means for its year."""
    series = Year("papers:LG23", "baofeng")
    body = Body(
        title="通报",
        scope="一县",
        as_of=at,
        sentences=("没有逾期未报的事项。",),
        tables=(),
        source=Ref(stream="programme:LG23", version=3, hash="a" * 64),
    )
    (event,) = series.ask(
        at,
        IssuePaper(
            programme="LG23",
            region=CARD.region,
            kind=kind,
            period=period,
            issuer="人大主席团",
            on=at.date(),
            body=body,
        ),
        CLERK,
    )
    (told,) = follow_ups(series.state, event)
    assert told.stream == "programme:LG23"
    return told.command


def test_every_paper_is_an_artefact_that_a_line_may_name():
    assert {x.value for x in PaperKind} <= {x.value for x in Artefact}
    asking = [x for y in shipped().values() for x in y.lines if x.fulfilled_by]
    assert asking
    assert all(x.form is Form.REPORT for x in asking)


def test_an_issued_circular_fulfils_its_quarter_at_the_instant_it_was_issued():
    year = open_programme("baofeng", VOTE, SESSION)
    due = year.state.duties["circular/2023-Q2"].due
    command = issued()
    filed, accepted = year.ask(start_of(due + timedelta(days=30)), command)
    assert isinstance(filed, DutyFiled)
    assert isinstance(accepted, DutyAccepted)
    assert (filed.duty, filed.received_at, filed.on_time) == (
        "circular/2023-Q2",
        datetime(2023, 7, 10, 2, tzinfo=UTC),
        True,
    )
    assert filed.by == accepted.by == "民实监〔2023〕1号"
    found = year.state.duties["circular/2023-Q2"]
    assert found.status_at(start_of(due + timedelta(days=30))) is DutyStatus.FULFILLED
    assert year.state.duties["circular/2023-Q3"].owed
    assert year.ask(start_of(due + timedelta(days=31)), command) == []


def test_a_circular_issued_before_its_quarter_is_over_is_not_yet_that_quarters():
    year = open_programme("baofeng", VOTE, SESSION)
    early = issued(at=datetime(2023, 6, 20, 2, tzinfo=UTC))
    assert year.ask(datetime(2023, 6, 20, 3, tzinfo=UTC), early) == []
    assert year.state.duties["circular/2023-Q2"].owed


def test_what_was_filed_by_hand_stays_as_it_was_filed():
    year = open_programme("baofeng", VOTE, SESSION)
    day = date(2023, 7, 5)
    year.file(day, "circular/2023-Q2", report("季度通报"), PRESIDIUM)
    assert year.ask(start_of(day) + timedelta(days=6), issued()) == []
    assert year.state.duties["circular/2023-Q2"].submission.by == "presidium-1"


def test_a_kind_that_no_line_asks_for_and_a_person_who_says_so_fulfil_nothing():
    year = open_programme("baofeng", VOTE, SESSION)
    assert year.ask(start_of(date(2024, 3, 1)), issued(PaperKind.COMPLETION, None)) == []
    with pytest.raises(NotYours):
        year.ask(start_of(date(2023, 7, 11)), issued(), CLERK)


def test_the_published_contact_schedule_is_the_schedule_that_was_owed():
    year = open_programme("gaogang", VOTE, SESSION)
    day = date(2023, 4, 20)
    row = ContactRow(
        project=CARD.id,
        name=CARD.name,
        parties=(CARD.lead_unit,),
        group_name="第1代表联系小组",
        leader="D1",
        members=tuple(GroupMember(ref=f"D{n}", reasons=("就近",)) for n in (1, 2, 3)),
    )
    published, filed, accepted = year.ask(
        start_of(day) + timedelta(hours=10),
        PublishContactSchedule(
            number="港人常〔2023〕8号",
            published_on=day,
            organisation="GG",
            organisation_version=9,
            rows=(row,),
        ),
        CLERK,
    )
    assert isinstance(published, ContactSchedulePublished)
    assert isinstance(filed, DutyFiled)
    assert isinstance(accepted, DutyAccepted)
    assert (filed.duty, accepted.by) == ("supervision_plan", "港人常〔2023〕8号")
    assert named("gaogang").line("supervision_plan").zh == "监督联系安排表"


def box(event: BallotPublished):
    """What the announcement from a box means for its year."""
    item = PaperItem(id=CARD.id, title=CARD.name)
    state = Ballot(
        id="E24",
        title="满意度测评",
        region=CARD.region,
        regime="baofeng@2",
        purpose=Purpose(programme="LG23", duty="evaluation"),
        body=Voters.CONGRESS,
        paper=Paper(family=Graded(), items=(item,)),
        keepers=("a", "b"),
        keys={},
        status=Status.PUBLISHED,
    )
    return [x.command for x in follow_ups(state, event)]


def test_an_announced_result_fulfils_its_publication_only_where_that_box_held_the_round():
    year = open_programme("baofeng", VOTE, SESSION)
    good = Counts(satisfied=90, basic=3, dissatisfied=0)
    at = start_of(SESSION) + timedelta(hours=12)
    (fulfil,) = box(BallotPublished(on=SESSION, where="大会", by="staff-1", published_at=at))
    assert isinstance(fulfil, Fulfil)
    filing = Evaluation(
        held_on=SESSION,
        roll=103,
        present=93,
        items=(ItemCounts(project=CARD.id, counts=good),),
    )
    year.file(SESSION, "evaluation", filing, PRESIDIUM)
    year.accept(SESSION, "evaluation")
    assert year.ask(at, fulfil) == [], "counted by a clerk, not in this box"
    held = year.state.results[0].model_copy(update={"ballot": "E24"})
    year.state = year.state.model_copy(update={"results": (held,)})
    filed, _ = year.ask(at, fulfil)
    assert isinstance(filed, DutyFiled)
    assert (filed.duty, filed.by) == ("evaluation_publication", "E24")
