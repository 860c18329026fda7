"""S3: ten items with 42 sub-projects (S001); contacts, reports, readings; the report before the
session names all of them."""

from collections import Counter
from datetime import date, datetime

from domain.calendar import SHANGHAI
from domain.papers.compose import compose
from domain.papers.messages import PaperKind
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from ledger.queries.gathering import gather
from tests.support.clockwork import OPENS, say, theatre
from tests.support.scenes import card, duties, opening

REGION = "浙江省/温州市/龙港市"
PARTS = (4, 4, 4, 4, 4, 4, 4, 4, 5, 5)
CARDS = [card("LG23", n, REGION, parts) for n, parts in enumerate(PARTS, 1)]


async def counted(ledger: Ledger) -> Counter[str]:
    """How many duties of each line stand in the items' streams and in the year's."""
    found: Counter[str] = Counter()
    for stream in ("programme:LG23", *(f"project:{x.id}" for x in CARDS)):
        found += Counter(x.line for x in (await duties(ledger, stream)).values())
    return found


async def test_the_year_owes_what_the_measure_says_and_the_report_names_10_and_42(ledger: Ledger):
    await set_clock(ledger, OPENS)
    for line in opening("longgang@2", "LG23", CARDS):
        await say(ledger, line)
    found = await counted(ledger)
    assert {
        x: found[x]
        for x in (
            "monthly_contact",
            "quarterly_report",
            "circular_reading",
            "half_year_inspection",
            "evaluation",
        )
    } == {
        "monthly_contact": 120,
        "quarterly_report": 40,
        "circular_reading": 40,
        "half_year_inspection": 2,
        "evaluation": 1,
    }
    year = await duties(ledger, "programme:LG23")
    assert year["special_supervision_report"].due < date(2024, 3, 20)
    body = compose(PaperKind.SPECIAL_SUPERVISION, None, await gather(ledger, "LG23"))
    assert body.sentences[0] == "共 10 项、42 个具体项目。"
    assert len(body.tables[0].lines) == 42


async def test_each_item_has_one_group_and_its_clock_asks_that_group_alone(ledger: Ledger):
    async with theatre(ledger, OPENS) as stage:
        await stage.perform(opening("longgang@2", "LG23", CARDS))
        await stage.live_until(datetime(2023, 5, 20, tzinfo=SHANGHAI))
    groups = set()
    for item in CARDS:
        own = await duties(ledger, f"project:{item.id}")
        contacts = [x for x in own.values() if x.line == "monthly_contact"]
        assert len(contacts) == 12
        (group,) = {x.obligor for x in contacts}
        groups.add(group)
        assert own["monthly_contact/2023-M04"].overdue
    assert len(groups) == 10
    assert set(await marks_by_actor(ledger)) == {"system:clock"}
