"""What a process that starts takes along: nothing that only some of its requests ask for."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded(program: str) -> set[str]:
    """The modules of a process of its own that has imported a program of ours."""
    asked = f"import sys, {program}; print(*sys.modules)"
    words = [sys.executable, "-P", "-X", "utf8", "-c", asked]
    said = subprocess.run(words, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
    return set(said.stdout.decode().split())


@pytest.mark.parametrize(
    ("program", "left_out"),
    [
        ("api.__main__", {"pypinyin", "authlib", "scipy", "alembic"}),
        ("worker", {"fastapi", "uvicorn", "numpy", "obstore", "alembic"}),
        ("watch.__main__", {"fastapi", "uvicorn", "numpy", "obstore", "alembic"}),
        ("cli", {"fastapi", "temporalio", "sqlalchemy", "domain.project", "settings"}),
    ],
)
def test_a_program_starts_without_what_few_ask_for(program: str, left_out: set[str]) -> None:
    """A dictionary of a second is loaded by who searches first, not by who waits for the door."""
    assert loaded(program) & left_out == set()
