"""What is shown at reading is what the domain says at that instant, and pages lose nobody."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.calendar import day_of
from domain.duty_commands import Acknowledge
from domain.lights import Light, light
from domain.names import PROJECT, stream_id
from domain.regimes import named
from ledger import audit
from ledger.delivering import deliver
from ledger.door import Ledger
from ledger.projections.duties import late_from
from ledger.queries.duties import duties_of_party, duties_of_stream, duties_to_decide
from ledger.queries.inbox import inbox_of
from ledger.queries.programmes import find_programmes
from ledger.queries.projects import Wanted, find_projects
from tests.ledger.conftest import SetTime
from tests.support.filing import LIST, STREAM, Desk, opening
from tests.support.year import CARD, UNIT, progress, work_plan

OTHER = CARD.model_copy(
    update={
        "id": "LG23-02",
        "name": "居民住宅小区二次供水网络设施改造",
        "lead_unit": "市住房和城乡建设局",
        "co_units": ("市消防救援大队",),
    }
)
ELSEWHERE = CARD.model_copy(update={"id": "NH20-01", "region": "浙江省/宁波市/宁海县"})
MOMENTS = ("2023-04-10", "2023-05-05", "2023-06-02", "2023-07-20", "2023-12-30")


async def a_half_year(desk: Desk, it_is: SetTime) -> None:
    """One files late and lags behind, one is silent."""
    await desk.adopt(OTHER)
    await it_is("2023-05-20 10:00")
    await desk.file()
    await desk.accept()
    await it_is("2023-06-05 10:00")
    await desk.file("monthly_progress/2023-M05", progress(40, 20))
    await desk.accept("monthly_progress/2023-M05")


async def test_lights_and_lateness_are_the_domains_at_every_moment(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await a_half_year(desk, it_is)
    seen = set()
    for moment in MOMENTS:
        now = await it_is(f"{moment} 00:00:30")
        for row in (await find_projects(ledger, Wanted())).items:
            state: Any = (await ledger.standing(row.stream)).state
            shown = light(state, named(state.regime).lights, now)
            assert row.light == shown.light
            assert set(row.light_zh.split("；")) == set(shown.zh.split("；"))
            assert row.overdue == sum(x.late_at(now) for x in state.duties.values())
            seen.add(row.light)
        for duty in await duties_of_stream(ledger, STREAM):
            known = (await ledger.standing(STREAM)).state.duties[duty.duty]
            assert duty.status == known.status_at(duty.now)
            assert duty.late == known.late_at(duty.now)
    assert seen == set(Light)


async def test_late_from_is_the_instant_at_which_a_duty_turns_late(
    ledger: Ledger, desk: Desk
) -> None:
    for duty in (await ledger.standing(STREAM)).state.duties.values():
        turns = late_from(duty)
        if turns is None:
            assert not duty.late_at(duty.due_at + timedelta(days=400))
        else:
            assert duty.late_at(turns)
            assert not duty.late_at(turns - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), {"LG23-01", "LG23-02", "NH20-01"}),
        (Wanted(region="浙江省"), {"LG23-01", "LG23-02", "NH20-01"}),
        (Wanted(region="浙江省/温州市"), {"LG23-01", "LG23-02"}),
        (Wanted(region="浙江省/温"), set()),
        (Wanted(unit="市住房和城乡建设局"), {"LG23-02"}),
        (Wanted(unit="市消防救援大队", region="浙江省/温州市/龙港市"), {"LG23-01", "LG23-02"}),
        (Wanted(phase="P4"), {"LG23-01"}),
        (Wanted(light=Light.GREEN), set()),
        (Wanted(overdue=True), {"LG23-01", "LG23-02", "NH20-01"}),
        (Wanted(regime="gaogang"), {"NH20-01"}),
        (Wanted(regime="baofeng@1"), {"LG23-01", "LG23-02"}),
        (Wanted(text="二次供水"), {"LG23-02"}),
        (Wanted(text="LG23-01"), {"LG23-01"}),
        (Wanted(programme="none"), set()),
        (Wanted(due_within=0), {"LG23-01", "LG23-02", "NH20-01"}),
    ],
)
async def test_staff_find_projects_by(
    ledger: Ledger, desk: Desk, it_is: SetTime, wanted: Wanted, found: set[str]
) -> None:
    await desk.adopt(OTHER)
    await desk.adopt(ELSEWHERE, "gaogang@1")
    await desk.file()
    await desk.accept()
    await it_is("2023-07-10 09:00")
    page = await find_projects(ledger, wanted)
    assert {x.id for x in page.items} == found
    assert page.total == len(found)


async def test_what_comes_due_is_counted_in_days_of_shanghai(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2023-04-10 00:30")  # still 9 April in UTC
    days = (date(2023, 5, 4) - date(2023, 4, 10)).days
    assert (await find_projects(ledger, Wanted(due_within=days))).total == 1
    assert (await find_projects(ledger, Wanted(due_within=days - 1))).total == 0


async def test_pages_lose_nobody_and_show_nobody_twice(ledger: Ledger) -> None:
    desk = Desk(ledger)
    for n in range(7):
        await desk.adopt(CARD.model_copy(update={"id": f"LG23-{n:02}"}))
    pages = [await find_projects(ledger, Wanted(), limit=3, offset=x) for x in (0, 3, 6, 9)]
    assert [len(x.items) for x in pages] == [3, 3, 1, 0]
    assert {x.total for x in pages} == {7}
    assert sorted(y.id for x in pages for y in x.items) == [f"LG23-{n:02}" for n in range(7)]


async def test_a_unit_sees_what_it_owes_in_its_region_most_urgent_first(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await desk.adopt(ELSEWHERE)
    await it_is("2023-07-10 09:00")
    page = await duties_of_party(ledger, UNIT.party, CARD.region)
    assert {x.stream for x in page.items} == {STREAM}
    late = [x.late for x in page.items]
    assert late == sorted(late, reverse=True)
    assert page.items[0].duty == "work_plan"
    assert page.items[0].title == CARD.name
    assert (await duties_of_party(ledger, UNIT.party, "浙江省/温州市")).total == 0
    await desk.file()
    owed = (await duties_of_party(ledger, UNIT.party, CARD.region)).total
    everything = (await duties_of_party(ledger, UNIT.party, CARD.region, owed=False)).total
    assert (owed, everything) == (page.total - 1, page.total)


async def test_the_clerk_sees_what_waits_for_a_decision(ledger: Ledger, desk: Desk) -> None:
    await desk.adopt(ELSEWHERE)
    await desk.file(filing=work_plan())
    page = await duties_to_decide(ledger, "浙江省/温州市")
    assert [(x.stream, x.duty) for x in page.items] == [(STREAM, "work_plan")]
    assert (await duties_to_decide(ledger, "浙江省/宁波市")).total == 0
    await desk.accept()
    assert (await duties_to_decide(ledger, None)).total == 0


async def test_a_notice_is_addressed_delivered_and_acknowledged(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-05 09:00")
    await ledger.keep(STREAM, by="clock")
    waiting = await inbox_of(ledger, UNIT.party, CARD.region, unacknowledged=True)
    (notice,) = waiting.items
    assert (notice.kind, notice.level, notice.delivered_at) == ("overdue", 1, None)
    assert notice.on == date(2023, 5, 5)
    handed_over = await deliver(ledger, STREAM)
    assert handed_over >= 2, "the reminders went to the inbox too"
    assert await deliver(ledger, STREAM) == 0
    seen = Acknowledge(duty=notice.duty, revision=notice.revision, level=notice.level)
    await desk.say(seen, by=UNIT)
    page = await inbox_of(ledger, UNIT.party, CARD.region)
    shown = next(x for x in page.items if x.id == notice.id)
    assert shown.acknowledged_by == UNIT.ref
    assert shown.delivered_at is not None
    assert (await inbox_of(ledger, UNIT.party, CARD.region, unacknowledged=True)).total == 0
    assert (await inbox_of(ledger, UNIT.party, "浙江省/宁波市/宁海县")).total == 0
    assert (await audit.rebuild(ledger)).same


async def test_a_return_is_told_to_the_unit(ledger: Ledger, desk: Desk) -> None:
    await desk.file()
    await desk.return_()
    (told,) = (await inbox_of(ledger, UNIT.party, CARD.region)).items
    assert (told.kind, told.because, told.level) == ("returned", "缺少资金安排", 0)
    assert told.on == day_of(await ledger.now())


async def test_a_programme_counts_its_own_duties_once(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await desk.say(opening(), LIST)
    await it_is("2023-08-10 09:00")
    (programme,) = (await find_programmes(ledger, "浙江省")).items
    assert programme.projects == (CARD.id,)
    assert programme.overdue == len([x for x in await duties_of_stream(ledger, LIST) if x.late]) > 0
    (project,) = (await find_projects(ledger, Wanted(programme="LG23"))).items
    assert project.overdue == len([x for x in await duties_of_stream(ledger, STREAM) if x.late])


async def test_history_reads_back_what_was_said(ledger: Ledger, desk: Desk) -> None:
    await desk.file(key="k-1")
    entry = (await audit.history(ledger, STREAM))[-1]
    assert (entry.type, entry.actor, entry.client, entry.command_id) == (
        "DutyFiled",
        UNIT.ref,
        UNIT.ref,
        "k-1",
    )
    assert entry.event["filing"]["target"] == work_plan().target
    assert stream_id(PROJECT, CARD.id) == entry.stream
