"""R05: ten thousand plans due at one instant are marked in seconds, and those who file hardly wait.

Two sweepers, processes of their own, share the work and decide each under its stream's lock.
Filings are judged by those that were begun in the storm, beside those begun before it.
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
from bench.province import due
from bench.rounds import percentile
from bench.storm import child
from ledger import audit
from ledger.door import Ledger
from stack.children import WATCH
from tests.reliability.times import in_time
from tests.support import data_folder

LEAD = 4.0
"""Seconds of filing before the marks can be made."""
FILINGS, PER_SECOND = 400, 50.0
MOST_SLOWER = 5
"""Times what the slowest of a hundred filings takes while nothing is due."""
_MARKED = """
SELECT count(*) AS number, max(recorded_at) AS last FROM events
WHERE type = 'Overdue' AND body::json ->> 'duty' = 'work_plan'
"""
_ACCUSED = """
SELECT count(*) FROM events AS filed JOIN events AS late USING (stream)
WHERE filed.type = 'DutyFiled' AND filed.client = 'storm' AND late.type = 'Overdue'
  AND late.body::json ->> 'duty' = 'work_plan' AND late.version > filed.version
"""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with data_folder() as home, standing(Path(home)) as made:
        yield made


def sweeper(house: House, name: str, url: str) -> AbstractContextManager[Any]:
    return child(house, name, "bench.timekeeper", name, url, "no-temporal", behind=WATCH)


class Storm(NamedTuple):
    """What was seen."""

    marked: int
    seconds: float
    """From the instant to the last mark."""
    filings: list[due.Filed]
    marks_from: float
    """When the first mark was due (`time.time`)."""
    listed: frozenset[str]
    """Whom the list named when the first mark was due."""
    accused: int


async def storm(house: House, projects: int, limit: float) -> Storm:
    url = await due.prepared(house, projects)
    ledger = await Ledger.connect(url)
    await ledger.warm()
    connection = await asyncpg.connect(url)
    stop = asyncio.Event()
    await due.clock_at(ledger, 3600)
    with sweeper(house, "first", url), sweeper(house, "second", url):
        await due.clock_at(ledger, LEAD)
        marks_from = time.time() + LEAD
        units = await due.some(connection, FILINGS)
        filing = asyncio.create_task(due.filing(ledger, units, per_second=PER_SECOND, stop=stop))
        await asyncio.sleep(LEAD)
        listed = frozenset(await ledger.due_streams(due.MARK, projects * 2))
        row = await _all_marked(connection, projects, limit)
        filings = await filing
    accused = await connection.fetchval(_ACCUSED)
    await connection.close()
    found = await audit.verify(ledger)
    await ledger.close()
    assert found.whole, found.faults[:5]
    seconds = (row["last"] - due.MARK).total_seconds()
    return Storm(row["number"], seconds, filings, marks_from, listed, accused)


async def _all_marked(connection: Any, projects: int, limit: float) -> Any:
    """Once every plan is filed or marked; the rest of the filings may still be on its way."""
    owed = "SELECT count(*) FROM duties WHERE duty = 'work_plan' AND owed AND level = 0"
    deadline = time.monotonic() + limit
    while await connection.fetchval(owed):
        assert time.monotonic() < deadline, "not all were marked in time"
        await asyncio.sleep(0.25)
    return await connection.fetchrow(_MARKED)


def shown(found: Storm) -> dict[str, Any]:
    """The figures of the line."""
    quiet = [x.took for x in found.filings if x.at + x.took < found.marks_from]
    taken = [x.took for x in found.filings if x.at >= found.marks_from]
    filed = {x.stream for x in found.filings if x.version}
    return {
        "marked": found.marked,
        "seconds": round(found.seconds, 2),
        "filings": len(found.filings),
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
    say("R05", due=10_000, **figures)
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
