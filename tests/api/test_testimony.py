"""The second witness: what real histories of clocks say, and where it differs from the ledger."""

from itertools import pairwise
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory

from api.testimony import looks_of
from domain.witness import Fact, Look, Verdict, beside, first_disagreement

HISTORIES = Path(__file__).parents[1] / "histories"
CLOCK, SWEEPER, CLERK = "system:clock", "system:sweeper", "staff-1"


async def looks(name: str) -> list[Look]:
    """The looks of a stored run."""
    text = (HISTORIES / f"{name}.json").read_text()
    return await looks_of(WorkflowHistory.from_json(name, text))


@pytest.mark.parametrize("folder", ["", "by-server/"])
async def test_a_history_says_at_each_look_how_far_the_record_was(folder: str) -> None:
    found = await looks(f"{folder}longgang-programme-LG23-05")
    assert found[0].why in ("began", "woken")
    assert {x.why for x in found[1:]} <= {"fired", "woken", "again"}
    assert all(a.version <= b.version and a.number < b.number for a, b in pairwise(found))


async def test_what_the_clock_found_agrees_and_a_cut_tail_is_named() -> None:
    found = await looks("longgang-programme-LG23-05")
    last = found[-1].version
    facts = [Fact(x, CLERK) for x in range(1, last + 1)]
    lines = beside(facts, found, whole=False)
    assert first_disagreement(lines) is None
    assert lines[0].verdict is Verdict.BEFORE
    assert lines[-1].look is not None
    cut = first_disagreement(beside(facts[:-3], found, whole=False))
    assert cut is not None
    assert (cut.verdict, cut.version > last - 3) == (Verdict.MISSING, True)


async def test_what_the_sweeper_did_and_what_the_clock_never_saw_are_told_apart() -> None:
    found = await looks("longgang-programme-LG23-05")
    first, last = found[1].version, found[-1].version
    facts = [Fact(x, SWEEPER if x == first else CLOCK) for x in range(1, last + 1)]
    late = first_disagreement(beside(facts, found, whole=False))
    assert late is not None
    assert (late.version, late.verdict) == (first, Verdict.LATER)
    filed = beside([*facts, Fact(last + 1, CLERK)], found, whole=False)[-1]
    assert filed.verdict is Verdict.WAITS
    forged = beside([*facts, Fact(last + 1, CLOCK)], found, whole=False)[-1]
    assert forged.verdict is Verdict.MISSING
