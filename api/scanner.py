"""The installation's own virus scanner, if it has one: a command that is given a file's content.

The command reads the content on its standard input and answers by its exit code, as `clamdscan -`
and `clamscan -` do: 0 nothing found, 1 something found; anything else, or silence, is no answer.
What it prints is not read. Nothing of a file's name reaches the command.
"""

import asyncio
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

import structlog

log = structlog.get_logger("scanner")


class Verdict(Enum):
    """What the scanner said."""

    CLEAN = "clean"
    FOUND = "found"
    SILENT = "silent"


class Scanner(NamedTuple):
    """How the scanner is asked."""

    command: tuple[str, ...]
    """The program and its arguments; no shell comes between."""
    seconds: float = 20.0
    """So long a request waits for an answer. Ours."""

    async def look(self, content: bytes) -> Verdict:
        """Ask. A scanner that is away, breaks or says nothing in time is silent."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            log.warning("scanner cannot be started", why=error.strerror)
            return Verdict.SILENT
        try:
            async with asyncio.timeout(self.seconds):
                with suppress(BrokenPipeError, ConnectionResetError):
                    await process.communicate(content)
                code = await process.wait()
        except TimeoutError:
            code = None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        found = {0: Verdict.CLEAN, 1: Verdict.FOUND}.get(-1 if code is None else code)
        if found is None:
            log.warning("scanner gave no answer", code=code)
        return found or Verdict.SILENT
