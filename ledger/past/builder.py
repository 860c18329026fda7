"""The master of the process that makes houses: one order at a time, and how far it is."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from typing import Any

from domain.regimes import folders
from ledger.past.making import Plan

_LINE = 1024 * 1024


class NotMade(Exception):
    """The process failed at a house; the text says why."""


class Builder:
    """Starts the process when the first house is wanted, and again if it died."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self.progress: dict[str, tuple[int, int]] = {}
        """Events done, of how many, by the house in the making."""

    async def make(self, plan: Plan) -> None:
        """Have the house made. Raises NotMade."""
        async with self._turn:
            self.progress[plan.name] = (0, 0)
            try:
                await self._order(plan)
            finally:
                del self.progress[plan.name]

    async def close(self) -> None:
        """Let the process end."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        self._process = None

    async def _order(self, plan: Plan) -> None:
        process = await self._running()
        if process.stdin is None or process.stdout is None:
            raise NotMade("the process that makes houses of the past has no lines to it")
        order = {
            "url": self._url,
            "measures": [str(x) for x in folders()],
            "name": plan.name,
            "edition": plan.edition,
            **{x: getattr(plan, x).isoformat() for x in ("as_of", "known_at", "until")},
        }
        process.stdin.write(json.dumps(order).encode() + b"\n")
        while True:
            line = await process.stdout.readline()
            if not line:
                raise NotMade("the process that makes houses of the past ended")
            said: dict[str, Any] = json.loads(line)
            if "made" in said:
                return
            if "failed" in said:
                raise NotMade(said["failed"])
            self.progress[plan.name] = (said["done"], said["of"])

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "ledger.past", stdin=PIPE, stdout=PIPE, limit=_LINE
            )
        return self._process
