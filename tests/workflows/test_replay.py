"""The replay gate: every recorded history still replays, and a careless change would not.

Those in `by-server` are of clocks that began before a moment was kept at hand (decision 9).
`RECORD_HISTORIES=1 make test ARGS="-k clocks_alone"` records them anew from the year's own runs.
"""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.support.histories import MOST_EVENTS, costs, kept_text, wakes
from tests.workflows.changed import CARELESS, PATCHED
from worker import RUNNER, WORKFLOWS

HISTORIES = sorted((Path(__file__).parents[1] / "histories").rglob("*.json"))


def history_of(file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(file.stem, file.read_text(encoding="utf-8"))


async def test_every_recorded_history_replays():
    assert len(HISTORIES) >= 50
    replayer = Replayer(workflows=WORKFLOWS, workflow_runner=RUNNER)
    for file in HISTORIES:
        result = await replayer.replay_workflow(history_of(file), raise_on_replay_failure=False)
        assert result.replay_failure is None, file.name


def test_what_is_kept_names_no_folder_of_a_machine():
    assert [x.name for x in HISTORIES if "stackTrace" in x.read_text(encoding="utf-8")] == []
    once = history_of(HISTORIES[0])
    assert kept_text(once) == once.to_json(), "all else is kept as it was"


async def test_a_careless_change_is_caught():
    replayer = Replayer(workflows=CARELESS, workflow_runner=RUNNER)
    slept = [x for x in HISTORIES if wakes(history_of(x))]
    assert len(slept) * 2 > len(HISTORIES)
    for file in slept:
        result = await replayer.replay_workflow(history_of(file), raise_on_replay_failure=False)
        assert "TMPRL1100" in str(result.replay_failure), file.name


async def test_the_same_change_patched_breaks_nothing():
    replayer = Replayer(workflows=PATCHED, workflow_runner=RUNNER)
    for file in HISTORIES[::4]:
        result = await replayer.replay_workflow(history_of(file), raise_on_replay_failure=False)
        assert result.replay_failure is None, file.name


@pytest.mark.parametrize("file", HISTORIES, ids=lambda x: x.stem)
def test_a_turn_of_the_clock_costs_few_events(file: Path):
    history = history_of(file)
    turns = list(costs(history))
    assert sum(turns) <= MOST_EVENTS * len(turns)
    assert len(history.events) <= 2000
