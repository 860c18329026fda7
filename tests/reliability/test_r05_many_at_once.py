"""R05: ten thousand plans due at one instant are marked in seconds, and those who file hardly wait.

Two sweepers, processes of their own, share the work and decide each under its stream's lock; who
files is a process of its own too, made ready as the API is. Filings are judged by those that were
begun in the storm, beside those begun before it.
The control is what one look at the list of the due would say: it accuses all who filed after it.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import pytest

from bench.house import House, standing
from bench.province import due, filer
from bench.rounds import percentile
from bench.storm import child
from ledger import audit
from ledger.door import Ledger
from stack.children import WATCH
from tests.reliability.times import DISK, IN_MEMORY, in_time
from tests.support import data_folder

LEAD = 8.0
"""Seconds of filing before the marks can be made."""
FILERS = 5
"""One of so many projects may file before all are marked."""
MOST_SLOWER = 5
"""Times what the slowest of a hundred filings takes while nothing is due."""
_LEFT = "SELECT EXISTS (SELECT FROM streams WHERE next_at <= $1 AND NOT closed)"
_OWED = "SELECT count(*) FROM duties WHERE duty = 'work_plan' AND owed AND level = 0"
_MARKED = """
SELECT count(*) AS number, max(recorded_at) AS last FROM events
WHERE type = 'Overdue' AND body::json ->> 'duty' = 'work_plan'
"""
_ACCUSED = """
SELECT count(*) FROM events AS filed JOIN events AS late USING (stream)
WHERE filed.type = 'DutyFiled' AND filed.client = 'storm' AND late.type = 'Overdue'
  AND late.body::json ->> 'duty' = 'work_plan' AND late.version > filed.version
"""


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    small = request.node.get_closest_marker("nightly") is None
    with data_folder(quick=small and IN_MEMORY) as home, standing(Path(home)) as made:
        yield made


def sweeper(house: House, name: str, url: str) -> AbstractContextManager[Any]:
    return child(house, name, "bench.timekeeper", name, url, "no-temporal", behind=WATCH)


class Storm(NamedTuple):
    """What was seen."""

    marked: int
    seconds: float
    """From the instant to the last mark."""
    filings: list[filer.Filed]
    quiet_from: float
    """When the clock stood where it was to (`time.time`)."""
    marks_from: float
    """When the first mark was due (`time.time`)."""
    listed: frozenset[str]
    """Whom the list named when the first mark was due."""
    accused: int


async def storm(house: House, projects: int, limit: float) -> Storm:
    url = await due.prepared(house, projects)
    ledger = await Ledger.connect(url)
    connection = await asyncpg.connect(url)
    await due.clock_at(ledger, 3600)
    with (
        sweeper(house, "first", url),
        sweeper(house, "second", url),
        child(
            house, "filer", "bench.province.filer", url, str(projects // FILERS), behind=0
        ) as desk,
    ):
        await due.clock_at(ledger, LEAD)
        quiet_from = time.time()
        await asyncio.sleep(LEAD)
        listed = frozenset(await ledger.due_streams(due.MARK, projects * 2))
        await _all_marked(connection, limit)
    row: Any = await connection.fetchrow(_MARKED)
    accused = await connection.fetchval(_ACCUSED)
    owed = await connection.fetchval(_OWED)
    await connection.close()
    found = await audit.verify(ledger)
    await ledger.close()
    assert found.whole, found.faults[:5]
    assert owed == 0, "some are neither filed nor marked"
    seconds = (row["last"] - due.MARK).total_seconds()
    filings = filer.filed(desk)
    return Storm(row["number"], seconds, filings, quiet_from, quiet_from + LEAD, listed, accused)


async def _all_marked(connection: Any, limit: float) -> None:
    """Once no stream has a mark that could be made."""
    deadline = time.monotonic() + limit
    while await connection.fetchval(_LEFT, due.MARK):
        assert time.monotonic() < deadline, "not all were marked in time"
        await asyncio.sleep(0.25)


def shown(found: Storm) -> dict[str, Any]:
    """The figures of the line."""
    begun, until = found.marks_from, found.marks_from + found.seconds
    quiet = [x.took for x in found.filings if found.quiet_from <= x.at < begun - x.took]
    taken = [x.took for x in found.filings if begun <= x.at < until]
    filed = {x.stream for x in found.filings if x.version}
    return {
        "marked": found.marked,
        "seconds": round(found.seconds, 2),
        "filings": len(found.filings),
        "filings_quiet": len(quiet),
        "filings_in_the_storm": len(taken),
        "p50_ms": round(1000 * percentile(taken, 0.5), 1),
        "p99_ms": round(1000 * percentile(taken, 0.99), 1),
        "quiet_p99_ms": round(1000 * percentile(quiet, 0.99), 1),
        "accused_after_filing": found.accused,
        "accused_by_the_list_alone": len(filed & found.listed),
    }


@pytest.mark.timeout(600)
async def test_ten_thousand_are_marked_in_seconds_and_those_who_file_hardly_wait(
    house: House, say: Any
):
    found = await storm(house, 10_000, 240)
    figures = shown(found)
    say("R05", due=10_000, disk=DISK, **figures)
    assert figures["accused_after_filing"] == 0
    assert figures["accused_by_the_list_alone"] > 0, "the control must accuse"
    assert found.marked + figures["filings"] >= 10_000
    assert in_time(found.seconds <= 5)
    assert in_time(figures["p99_ms"] <= 100)
    assert in_time(figures["p99_ms"] <= MOST_SLOWER * figures["quiet_p99_ms"])


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("number", "within"), [(100_000, 60), (400_000, 300)])
async def test_a_province_and_a_nation_at_one_midnight(
    house: House, say: Any, number: int, within: float
):
    found = await storm(house, number, 4 * within)
    figures = shown(found)
    say("R05N", due=number, **figures)
    assert figures["accused_after_filing"] == 0
    assert in_time(found.seconds <= within)
    assert in_time(figures["p99_ms"] <= 100)
