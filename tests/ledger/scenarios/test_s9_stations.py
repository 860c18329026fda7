"""S004's stations and S002's counts through the ledger: sums of leaves, by kind and by region."""

from datetime import date
from typing import Any

from domain.activity.figures import add_up
from domain.activity.kinds import FigureName
from domain.activity.messages import RecordActivity
from domain.given import Actor
from domain.names import ACTIVITY, STATION, stream_id
from domain.station.messages import EnrolStation, Setup
from ledger import audit
from ledger.door import Ledger
from ledger.queries.stations import activity_figures, station_counts
from tests.ledger.conftest import SetTime
from tests.support.activities import (
    ARTICLES,
    GROUP_OUTPUT,
    SIX_ENTRIES,
    TAKING_PART,
    VOTERS_REPORTS,
)
from tests.support.registers import TOWN

CITY = "陕西省/商洛市"
CLERK = Actor("staff-1", "clerk")
PUBLISHED = {
    ("central", "town"): 86,
    ("central", "street"): 12,
    ("village", None): 340,
    ("professional", None): 29,
    ("mobile", None): 1,
    ("industrial", None): 3,
}
"""98 central ones are those of 86 towns and 12 streets."""


def stations() -> list[EnrolStation]:
    """Every one of them, over seven counties."""
    made = []
    for (kind, seat), number in PUBLISHED.items():
        for n in range(number):
            told: dict[str, Any] = {"name": f"（合成）{kind}{n}", "kind": kind, "seat": seat}
            made.append(
                EnrolStation(
                    id=f"{kind}-{seat or 'x'}-{n}",
                    region=f"{CITY}/县{n % 7 + 1}",
                    regime="shangluo-county@1",
                    setup=Setup.model_validate(told),
                    since=date(2023, 1, 1),
                )
            )
    return made


async def test_four_hundred_and_seventy_one_stations_are_a_sum_of_leaves(ledger: Ledger) -> None:
    for one in stations():
        await ledger.handle(
            stream_id(STATION, one.id), one, actor=CLERK, client="test", command_id=one.id
        )
    counts = {(x.kind, x.seat): x.stations for x in await station_counts(ledger, CITY)}
    assert counts == PUBLISHED
    assert sum(counts.values()) == 98 + 340 + 29 + 1 + 3 == 471
    assert counts["central", "town"] + counts["central", "street"] == 98 == 86 + 12
    by_county = [await station_counts(ledger, f"{CITY}/县{n}") for n in range(1, 8)]
    assert sum(x.stations for rows in by_county for x in rows) == 471
    assert await station_counts(ledger, "陕西省/西安市") == []
    assert sum(x.persons for x in await station_counts(ledger)) == 0


async def test_the_counts_of_s002_are_leaves_with_their_marks(
    ledger: Ledger, it_is: SetTime
) -> None:
    await it_is("2023-09-22 10:00")
    leaves = (*TAKING_PART, ARTICLES, VOTERS_REPORTS, *GROUP_OUTPUT, SIX_ENTRIES)
    for n, told in enumerate(leaves):
        command = RecordActivity(id=f"S002-{n}", region=TOWN, told=told)
        stream = stream_id(ACTIVITY, command.id)
        for _ in range(2):  # the source prints it once, people may hand it in twice
            await ledger.handle(stream, command, actor=CLERK, client="test", command_id=f"leaf-{n}")
    rows = await activity_figures(ledger, "安徽省/淮北市/杜集区", 2023)
    assert len(rows) == len(leaves)

    def said(what: FigureName, *kinds: str) -> str:
        return add_up(what, [x.counted for x in rows if x.kind in kinds]).zh

    assert [said(FigureName.PERSON_TIMES, x) for x in ("sit_in", "hearing", "inspection")] == [
        *("12", "8", "14")
    ]
    assert said(FigureName.ARTICLES, "article") == "11"
    assert [said(x, "study") for x in (FigureName.GROUPS, FigureName.TIMES)] == ["15", "20余"]
    assert said(FigureName.REPORTS, "study") == "9"
    assert said(FigureName.DEPUTIES, "voters_report") == "80余"
    assert [said(x, "theme") for x in (FigureName.OPINIONS, FigureName.DEEDS)] == ["40余", "22"]
    assert said(FigureName.DEEDS, "study") == "未知", "what nobody said is unknown, not 0"
    assert (await audit.rebuild(ledger)).same
