"""R17: generated requests to every operation are answered as it is described, and find no fault."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import service, set_clock, town
from tests.support.generated import generated
from tests.support.town import Town

__all__ = ["service", "set_clock", "town"]
PERIODS = r"\{line\}/\{period\}"
"""The routes of a duty are there twice, with a period and without: one function, one body. Every
boundary of the body is tried by the shorter ones."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("who", "phases", "without"),
    [("clerk", "examples,fuzzing", "^$"), ("fire", "coverage", PERIODS)],
)
async def test_r17_generated_requests_find_no_fault(
    town: Town, database: str, tmp_path: Path, say: Any, who: str, phases: str, without: str
) -> None:
    token, left_out = getattr(town, who), f"--exclude-path-regex={without}"
    told = await generated(database, tmp_path, token, phases, left_out)
    say("R17", role=who, phases=phases, **told)
    assert told["requests"] == told["as_told"]
