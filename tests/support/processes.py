"""Our own programs as processes: `python -m NAME` until it is ready, and the command's answer."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def surroundings(database: str, address: str) -> dict[str, str]:
    own = {"DATABASE_URL": database, "TEMPORAL_ADDRESS": address, "PYTHONPATH": str(ROOT)}
    return {**os.environ, **own}


@asynccontextmanager
async def process(name: str, env: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m NAME`, ready; ended with SIGTERM unless it was killed before."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", name, env=env, stdout=asyncio.subprocess.PIPE, cwd="/"
    )
    assert started.stdout is not None
    assert await asyncio.wait_for(started.stdout.readline(), 60) == b"ready\n"
    try:
        yield started
    finally:
        if started.returncode is None:
            started.terminate()
            assert await asyncio.wait_for(started.wait(), 20) == 0


async def bihuan(env: dict[str, str], *words: str) -> tuple[int, str]:
    """The command as a process: exit code and what it said."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli", *words),
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd="/",
    )
    said, _ = await asyncio.wait_for(running.communicate(), 60)
    return running.returncode or 0, said.decode()
