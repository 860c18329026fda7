"""S1: twelve townships vote 121 projects by 31 March 2023 (S003); the plan is due on 4 May."""

from datetime import datetime, timedelta

from domain.calendar import SHANGHAI, start_of
from domain.duty_events import Escalated, EscalationRecommended, LetterIssued, Overdue
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from ledger.queries.history import history
from ledger.queries.programmes import find_programmes
from tests.support.clockwork import OPENS, say, theatre
from tests.support.play import Said
from tests.support.scenes import VOTED, accepted, card, duties, filed, opening
from tests.support.year import work_plan

COUNTY = "河南省/平顶山市/宝丰县"
TOWNS = ("赵庄镇", "石桥镇", *(f"乡镇{n:02}（样本）" for n in range(3, 13)))
"""The two pilots are named in the source; the ten that followed are not."""
SIZES = (*(10 for _ in range(11)), 11)
DEADLINE = datetime(2023, 5, 5, tzinfo=SHANGHAI)


def town(number: int) -> list[Said]:
    """A township's year under the measure of its county."""
    programme, region = f"BF23-{number:02}", f"{COUNTY}/{TOWNS[number - 1]}"
    return opening(
        "baofeng@2",
        programme,
        [card(programme, n, region) for n in range(1, SIZES[number - 1] + 1)],
    )


async def test_twelve_townships_and_121_projects_each_with_its_plan(ledger: Ledger):
    await set_clock(ledger, OPENS)
    for number in range(1, 13):
        for line in town(number):
            await say(ledger, line)
    found = (await find_programmes(ledger, limit=50)).items
    assert len(found) == 12
    assert sum(len(x.projects) for x in found) == 121
    assert round(121 / len(found), 2) == 10.08
    for year in found:
        own = await duties(ledger, f"programme:{year.id}")
        assert str(own["supervision_plan"].due) == "2023-05-04"
        first = own["quarterly_meeting/2023-Q2"].due
        assert (str(first), first.isoweekday()) == ("2023-06-30", 5)
        for project in year.projects:
            plan = (await duties(ledger, f"project:{project}"))["work_plan"]
            assert (str(plan.original_due), plan.due_at) == ("2023-05-04", DEADLINE)
    assert (await audit.verify(ledger)).faults == ()
    assert (await audit.replay_check(ledger)).differing == ()


async def test_the_fourth_of_may_is_on_time_and_the_fifth_is_late(ledger: Ledger):
    await set_clock(ledger, OPENS)
    for line in town(1):
        await say(ledger, line)
    for number, at in ((1, DEADLINE - timedelta(seconds=1)), (2, DEADLINE)):
        await set_clock(ledger, at)
        unit = f"unit:承办单位{number}（样本）"
        await say(ledger, filed(at, f"project:BF23-01-{number:02}", "work_plan", work_plan(), unit))
    told = [(await duties(ledger, f"project:BF23-01-0{n}"))["work_plan"] for n in (1, 2)]
    assert [x.submission.on_time for x in told] == [True, False]


async def test_the_clocks_of_a_township_keep_its_spring(ledger: Ledger):
    cards = [card("BF23-01", n, f"{COUNTY}/赵庄镇") for n in (1, 2)]
    diligent = start_of(VOTED) + timedelta(days=34, hours=10)  # 4 May
    said = [
        *opening("baofeng@2", "BF23-01", cards),
        filed(diligent, "project:BF23-01-01", "work_plan", work_plan(), "unit:承办单位1（样本）"),
        accepted(diligent + timedelta(hours=1), "project:BF23-01-01", "work_plan"),
    ]
    async with theatre(ledger, OPENS) as stage:
        await stage.perform(said)
        await stage.live_until(datetime(2023, 5, 21, tzinfo=SHANGHAI))
    rungs = (Overdue, LetterIssued, Escalated, EscalationRecommended)
    ladder = {
        name: [
            (x.type, x.event["on"])
            for x in await history(ledger, f"project:{name}")
            if x.type in {y.__name__ for y in rungs} and x.event["duty"] == "work_plan"
        ]
        for name in ("BF23-01-01", "BF23-01-02")
    }
    assert ladder == {
        "BF23-01-01": [],
        "BF23-01-02": [
            ("Overdue", "2023-05-05"),
            ("LetterIssued", "2023-05-10"),
            ("Escalated", "2023-05-16"),
            ("EscalationRecommended", "2023-05-20"),
        ],
    }
    assert set(await marks_by_actor(ledger)) == {"system:clock"}
