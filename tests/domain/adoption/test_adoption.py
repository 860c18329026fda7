"""From the counted vote to the projects: what a resolution names, and what then begins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.adoption.messages import (
    DecisionRecorded,
    RecordDecision,
    ResolutionPassed,
    ResultAnnounced,
)
from domain.adoption.proof import unproven
from domain.base import Event
from domain.calendar import Calendar, start_of
from domain.collection.state import Collection
from domain.duty_commands import AcceptDuty, FileDuty
from domain.duty_events import DutyAccepted, DutyScheduled
from domain.forms import Report
from domain.given import Actor
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenDecidedProgramme
from domain.programme.state import Programme
from domain.project.messages import AdoptDecidedProject, ProjectAdopted
from domain.project.state import Project
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from domain.regimes import named
from domain.rehearsal.world import World
from domain.screening.state import Phase
from tests.support.first_half import VOTE, FirstHalf
from tests.support.play import Said
from tests.support.year import CLERK

TOWN = FirstHalf()


class Told:
    """A world in which lines are said one after the other."""

    def __init__(self, months: FirstHalf = TOWN, said: Sequence[Said] = ()) -> None:
        self.months = months
        self.world = World(named(months.regime), Calendar.seeded().assuming_settled())
        self.say(*said)

    def say(self, *said: Said) -> list[Event]:
        """What the last of them brought about."""
        events: list[Event] = []
        for x in said:
            events = list(self.world.tell(x.stream, x.command, x.by, x.at))
        return events

    @property
    def collection(self) -> Collection:
        found: object = self.world.states[self.months.stream]
        assert isinstance(found, Collection)
        return found

    def project(self, number: int) -> Project:
        found: object = self.world.states[stream_id(PROJECT, f"{self.months.id}-{number:02}")]
        assert isinstance(found, Project)
        return found


def counted(months: FirstHalf = TOWN) -> Told:
    return Told(months, [*months.collected(), *months.voted()])


def test_a_resolution_opens_the_list_and_every_project_it_names() -> None:
    told = counted()
    resolved, *_ = told.say(TOWN.resolved()[0])
    assert isinstance(resolved, ResolutionPassed)
    assert (resolved.roll, resolved.majority, resolved.in_favour) == (45, 23, 42)
    programme: object = told.world.states[stream_id(PROGRAMME, "ZZ23")]
    assert isinstance(programme, Programme)
    assert programme.projects == ("ZZ23-01", "ZZ23-02")
    assert (programme.title, programme.anchors.vote) == ("赵庄镇2023年民生实事项目", VOTE)
    assert (programme.anchors.next_session, programme.anchors.session_assumed) == (
        date(2024, 3, 31),
        True,
    )
    assert programme.origin is not None
    assert (programme.origin.collection, programme.origin.document) == ("ZZ23", "ZZ23决议1号")
    first = told.project(1)
    assert (first.card.name, first.card.lead_unit) == ("项目一（样本）", "承办单位1（样本）")
    assert first.card.investment_wan == 100
    assert first.planned_completion == date(2023, 11, 30)
    assert str(first.duties["work_plan"].due) == "2023-05-04"
    assert first.origin is not None
    assert first.origin.tally is not None
    assert (first.origin.item, first.origin.tally.approvals, first.origin.roll) == ("P01", 42, 45)


def test_the_projects_are_numbered_as_the_resolution_prints_them() -> None:
    told = counted()
    told.say(TOWN.say(0, TOWN.resolution("P02", "P01"), hour=15))
    assert [told.project(n).card.name for n in (1, 2)] == ["项目二（样本）", "项目一（样本）"]


def test_what_was_not_chosen_waits_in_the_reserve() -> None:
    told = counted()
    told.say(*TOWN.resolved())
    pool = told.collection.pool
    assert [x.item.id for x in pool.reserve] == ["P03"]
    assert {x: pool.entries[x].phase for x in TOWN.items} == {
        "P01": Phase.ADOPTED,
        "P02": Phase.ADOPTED,
        "P03": Phase.POOLED,
    }


def test_the_same_resolution_twice_is_one_and_another_is_refused() -> None:
    told = counted()
    line = TOWN.resolved()[0]
    told.say(line)
    before = dict(told.world.states)
    assert told.say(line) == []
    assert told.world.states == before
    other = TOWN.resolution().model_copy(update={"number": "ZZ23决议2号"})
    with pytest.raises(AlreadyThere):
        told.say(TOWN.say(0, other, hour=17))


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (("P01", "P03"), "P03 没有当选；缺少当选的 P02"),
        (("P01",), "缺少当选的 P02"),
        (("P01", "P01", "P02"), "有项目重复"),
    ],
)
def test_a_resolution_names_what_was_voted_and_nothing_else(
    chosen: tuple[str, ...], said: str
) -> None:
    told = counted()
    with pytest.raises(Contradicted, match=said):
        told.say(TOWN.say(0, TOWN.resolution(*chosen), hour=15))
    assert told.collection.adoption is None


def test_nothing_is_resolved_before_the_vote() -> None:
    told = Told(TOWN, TOWN.collected())
    with pytest.raises(Contradicted, match="还没有计票结果"):
        told.say(TOWN.resolved()[0])


def test_a_resolution_without_the_majority_of_all_has_not_passed() -> None:
    told = counted()
    few = TOWN.resolution().model_copy(update={"in_favour": 22})
    with pytest.raises(Contradicted, match="23 人"):
        told.say(TOWN.say(0, few, hour=15))


def test_a_tie_is_voted_again_before_anything_is_resolved() -> None:
    tied = replace(TOWN, approvals=(40, 30, 30))
    told = counted(tied)
    with pytest.raises(Contradicted, match="得票相等"):
        told.say(tied.say(0, tied.resolution(), hour=15))
    again = tied.count().model_copy(
        update={
            "round": 2,
            "lines": tuple(
                x.model_copy(update={"approvals": y, "against": 42 - y})
                for x, y in zip(tied.tallies()[1:], (22, 20), strict=True)
            ),
        }
    )
    told.say(tied.say(0, again, hour=16), replace(tied.voted()[2], command=again))
    told.say(tied.say(0, tied.resolution("P01", "P02"), hour=17))
    origin = told.project(2).origin
    assert origin is not None
    assert origin.tally is not None
    assert origin.tally.approvals == 30
    first: ProjectAdopted = ProjectAdopted(
        card=told.project(2).card,
        regime="baofeng@2",
        vote=VOTE,
        next_session=date(2024, 3, 31),
        session_assumed=True,
        origin=origin,
    )
    assert unproven(first, told.collection) is None


def test_a_day_before_the_vote_or_to_come_is_refused() -> None:
    told = counted()
    for day in (VOTE - timedelta(days=1), VOTE + timedelta(days=1)):
        wrong = TOWN.resolution().model_copy(update={"passed_on": day})
        with pytest.raises(Malformed, match=str(day)):
            told.say(TOWN.say(0, wrong, hour=15))


def test_an_item_without_a_unit_cannot_begin() -> None:
    told = counted()
    pool = told.collection.pool
    bare = pool.entries["P01"].item.model_copy(update={"unit": None})
    entry = pool.entries["P01"].model_copy(update={"item": bare})
    told.world.states[TOWN.stream] = told.collection.model_copy(
        update={"pool": pool.with_entries([entry])}
    )
    with pytest.raises(Contradicted, match="没有承办单位"):
        told.say(TOWN.resolved()[0])


def test_the_announcement_is_owed_a_working_day_later_and_announcing_fulfils_it() -> None:
    told = counted()
    events = told.say(TOWN.resolved()[0])
    owed = [x for x in events if isinstance(x, DutyScheduled)]
    assert [(x.line, x.obligor, str(x.terms.due)) for x in owed] == [
        ("announcement", "presidium", "2023-04-03")
    ]
    events = told.say(TOWN.resolved()[1])
    assert isinstance(events[0], ResultAnnounced)
    assert events[0].announcer == "presidium"
    assert [x.duty for x in events if isinstance(x, DutyAccepted)] == ["announcement"]
    assert told.say(TOWN.resolved()[1]) == []


def test_nothing_is_announced_before_it_is_resolved() -> None:
    told = counted()
    with pytest.raises(Contradicted, match="还没有登记决议"):
        told.say(TOWN.resolved()[1])


def test_the_collection_is_closed_when_it_is_announced_and_nothing_is_owed() -> None:
    told = counted()
    told.say(*TOWN.resolved())
    assert not told.collection.closed
    for duty in [x for x in told.collection.duties.values() if x.owed or x.submission]:
        if duty.owed and duty.submission is None:
            paper = FileDuty(duty=duty.id, filing=Report(title=duty.zh, text="已办"))
            told.say(TOWN.say(0, paper, Actor("organ", duty.obligor), hour=20))
        if not told.collection.duties[duty.id].accepted:
            told.say(TOWN.say(0, AcceptDuty(duty=duty.id), Actor("another", "clerk"), hour=21))
    assert told.collection.closed


def test_nobody_sends_what_follows_from_a_decision_in_the_records_place() -> None:
    told = counted()
    told.say(TOWN.resolved()[0])
    project = told.project(1)
    assert project.origin is not None
    forged = AdoptDecidedProject(
        card=project.card.model_copy(update={"id": "ZZ23-09"}),
        regime="baofeng@2",
        vote=VOTE,
        next_session=date(2024, 3, 31),
        session_assumed=True,
        origin=project.origin,
    )
    at = start_of(VOTE) + timedelta(hours=20)
    with pytest.raises(NotYours):
        told.world.tell("project:ZZ23-09", forged, CLERK, at)
    programme: object = told.world.states["programme:ZZ23"]
    assert isinstance(programme, Programme)
    assert programme.origin is not None
    year = OpenDecidedProgramme(
        id="ZZ99",
        title="年度清单",
        region=TOWN.region,
        regime="baofeng@2",
        vote=VOTE,
        next_session=date(2024, 3, 31),
        session_assumed=True,
        projects=("ZZ99-01",),
        origin=programme.origin,
    )
    with pytest.raises(NotYours):
        told.world.tell("programme:ZZ99", year, CLERK, at)


def test_only_the_congresss_office_records_a_resolution() -> None:
    told = counted()
    line = TOWN.resolved()[0]
    with pytest.raises(NotYours):
        told.say(replace(line, by=Actor("unit", "unit:承办单位1（样本）")))


STREET = replace(
    TOWN, id="JD23", regime="shangluo-street@1", region="陕西省/商洛市/商州区/某街道（样本）"
)


def test_a_street_decides_and_passes_no_resolution() -> None:
    told = counted(STREET)
    with pytest.raises(Contradicted, match="街道没有人民代表大会"):
        told.say(STREET.resolved()[0])
    decision = RecordDecision(
        number="街办〔2023〕3号",
        document="关于确定民生实事项目的决定（样本）",
        chosen=STREET.elected,
        decided_on=VOTE,
    )
    events = told.say(STREET.say(0, decision, hour=15))
    assert isinstance(events[0], DecisionRecorded)
    project = told.project(1)
    assert project.origin is not None
    assert project.origin.kind == "selection"
    assert told.collection.adoption is not None
    assert not told.collection.adoption.by_resolution
    told.say(STREET.resolved()[1])
    words = [told.collection.adoption.model_dump_json(), *(x.model_dump_json() for x in events)]
    assert not any("票决" in x or "决议" in x for x in words)


def test_a_congress_that_voted_needs_its_resolution() -> None:
    told = counted()
    decision = RecordDecision(number="1号", document="决定", chosen=TOWN.elected, decided_on=VOTE)
    with pytest.raises(Contradicted, match="应登记大会的决议"):
        told.say(TOWN.say(0, decision, hour=15))
