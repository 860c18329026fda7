"""The description and the service agree: generated requests find no fault of ours."""

import re
import subprocess
import sys
from pathlib import Path

import httpx2

from tests.support.process import started

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


async def generated(
    database: str, folder: Path, token: str, phases: str, *words: str
) -> dict[str, int]:
    """Send what the tool makes of the description to a process of its own; how much it sent.

    Fails with the tool's own words where an answer is not as described.
    """
    async with started(database, folder) as process:
        described = folder / "openapi.json"
        known = {"Authorization": f"Bearer {token}"}  # nobody else is told the whole
        told = httpx2.get(f"{process.url}/openapi.json", headers=known, timeout=120)
        described.write_bytes(told.raise_for_status().content)
        command = [
            str(Path(sys.executable).with_name("st")),
            "run",
            str(described),
            f"--url={process.url}",
            "--checks",
            ",".join(CHECKS),
            f"--phases={phases}",
            "--max-examples=10",
            "--generation-deterministic",
            "--continue-on-failure",
            "--header",
            f"Authorization: Bearer {token}",
            *words,
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-16000:] + done.stderr[-2000:]
    operations = re.search(r"Tested: (\d+)", done.stdout)
    cases = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert operations is not None, done.stdout[-2000:]
    assert cases is not None, done.stdout[-2000:]
    return {"operations": int(operations[1]), "requests": int(cases[1]), "as_told": int(cases[2])}
