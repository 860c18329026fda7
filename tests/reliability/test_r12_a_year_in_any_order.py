"""R12: a project's year in any order, with outages, new calendars, clocks that step and restarts
between any two steps: the ledger, its fold and its read models say what the model says."""

import asyncio
import os
from collections import Counter

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from domain.duty import Duty
from ledger.clock import clock_mode
from ledger.migrate import choose_settable_clock
from ledger.pool import Pool
from tests.reliability.conftest import Say
from tests.support import year_machine
from tests.support.year_machine import YearMachine, unguarded

STEPS = 15
EXAMPLES = int(os.environ.get("YEARS", "500"))
MANY = 10_000


def courses(database: str, examples: int, *, shrink: bool = True) -> Counter[str]:
    """Play so many of them; raises what the first divergence raises. What was done, counted."""
    tally: Counter[str] = Counter()
    with asyncio.Runner() as runner:
        runner.run(choose_settable_clock(database))
        pool = runner.run(Pool.connect(database, clients=2))
        owner = runner.run(asyncpg.connect(database))
        assert runner.run(clock_mode(pool)) == "settable"
        runner.run(unguarded(owner))
        tools = {"runner": runner, "pool": pool, "owner": owner, "tally": tally}
        machine = type("Machine", (YearMachine,), tools)
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=STEPS,
                    deadline=None,
                    print_blob=True,
                    phases=tuple(x for x in Phase if shrink or x is Phase.generate),
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(owner.close())
            runner.run(pool.close())
    return tally


def told(tally: Counter[str]) -> dict[str, int]:
    return {
        x: tally[x] for x in ("courses", "steps", "refused", "outages", "calendars", "compared")
    }


@pytest.mark.timeout(600)
def test_a_year_in_any_order_is_what_the_model_says(database: str, say: Say) -> None:
    tally = courses(database, EXAMPLES)
    say("R12", **told(tally), divergences=0)
    assert tally["compared"] == tally["courses"] >= EXAMPLES
    assert tally["outages"] > 0
    assert tally["calendars"] > 0


@pytest.mark.timeout(7200)
@pytest.mark.nightly
def test_ten_thousand_years_are(database: str, say: Say) -> None:
    tally = courses(database, MANY)
    say("R12N", **told(tally), divergences=0)
    assert tally["compared"] == tally["courses"] >= MANY


@pytest.mark.timeout(300)
def test_a_house_that_decides_by_arrival_diverges(
    database: str, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The naive control: a read model that calls a punctual duty late is seen within few years."""
    honest = year_machine.row

    def by_arrival(duty: Duty) -> dict[str, object]:
        shown = honest(duty)
        return {**shown, "on_time": None if shown["on_time"] is None else False}

    monkeypatch.setattr(year_machine, "row", by_arrival)
    with pytest.raises(AssertionError):
        courses(database, 100, shrink=False)
    say("R12", naive_control="diverges")
