"""R10: a thousand histories of clocks replay: the kept ones, and random years of every measure that
are lived here and now. A careless change breaks most of them, and the same change patched none."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from ledger.door import Ledger
from tests.reliability.conftest import Say
from tests.reliability.times import in_time
from tests.support.histories import kept_text, wakes
from tests.support.many_years import live
from tests.workflows.changed import CARELESS, PATCHED
from tests.workflows.test_replay import HISTORIES, history_of
from worker import RUNNER, WORKFLOWS

SEED = 20261122
PARTS, WORLDS, HANDLED, TURNS = 7, 42, 17, 2
"""So many servers, one after another, each with so many lists of two projects and their programme,
so many suggestions and collections, and so many stretches of time."""
ALL, SAMPLE = 1000, 4
KEEP = Path(__file__).parents[1] / "histories" / "random-years"
"""`RECORD_HISTORIES=1` keeps some of each kind there."""
MOST_KEPT = {"project": 9, "programme": 7, "suggestion": 10, "collection": 3}
MOST_BYTES = 60_000


async def broken(histories: Sequence[WorkflowHistory], workflows: Sequence[type]) -> int:
    """How many of them the workflows do not replay."""
    replayer = Replayer(workflows=workflows, workflow_runner=RUNNER)
    found = [await replayer.replay_workflow(x, raise_on_replay_failure=False) for x in histories]
    return sum(x.replay_failure is not None for x in found)


def keep(histories: Sequence[WorkflowHistory]) -> None:
    """A few of each workflow, as different as can be, for the repository."""
    KEEP.mkdir(exist_ok=True)
    of_kind: Counter[str] = Counter()
    for history in sorted(histories, key=lambda x: -len(x.events)):
        kind = history.workflow_id.partition(":")[0]
        text = kept_text(history)
        if of_kind[kind] < MOST_KEPT[kind] and len(text) <= MOST_BYTES:
            of_kind[kind] += 1
            name = f"{kind}-{of_kind[kind]:02}"
            (KEEP / f"{name}.json").write_text(text, encoding="utf-8")


@pytest.mark.timeout(900)
async def test_a_thousand_histories_replay(database: str, say: Say) -> None:
    began = time.monotonic()
    ledger = await Ledger.connect(database)
    kept = [history_of(x) for x in HISTORIES]
    parts = [await live(ledger, SEED + n, WORLDS, HANDLED, TURNS) for n in range(PARTS)]
    lived = [x for part in parts for x in part]
    await ledger.close()
    if os.environ.get("RECORD_HISTORIES"):
        keep(lived)
    everything = [*kept, *lived]
    lived_in, began = time.monotonic() - began, time.monotonic()
    failures = await broken(everything, WORKFLOWS)
    seconds = time.monotonic() - began
    sample = [*kept, *lived[::SAMPLE]]
    careless, patched = await broken(sample, CARELESS), await broken(sample, PATCHED)
    say(
        "R10",
        seed=SEED,
        kept=len(kept),
        lived=len(lived),
        events=sum(len(x.events) for x in everything),
        failures=failures,
        control_of=len(sample),
        careless_change_breaks=careless,
        patched_change_breaks=patched,
        seconds_to_live_them=round(lived_in, 1),
        seconds=round(seconds, 1),
    )
    assert len(everything) >= ALL
    assert sum(bool(wakes(x)) for x in lived) >= len(lived) // 2
    assert failures == 0
    assert careless >= len(sample) / 2
    assert patched == 0
    assert in_time(seconds <= 120)
