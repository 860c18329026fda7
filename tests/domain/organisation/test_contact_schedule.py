"""Given a list and a proposal, when the contact schedule is published, then every project has one
group with one leader, and nobody with a conflict (rulebook §4.6, no. 5)."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.calendar import start_of
from domain.given import Actor
from domain.matching.judging import ConflictOfInterest
from domain.matching.schedule import ContactRow, GroupMember, NoLeader
from domain.processes import follow_ups
from domain.programme.contact import (
    ChangeContactSchedule,
    ContactScheduleChanged,
    ContactSchedulePublished,
    PublishContactSchedule,
)
from domain.project.group import AssignGroup, GroupAssigned
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours
from tests.support.year import CARD, CLERK, UNIT, open_programme, voted_project

PROJECTS = ("LG23-01", "LG23-02")
DAY = date(2023, 4, 20)
AT = start_of(DAY) + timedelta(hours=10)


def row(project: str = "LG23-01", leader: str = "D1", *refs: str, **more: Any) -> ContactRow:
    members = tuple(GroupMember(ref=x, reasons=("负荷均衡",)) for x in refs or ("D1", "D2", "D3"))
    told: dict[str, Any] = {
        "project": project,
        "name": CARD.name,
        "parties": (CARD.lead_unit,),
        "group_name": "第1代表联系小组",
        "leader": leader,
        "members": members,
        **more,
    }
    return ContactRow(**told)


def publish(*rows: ContactRow, **more: Any) -> PublishContactSchedule:
    told: dict[str, Any] = {
        "number": "龙人常〔2023〕8号",
        "published_on": DAY,
        "organisation": "LG",
        "organisation_version": 96,
        "rows": rows or tuple(row(x) for x in PROJECTS),
        **more,
    }
    return PublishContactSchedule(**told)


def published():
    year = open_programme("gaogang", projects=PROJECTS)
    event, *_ = year.ask(AT, publish(), CLERK)
    return year, event


def test_a_published_schedule_is_frozen_and_each_project_is_told():
    year, event = published()
    assert isinstance(event, ContactSchedulePublished)
    assert event.rows == publish().rows
    told = follow_ups(year.state, event)
    assert [x.stream for x in told] == ["project:LG23-01", "project:LG23-02"]
    assert all(isinstance(x.command, AssignGroup) for x in told)
    assert year.ask(AT, publish(), CLERK) == []
    with pytest.raises(AlreadyThere):
        year.ask(AT, publish(number="另一号"), CLERK)


def test_a_project_takes_the_group_of_its_line_and_asks_again_with_its_own_units():
    programme, event = published()
    command = follow_ups(programme.state, event)[0].command
    project = voted_project("gaogang")
    (assigned,) = project.ask(AT, command)
    assert isinstance(assigned, GroupAssigned)
    assert (assigned.leader, assigned.members) == ("D1", ("D1", "D2", "D3"))
    assert project.ask(AT, command) == []
    hidden = GroupMember(ref="D4", interests=(CARD.lead_unit,))
    sly = row(parties=(), members=(*row().members, hidden))
    with pytest.raises(ConflictOfInterest):
        project.ask(AT, AssignGroup(schedule="8号", organisation="LG", row=sly))


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ((row(),), Malformed),
        ((row(), row()), Malformed),
        ((row(), row("LG23-99")), Malformed),
        ((row(), row("LG23-02", "D9")), NoLeader),
        ((row(), row("LG23-02", "D1", "D1", "D1", "D2")), NoLeader),
        ((row(), row("LG23-02", "D1", "D1")), Malformed),
        ((row(), row("LG23-02", "D1", *(f"D{n}" for n in range(1, 12)))), Malformed),
        (
            (
                row(),
                row(
                    "LG23-02",
                    members=(*row().members, GroupMember(ref="D5", interests=(CARD.lead_unit,))),
                ),
            ),
            ConflictOfInterest,
        ),
        (
            (
                row(),
                row(
                    "LG23-02",
                    members=(*row().members, GroupMember(ref="D5", interests=("LG23-02",))),
                ),
            ),
            ConflictOfInterest,
        ),
        (
            (row(), row("LG23-02", sc_leader=GroupMember(ref="L1", interests=(CARD.lead_unit,)))),
            ConflictOfInterest,
        ),
    ],
)
def test_a_schedule_that_breaks_the_rule_is_refused_whole(rows, refused):
    year = open_programme("gaogang", projects=PROJECTS)
    with pytest.raises(refused):
        year.ask(AT, publish(*rows), CLERK)
    assert year.state.schedule is None


@pytest.mark.parametrize("day", [date(2023, 3, 30), DAY + timedelta(days=1)])
def test_it_is_published_after_the_vote_and_not_ahead_of_today(day):
    with pytest.raises(Malformed):
        open_programme("gaogang", projects=PROJECTS).ask(AT, publish(published_on=day), CLERK)


@pytest.mark.parametrize("actor", [UNIT, Actor("group", "deputy_group:LG23-01")])
def test_only_the_congresss_own_office_publishes(actor):
    with pytest.raises(NotYours):
        open_programme("gaogang", projects=PROJECTS).ask(AT, publish(), actor)


def test_a_later_change_is_a_new_fact_with_its_reason_and_the_old_one_is_kept():
    year, _ = published()
    new = row("LG23-01", "D2")
    change = ChangeContactSchedule(
        on=DAY, organisation="LG", organisation_version=97, row=new, because="组长工作调动"
    )
    (event,) = year.ask(AT, change, CLERK)
    assert isinstance(event, ContactScheduleChanged)
    assert year.state.schedule.rows == (new, row("LG23-02"))
    assert (
        next(x for x in year.told if isinstance(x, ContactSchedulePublished)).rows == publish().rows
    )
    (told,) = follow_ups(year.state, event)
    assert isinstance(told.command, AssignGroup)
    assert (told.stream, told.command.because) == ("project:LG23-01", "组长工作调动")
    assert year.ask(AT, change, CLERK) == []
    with pytest.raises(NoLeader):
        year.ask(AT, change.model_copy(update={"row": row("LG23-01", "D9")}), CLERK)


def test_nothing_is_changed_before_it_is_published():
    change = ChangeContactSchedule(
        on=DAY, organisation="LG", organisation_version=1, row=row(), because="调整"
    )
    with pytest.raises(Contradicted, match="还没有公布"):
        open_programme("gaogang", projects=PROJECTS).ask(AT, change, CLERK)
