"""The description and the service agree: generated requests find no fault of ours."""

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.support.process import started
from tests.support.town import Town

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


PERIODS = r"\{line\}/\{period\}"
"""The routes of a duty are there twice, with a period and without: one function, one body. Every
boundary of the body is tried by the shorter ones."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("who", "phases", "without"),
    [("clerk", "examples,fuzzing", "^$"), ("fire", "coverage", PERIODS)],
)
async def test_generated_requests_find_no_fault(
    town: Town, database: str, tmp_path: Path, who: str, phases: str, without: str
) -> None:
    async with started(database, tmp_path) as process:
        described = f"{process.url}/openapi.json"
        httpx2.get(described, timeout=120).raise_for_status()  # made once; the tool waits 10 s
        command = [
            str(Path(sys.executable).with_name("st")),
            "run",
            described,
            "--checks",
            ",".join(CHECKS),
            f"--phases={phases}",
            "--max-examples=10",
            f"--exclude-path-regex={without}",
            "--generation-deterministic",
            "--continue-on-failure",
            "--header",
            f"Authorization: Bearer {getattr(town, who)}",
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-16000:] + done.stderr[-2000:]
