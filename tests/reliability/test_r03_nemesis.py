"""R03: whatever is killed, when it is killed, nothing is lost and nobody is wrongly late.

A seed gives who files when and what is struck when. `make chaos` runs all of them for 90 s each.
"""

import pytest

from tests.reliability.conftest import Say
from tests.reliability.fire import damage
from tests.reliability.fire.battle import battle
from tests.reliability.fire.judge import NOTHING
from tests.reliability.fire.nemesis import everything
from tests.reliability.times import in_time

PROJECTS, WAVES, SECONDS = 600, 4, 90.0
MOST_P50, MOST_P99 = 50.0, 3000.0


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("seed", "vandalised"),
    [
        (20230320, False),
        pytest.param(20230321, True, marks=pytest.mark.nightly),
        pytest.param(20230322, False, marks=pytest.mark.nightly),
    ],
)
async def test_whatever_is_killed_nothing_is_lost_and_nobody_is_wrongly_late(
    seed: int, vandalised: bool, say: Say
):
    async with battle(
        f"r03-{seed}",
        everything,
        seed=seed,
        projects=PROJECTS,
        waves=WAVES,
        vandalised=vandalised,
    ) as fight:
        found = await fight.fought(SECONDS)
        condemned = await damage.condemned(fight.works.database, fight.herd.filings)
    teeth = f"{len(condemned)} of {len(damage.FOUND)}"
    say("R03", seed=seed, projects=PROJECTS, seconds=SECONDS, **found, damage_seen=teeth)
    assert {x: found[x] for x in NOTHING} == dict.fromkeys(NOTHING, 0)
    assert found["overdue"] > 0
    assert condemned == list(damage.FOUND)
    assert in_time(found["p50_ms"] <= MOST_P50)
    assert in_time(found["p99_ms"] <= MOST_P99)
