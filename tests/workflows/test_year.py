"""A year of each regime: kept by the clocks alone, by the sweeper alone, in memory; the same."""

import os
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import WorkflowHistory

from domain.calendar import start_of
from ledger.canon import body_of
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from tests.support.clockwork import OPENS, say, theatre
from tests.support.histories import MOST_EVENTS, costs, every_run, kept_text
from tests.support.play import VOTED, Play
from watch.sweeper import Sweeper

HISTORIES = Path(__file__).parents[1] / "histories"
MOST_BYTES = 200_000
"""Larger histories are not kept in the repository: they repeat what the smaller ones show."""
REGIMES = ("baofeng@1", "gaogang@1", "longgang@1")
ONCE_AND_LONG = [REGIMES[0], *(pytest.param(x, marks=pytest.mark.long) for x in REGIMES[1:])]
Told = dict[str, list[tuple[str, str]]]


async def recorded(url: str) -> Told:
    """(type, body) of every event in the ledger, by stream."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT stream, type, body FROM events ORDER BY stream, version")
    await connection.close()
    told: Told = defaultdict(list)
    for row in rows:
        told[row["stream"]].append((row["type"], row["body"]))
    return dict(told)


def told_in_memory(play: Play) -> Told:
    return {
        stream: [(type(x).__name__, body_of(x)) for x in year.told]
        for stream, year in play.years.items()
    }


def record(regime: str, runs: list[WorkflowHistory]) -> None:
    """Keep the runs for the replay gate, when asked to."""
    if os.environ.get("RECORD_HISTORIES"):
        for n, run in enumerate(runs):
            name = f"{regime}-{run.workflow_id.replace(':', '-')}-{n:02}.json"
            text = kept_text(run)
            if len(text) <= MOST_BYTES:
                (HISTORIES / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("regime", ONCE_AND_LONG)
async def test_the_clocks_alone_keep_the_year(regime: str, ledger: Ledger, database: str):
    play = Play(regime).rehearse()
    lost = frozenset({len(play.said) // 3})
    async with theatre(ledger, OPENS) as stage:
        stage.lost = lost
        await stage.perform(play.said)
        outcomes = [
            await stage.env.client.get_workflow_handle(stream).result() for stream in play.years
        ]
        runs = [y for x in play.years for y in await every_run(stage.env.client, x)]
    assert await recorded(database) == told_in_memory(play)
    assert set(await marks_by_actor(ledger)) == {"system:clock"}
    turns = [cost for run in runs for cost in costs(run)]
    assert sum(turns) <= MOST_EVENTS * len(turns)
    assert max(turns) <= MOST_EVENTS + 1  # where a filing's own wake finds a mark due
    assert len(runs) > len(play.years)
    record(regime, runs)
    assert outcomes == ["P10 SATISFIED"] * 3 + ["年度办结"]


@pytest.mark.parametrize("regime", ONCE_AND_LONG)
async def test_the_sweeper_alone_keeps_the_same_year(regime: str, ledger: Ledger, database: str):
    play = Play(regime).rehearse()
    sweeper = Sweeper(ledger)
    night = start_of(VOTED + timedelta(days=1)) + timedelta(seconds=121)
    for line in play.said:
        while night < line.at:
            await set_clock(ledger, night)
            await sweeper.sweep()
            night += timedelta(days=1)
        await set_clock(ledger, line.at)
        await say(ledger, line)
        await sweeper.sweep()
    assert await recorded(database) == told_in_memory(play)
    assert set(await marks_by_actor(ledger)) == {"system:sweeper"}
