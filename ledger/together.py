"""Requests of many callers in one transaction: whoever comes while one runs goes with the next.

Nobody waits for company: a lone request goes at once. What comes while the lines are busy is
taken in the order in which it came, each stream once in a transaction, so that requests for one
stream follow one another. What cannot go with the others goes alone, the way that waits for locks.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from ledger.refusals import Unavailable
from ledger.requests import Receipt, Request

LINES = 4
"""Transactions at once, at most. One is enough as long as it goes on: two share the same processors
and halve each other's company."""
PATIENCE = 0.02
"""Seconds after which those who wait are taken by another line."""
MOST = 32
"""Requests in one transaction."""

Outcome = Receipt | Exception | None
"""The answer to a request; None where it has to go alone."""
Settle = Callable[[Sequence[Request]], Awaitable[Sequence[Outcome]]]
Alone = Callable[[Request], Awaitable[Receipt]]


class Asked(NamedTuple):
    """A request and its caller, who may have gone away."""

    request: Request
    answer: asyncio.Future[Receipt]


class Together:
    """The queue before the door."""

    def __init__(self, settle: Settle, alone: Alone) -> None:
        self._settle = settle
        self._alone = alone
        self._waiting: deque[Asked] = deque()
        self._serving = 0
        self._relief: asyncio.TimerHandle | None = None
        self._busy: set[str] = set()
        """Streams in a transaction of ours."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, request: Request) -> Receipt:
        """The answer to a request. A caller that is cancelled leaves it to end by itself.

        Raises what the request is refused with, and Unavailable.
        """
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append(Asked(request, answer))
        self._call()
        return await answer

    async def close(self) -> None:
        """Let everything that was asked be answered."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _call(self) -> None:
        """Somebody serves; another one too, where the first is held up."""
        if not self._serving:
            self._serving = 1
            self._begin(self._serve())
        elif self._relief is None and self._serving < LINES:
            self._relief = asyncio.get_running_loop().call_later(PATIENCE, self._relieve)

    def _relieve(self) -> None:
        self._relief = None
        if self._waiting and 0 < self._serving < LINES:
            self._serving += 1
            self._begin(self._serve())

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self) -> None:
        """One line: transaction after transaction, until nobody waits."""
        try:
            while batch := self._next():
                streams = {x.request.stream for x in batch}
                self._busy |= streams
                try:
                    await self._answer(batch)
                finally:
                    self._busy -= streams
        finally:
            self._serving -= 1

    def _next(self) -> list[Asked]:
        """Those who wait, each stream once."""
        taken: dict[str, Asked] = {}
        left: list[Asked] = []
        while self._waiting and len(taken) < MOST:
            asked = self._waiting.popleft()
            stream = asked.request.stream
            if asked.answer.done():
                continue
            if stream in taken or stream in self._busy:
                left.append(asked)
            else:
                taken[stream] = asked
        self._waiting.extendleft(reversed(left))
        return list(taken.values())

    async def _answer(self, batch: Sequence[Asked]) -> None:
        try:
            outcomes = await self._settle([x.request for x in batch])
        except Unavailable as error:
            for asked in batch:
                _tell(asked, _unavailable(error))
        except Exception:  # noqa: BLE001  # one is to blame: each again alone, and it says what it is
            for asked in batch:
                self._begin(self._by_itself(asked))
        except BaseException:
            for asked in batch:
                asked.answer.cancel()
            raise
        else:
            for asked, outcome in zip(batch, outcomes, strict=True):
                if outcome is None:
                    self._begin(self._by_itself(asked))
                else:
                    _tell(asked, outcome)

    async def _by_itself(self, asked: Asked) -> None:
        try:
            _tell(asked, await self._alone(asked.request))
        except Exception as error:  # noqa: BLE001  # for its caller to deal with
            _tell(asked, error)
        except BaseException:
            asked.answer.cancel()
            raise


def _tell(asked: Asked, outcome: Receipt | Exception) -> None:
    if asked.answer.done():
        return
    if isinstance(outcome, Receipt):
        asked.answer.set_result(outcome)
    else:
        asked.answer.set_exception(outcome)


def _unavailable(cause: Exception) -> Unavailable:
    told = Unavailable()
    told.__cause__ = cause
    return told
