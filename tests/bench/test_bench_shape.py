"""The benchmarks run and write what they promise; how fast they are is no test's business."""

import asyncio
import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from bench.desk import Filing, within
from bench.figures import AT_LEAST, AT_MOST, Figures, reached
from bench.report import table
from bench.rounds import by_turns, latencies, percentile, ratio

ROOT = Path(__file__).parents[2]
RATIOS = {
    "handle_vs_raw",
    "handle_vs_eventsourcing",
    "handle_vs_eventsourcing_alone",
    "handle_vs_temporal_update",
    "handle_vs_dbos",
    "http_vs_raw",
    "replay_vs_eventsourcing",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run writes that is so small that it says nothing about speed."""
    file = tmp_path_factory.mktemp("bench") / "results.json"
    only = [word for name in ("handle", "http", "replay") for word in ("--only", name)]
    command = [sys.executable, "-m", "bench", "--tiny", "--out", str(file), *only]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    written: dict[str, Any] = json.loads(file.read_text())
    return written


@pytest.mark.long
def test_the_results_say_machine_runs_and_ratios(told: dict[str, Any]) -> None:
    assert told.keys() == {"machine", "runs", "ratios"}
    assert all(x.keys() == {"name", "value", "unit"} for x in told["runs"])
    assert told["ratios"].keys() >= RATIOS
    assert all(x > 0 for x in told["ratios"].values())


@pytest.mark.long
def test_a_ratio_follows_from_the_runs(told: dict[str, Any]) -> None:
    def of(name: str) -> list[float]:
        return [x["value"] for x in told["runs"] if x["name"] == name]

    rounds = zip(of("handle/handle"), of("handle/raw"), strict=True)
    expected = median([ours / raw for ours, raw in rounds])
    assert told["ratios"]["handle_vs_raw"] == pytest.approx(expected, abs=0.001)


def test_a_ratio_compares_rounds_that_stand_side_by_side() -> None:
    assert ratio({"a": [10, 1], "b": [20, 2]}, "a", "b") == 0.5


async def test_peers_work_by_turns() -> None:
    told: list[str] = []

    async def step(name: str) -> None:
        told.append(name)
        await asyncio.sleep(0.01)

    peers = {x: [partial(step, x)] for x in "ab"}
    rates = await by_turns(peers, rounds=2, seconds=0.005)
    assert told == ["a", "b", "b", "a"]
    assert all(x > 0 for some in rates.values() for x in some)


def test_the_table_says_what_was_required_and_whether_it_was_reached() -> None:
    figures = Figures()
    figures.note("handle/raw", 10, "commands/s")
    figures.compare("handle_vs_raw", 0.4)
    assert ">= 0.5" in table(figures)
    assert "NO" in table(figures)
    assert reached("filing_p99_storm_vs_quiet", 4.9)
    assert not reached("temporal_events_a_wake", 19)
    assert not AT_LEAST.keys() & AT_MOST.keys()


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3, 1, 2], 0.99) == 3
    assert percentile([3, 1, 2], 0.5) == 2


def test_a_filing_belongs_to_the_time_in_which_it_was_due() -> None:
    filings = [Filing(9.9, 0.4), Filing(10.0, 0.1), Filing(19.9, 5.0), Filing(20.0, 0.2)]
    assert within(filings, 10.0, 20.0) == [0.1, 5.0]


async def test_a_late_answer_counts_from_when_the_command_was_due() -> None:
    over = asyncio.Event()

    async def slow() -> None:
        over.set()
        await asyncio.sleep(0.02)

    taken = await latencies(slow, per_second=100, until=over.is_set)
    assert [due for due, _ in taken] == [n / 100 for n in range(len(taken))]
    assert all(took >= 0.02 for _, took in taken)
