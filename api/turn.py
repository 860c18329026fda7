"""A request's turn: counted for its caller, and few of one caller at once (`reliability §4.7`).

Who calls is known only inside, where a route asks for it and says so here (`enter`); the layer
around everything (`api.gate`) begins and ends the turn.
"""

import asyncio
import ipaddress
from collections import Counter

from starlette.requests import Request

from api.buckets import Buckets, Kind, too_many
from api.rates import Rates

PATIENCE = 20.0
"""Seconds for which one more request of the same caller waits: where each takes long because the
machine is full, whoever asks no faster than he may is answered late rather than turned away."""
LINE = 32
"""So many of one caller wait at most; what is handed in at once waits whatever its number, for it
is counted (`submissions_at_once`). All ours."""
TOLD = "turn"
"""Under which name it stands in a request's state."""


class Turns:
    """Who asks how much in this process."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.buckets = Buckets(rates)
        self.others = 0
        self.unknown: Counter[str] = Counter()
        self._asking: Counter[str] = Counter()
        self._seats: dict[str, asyncio.Semaphore] = {}

    async def sit(self, who: str, *, submits: bool = False) -> None:
        """One of a few seats. Raises Problem 429."""
        if not submits and self._asking[who] >= self.rates.together + LINE:
            raise too_many(1)
        seats = self._seats.setdefault(who, asyncio.Semaphore(self.rates.together))
        self._asking[who] += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await seats.acquire()
        except BaseException as gone:
            self._less(who)
            if isinstance(gone, TimeoutError):
                raise too_many(1, submits=submits) from gone
            raise

    def stand(self, who: str) -> None:
        """Leave the seat."""
        self._seats[who].release()
        self._less(who)

    def _less(self, who: str) -> None:
        self._asking[who] -= 1
        if not self._asking[who]:
            del self._asking[who], self._seats[who]


class Turn:
    """One request, until its answer is sent."""

    def __init__(self, turns: Turns, kind: Kind, address: str) -> None:
        self._turns, self.kind, self._address = turns, kind, address
        self._who: str | None = None
        self._waits = False

    def wait_outside(self) -> None:
        """Until it is known who asks, few of one address at once. Raises Problem 429."""
        if _is_here(self._address):
            return
        if self._turns.unknown[self._address] >= self._turns.rates.strangers_together:
            raise too_many(1)
        self._turns.unknown[self._address] += 1
        self._waits = True

    def _inside(self) -> None:
        if self._waits:
            self._waits = False
            self._turns.unknown[self._address] -= 1
            if not self._turns.unknown[self._address]:
                del self._turns.unknown[self._address]

    async def enter(self, who: str, unit: str) -> None:
        """Counted once, whoever asks again. Raises Problem 429."""
        if self._who is not None:
            return
        self._inside()
        submits = self.kind is Kind.SUBMIT
        self._turns.buckets.take(self.kind, unit if submits else who)
        await self._turns.sit(who, submits=submits)
        self._who = who

    def count(self, kind: Kind, who: str) -> None:
        """Counted apart. Raises Problem 429."""
        self._turns.buckets.take(kind, who)

    def stranger(self) -> None:
        """Nobody is known. This machine itself is no stranger, nor is a proxy on it that PROXIES
        does not name: all that come through it would be counted as one. Raises Problem 429."""
        if not _is_here(self._address):
            self.count(Kind.STRANGER, self._address)

    def leave(self) -> None:
        """The answer is sent."""
        self._inside()
        if self._who is not None:
            self._turns.stand(self._who)


def turn_of(request: Request) -> Turn | None:
    """The request's turn; None where nothing is counted."""
    return getattr(request.state, TOLD, None)


async def enter(request: Request, client: str, role: str, party: str, region: str | None) -> None:
    """Who it is, is known: a submission counts for the unit, everything else for the caller.

    Raises Problem 429.
    """
    request.state.party = party
    turn = turn_of(request)
    if turn is not None:
        unit = f"{region or ''}\n{party}" if role == "unit" else client
        await turn.enter(client, unit)


def stranger(request: Request) -> None:
    """A credential that is none. Raises Problem 429."""
    turn = turn_of(request)
    if turn is not None:
        turn.stranger()


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_network(address).network_address.is_loopback
    except ValueError:
        return False
