"""A bad year (scenario S10 c, d, f), through the record: shrinking, stopping, not finishing."""

from datetime import date
from decimal import Decimal

import pytest

from domain.completion.year_end import YearEnd
from domain.forms import Claim, ClaimRow
from domain.given import Actor
from domain.parties import Role
from domain.project.changes.messages import (
    CarryOver,
    Kind,
    Proposed,
    ResumeProject,
    Revised,
    SettleBreach,
)
from domain.project.messages import Card, Subproject, Target
from domain.project.state import Phase, Project
from domain.refusals import Contradicted, NotTheirsToDecide
from domain.ruling import Sitting
from ledger import audit
from ledger.door import Ledger
from ledger.queries.completion import completion_of, completion_report, endings
from ledger.queries.follow_ups import open_follow_ups
from ledger.queries.history import history
from ledger.queries.projects import Wanted, find_projects
from ledger.queries.punctuality import punctuality_of
from tests.ledger.conftest import SetTime
from tests.support.decisions import GOVERNMENT, OFFICE, PAPER, asks, grants, ruling
from tests.support.filing import LIST, STREAM, Desk, opening, types
from tests.support.year import CARD, UNIT

CAMERAS = CARD.model_copy(
    update={
        "name": "公共视频监控",
        "subprojects": (
            Subproject(
                no=1, name="公共视频监控", target=Target(op="ge", value=Decimal(4841), unit="个")
            ),
        ),
    }
)
BUILT = Claim(rows=(ClaimRow(subproject=1, actual=Decimal(4623)),))


async def settled(ledger: Ledger) -> None:
    """Whatever one stream owes another is carried out, and every due mark made."""
    await ledger.beat()
    while streams := await ledger.due_streams(await ledger.now()):
        for stream in streams:
            await ledger.keep(stream, by="sweeper")


async def project(ledger: Ledger, stream: str = STREAM) -> Project:
    state = (await ledger.standing(stream)).state
    assert isinstance(state, Project)
    return state


@pytest.fixture
async def voted(ledger: Ledger) -> Desk:
    """A township's list of one project, voted on 31 March 2023."""
    desk = Desk(ledger)
    await desk.say(opening(), LIST)
    await desk.adopt(CAMERAS)
    return desk


async def test_c_218_cameras_less_without_a_decision_are_a_breach_until_they_stand(
    ledger: Ledger, voted: Desk, it_is: SetTime
) -> None:
    await it_is("2023-12-01 10:00")
    assert "ScopeBreached" in types(await voted.file("completion_claim", BUILT))
    await voted.accept("completion_claim")
    entry = await completion_of(ledger, CARD.id)
    assert [x.value for x in entry.breaches] == [218]
    page = await find_projects(ledger, Wanted())
    assert page.items[0].lag_light == "RED"
    for actor in (UNIT, GOVERNMENT):
        seen = SettleBreach(subproject=1, actual=Decimal(4841), finding="补齐", evidence=(PAPER,))
        with pytest.raises(Exception, match="没有找到"):
            await voted.say(seen, by=actor)
    await voted.say(seen, by=OFFICE)
    assert (await completion_of(ledger, CARD.id)).breaches == ()
    assert "ScopeBreached" in [x.type for x in await history(ledger, STREAM)]


async def test_c_the_same_218_with_the_congress_s_decision_are_none(
    ledger: Ledger, voted: Desk, it_is: SetTime
) -> None:
    await it_is("2023-06-15 10:00")
    fewer = Revised(subproject=1, target=Target(op="ge", value=Decimal(4623), unit="个"))
    await voted.say(asks(Kind.TARGET, Proposed(targets=(fewer,))), by=UNIT)
    await it_is("2023-07-20 10:00")
    told = await voted.say(grants(1, ruling(date(2023, 7, 19), sitting=Sitting.SESSION)), by=OFFICE)
    assert types(told)[:2] == ["ChangeApproved", "BaselineSet"]
    await it_is("2023-12-01 10:00")
    assert "ScopeBreached" not in types(await voted.file("completion_claim", BUILT))
    state = await project(ledger)
    assert (state.baseline, state.card.subprojects[0].target) == (2, CAMERAS.subprojects[0].target)


