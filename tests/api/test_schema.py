"""The examples that the description itself gives are answered as it says.

All that can be generated from it is sent by `make reliability` (R17).
"""

from pathlib import Path

import pytest

from tests.support.generated import generated
from tests.support.town import Town


@pytest.mark.long
async def test_what_the_description_shows_is_answered_as_described(
    town: Town, database: str, tmp_path: Path
) -> None:
    told = await generated(database, tmp_path, town.clerk, "examples")
    assert told["requests"] > 0
    assert told["requests"] == told["as_told"]
