"""Rehearsals at a bounded cost: one at a time, in a process that is ended when its time is over.

The API's own loop never computes one, so that filing stays quick whatever somebody asks here.
"""

import asyncio
import sys
from collections import OrderedDict
from contextlib import suppress

from api.problems import Problem
from api.rehearsal_child import Played, Sent
from domain.refusals import Malformed
from domain.regimes import folders
from domain.rehearsal.question import Answer, Question

WALL = 30.0
"""Seconds that one may take."""
PATIENCE = 10.0
"""Seconds to wait for the one before."""
KEPT = 8
"""So many answers are kept: who reads one and then takes the file does not play it twice."""


class Stage:
    """Where rehearsals are played, one after another."""

    def __init__(self) -> None:
        self._busy = asyncio.Lock()
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    async def play(self, question: Question) -> Answer:
        """The answer. Raises Malformed for what the rules refuse; Problem 503 when another one
        takes too long, Problem 422 when this one does."""
        text = Sent(question=question, folders=tuple(folders())).model_dump_json()
        if text in self._kept:
            return self._kept[text]
        try:
            await asyncio.wait_for(self._busy.acquire(), PATIENCE)
        except TimeoutError:
            raise _busy() from None
        try:
            played = await _played(text.encode())
        finally:
            self._busy.release()
        if played.answer is None:
            raise Malformed(played.refused or "", played.refused_en or "")
        self._kept[text] = played.answer
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return played.answer


async def _played(text: bytes) -> Played:
    """What the other process says; it ends with this task, whatever ends this task."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "api.rehearsal_child"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        said, _ = await asyncio.wait_for(child.communicate(text), WALL)
    except TimeoutError:
        raise _too_long() from None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
    if child.returncode != 0:
        raise _too_long()
    return Played.model_validate_json(said)


def _busy() -> Problem:
    return Problem(
        "unavailable",
        "另一次推演还没有算完，过一分钟再试。",
        "Another rehearsal is running; try again in a minute.",
        headers={"Retry-After": "60"},
    )


def _too_long() -> Problem:
    return Problem(
        "invalid",
        "这次推演太大，没有算完。少选一些情况，或选一份较小的清单，再算一次。",
        "This rehearsal is too large; ask for less.",
    )