async def test_d_a_township_s_stop_waits_for_a_session_and_is_named_in_the_report(
    ledger: Ledger, voted: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-10 10:00")
    await voted.say(asks(Kind.TERMINATE, reason="片区征迁取消"), by=GOVERNMENT)
    alone = ruling(date(2023, 5, 10), Role.PRESIDIUM, Sitting.PRESIDIUM, "主席团〔2023〕2号")
    with pytest.raises(NotTheirsToDecide):
        await voted.say(grants(1, alone), by=OFFICE)
    assert (await project(ledger)).phase is Phase.ADOPTED
    await it_is("2023-05-30 10:00")
    await voted.say(grants(1, ruling(date(2023, 5, 30))), by=OFFICE)
    await settled(ledger)
    assert (await project(ledger)).phase is Phase.TERMINATED
    assert "ProjectChangeNoted" in [x.type for x in await history(ledger, LIST)]
    report = await completion_report(ledger, "LG23")
    assert report.terminated == (CARD.id,)
    (entry,) = report.entries
    assert entry.changes[0].decided is not None
    assert (entry.changes[0].asked.value, entry.changes[0].decided.value) == (
        "片区征迁取消",
        "宝人决〔2023〕5号",
    )
    assert [x.state for x in await endings(ledger, "LG23")] == [YearEnd.TERMINATED]


async def test_d_an_item_in_its_place_enters_by_the_congress_with_its_own_year(
    ledger: Ledger, voted: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-10 10:00")
    other = Card(
        id="LG23-11",
        programme="LG23",
        list_id="LG23",
        item_no="11",
        name="农村公路安防提升",
        region=CARD.region,
        subprojects=(Subproject(no=0, name="农村公路安防提升"),),
        lead_unit="市交通运输局",
    )
    await voted.say(asks(Kind.REPLACE, Proposed(successor=other)), by=GOVERNMENT)
    await it_is("2023-05-30 10:00")
    await voted.say(grants(1, ruling(date(2023, 5, 30))), by=OFFICE)
    await settled(ledger)
    assert await open_follow_ups(ledger) == []
    new = await project(ledger, "project:LG23-11")
    assert (new.anchors.vote, new.card) == (date(2023, 5, 30), other)
    assert {x.project: x.state for x in await endings(ledger, "LG23")} == {
        CARD.id: YearEnd.TERMINATED,
        "LG23-11": YearEnd.OVERDUE_YEAR,
    }


async def test_f_unfinished_without_milestones_is_overdue_not_carried_over(
    ledger: Ledger, voted: Desk, it_is: SetTime
) -> None:
    await voted.file()
    await voted.accept()
    await it_is("2023-12-31 10:00")
    carry = CarryOver(
        programme="LG24",
        vote=date(2023, 12, 31),
        next_session=date(2025, 1, 15),
        session_assumed=False,
        ruling=ruling(date(2023, 12, 31)),
    )
    with pytest.raises(Contradicted):
        await voted.say(carry, by=OFFICE)
    (ending,) = await endings(ledger, "LG23")
    assert (ending.state, ending.complete) == (YearEnd.OVERDUE_YEAR, False)


async def test_a_suspension_stops_the_claim_s_clock_and_both_rates_are_kept(
    ledger: Ledger, voted: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-10 10:00")
    await voted.say(asks(Kind.SUSPEND), by=UNIT)
    await voted.say(grants(1, ruling(date(2023, 5, 10))), by=OFFICE)
    await it_is("2024-01-10 10:00")
    await settled(ledger)
    state = await project(ledger)
    assert not state.duties["completion_claim"].overdue
    assert state.duties["monthly_progress/2023-M05"].overdue
    await voted.say(ResumeProject(ruling=ruling(date(2024, 1, 9))), by=OFFICE)
    said = await punctuality_of(ledger, "LG23")
    assert said.with_extensions == said.without_extensions
    assert said.with_extensions.part == 0
    assert said.with_extensions.of > 0
    assert (await audit.rebuild(ledger)).same


async def test_who_is_nobody_here_decides_nothing(ledger: Ledger, voted: Desk) -> None:
    stranger = Actor(ref="x", party="clerk", region="江苏省")
    with pytest.raises(Exception, match="没有找到"):
        await voted.say(grants(1, ruling(date(2023, 4, 3))), by=stranger)
