"""`python -m api` as a process of its own, with its log."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support import free_port


class Running:
    """The process and where it serves."""

    def __init__(self, process: asyncio.subprocess.Process, url: str, log: Path) -> None:
        self.process = process
        self.url = url
        self.log = log

    async def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to end; its exit code and its log."""
        self.process.send_signal(number)
        code = await asyncio.wait_for(self.process.wait(), 20)
        return code, self.log.read_text()


@asynccontextmanager
async def started(database: str, folder: Path) -> AsyncIterator[Running]:
    """A process of the API that is ready."""
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": database,
        "BIHUAN_HOME": str(folder),
        "API_PORT": str(port),
        "TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-P", "-m", "api"]
    log = folder / "api.log"
    with log.open("wb") as told:
        process = await asyncio.create_subprocess_exec(
            *command, env=env, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=told
        )
    assert process.stdout is not None
    try:
        said = await asyncio.wait_for(process.stdout.readline(), 120)
        assert said == b"ready\n", log.read_text()
        yield Running(process, f"http://127.0.0.1:{port}", log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
