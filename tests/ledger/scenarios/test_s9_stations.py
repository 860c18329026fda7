"""S004's stations and S002's counts through the ledger: sums of leaves, by kind and by region."""

from datetime import date
from typing import Any

from domain.activity.figures import add_up
from domain.activity.kinds import FigureName
from domain.activity.messages import RecordActivity
from domain.figures.beside import roll_up
from domain.figures.figure import Figure, Scope
from domain.given import Actor
from domain.names import ACTIVITY, STATION, stream_id
from domain.station.messages import EnrolStation, Setup
from ledger import audit
from ledger.door import Ledger
from ledger.queries.figures import find_figures
from ledger.queries.stations import activity_figures, station_counts
from tests.ledger.conftest import SetTime
from tests.support.activities import (
    ARTICLES,
    GROUP_OUTPUT,
    SIX_ENTRIES,
    TAKING_PART,
    TRAINING,
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


async def test_activities_are_leaves_of_the_figures_with_their_marks(
    ledger: Ledger, it_is: SetTime
) -> None:
    """S002's sitting-in and group output and S004's 4 courses of 291, rolled up by the record."""
    await it_is("2025-02-11 10:00")
    quiet = TRAINING.model_copy(update={"figures": (), "on": date(2024, 3, 1), "until": None})
    leaves = [*((TOWN, x) for x in (*TAKING_PART, *GROUP_OUTPUT)), (CITY, TRAINING), (CITY, quiet)]
    for n, (region, told) in enumerate(leaves):
        command = RecordActivity(id=f"A-{n}", region=region, told=told)
        stream = stream_id(ACTIVITY, command.id)
        await ledger.handle(stream, command, actor=CLERK, client="test", command_id=str(n))

    async def figure(name: str, region: str, year: str, day: date) -> Figure:
        scope = Scope(region=region, periods=(year,), as_of=day)
        found = await find_figures(ledger, scope)
        return roll_up(name, scope, found.leaves, found.claims, found.expected.get(name, ()))

    day, district = date(2025, 2, 11), "安徽省/淮北市/杜集区"
    assert (await figure("training_courses", CITY, "2023", day)).value == 4
    assert (await figure("trained_deputies", CITY, "2023", day)).value == 291
    said = await figure("trained_deputies", CITY, "2024", day)
    assert (said.value, said.unknown) == (None, (f"{CITY} 2024",)), "unknown, not 0"
    assert (await figure("training_courses", CITY, "2024", day)).value == 1
    taking_part = ("sitting_in", "joined_events", "joined_inspections", "research_reports")
    found = [(await figure(x, district, "2023", day)).value for x in taking_part]
    assert found == [12, 8, 14, 9]
    studies = await figure("group_studies", district, "2023", day)
    assert studies.value == 20
    assert studies.at_least
    earlier = await figure("sitting_in", district, "2023", date(2023, 6, 30))
    assert earlier.value is None, "it was not over on that day"
