"""A request's turn: counted for its caller, and few of one caller at once (`reliability §4.7`).

Who calls is known only inside, where a route asks for it and says so here (`enter`); the layer
around everything (`api.gate`) begins and ends the turn.
"""

import asyncio
import ipaddress
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import sha256

from starlette.requests import Request

from api.buckets import Buckets, Kind, too_many
from api.doorway import Doorway
from api.rates import Rates

PATIENCE = 20.0
"""Seconds for which one more request of the same caller waits: where each takes long because the
machine is full, whoever asks no faster than he may is answered late rather than turned away."""
LINE = 32
"""So many of one caller wait at most; what is handed in at once waits whatever its number, for it
is counted (`submissions_at_once`). All ours."""
REMEMBERED = 10_000
"""Credentials that were good of late; the one unused longest is forgotten, and so looked up in line
with strangers' the next time."""
TOLD = "turn"
"""Under which name it stands in a request's state."""


class Turns:
    """Who asks how much in this process."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.buckets = Buckets(rates)
        self.others = 0
        self.unknown: Counter[str] = Counter()
        self.unknown_submitting: Counter[str] = Counter()
        self.doorway = Doorway()
        self.good: OrderedDict[bytes, None] = OrderedDict()
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

    def was_good(self, credential: bytes) -> None:
        """It is looked up at every request all the same; it only stands in no line for it."""
        self.good[credential] = None
        self.good.move_to_end(credential)
        if len(self.good) > REMEMBERED:
            self.good.popitem(last=False)

    def _less(self, who: str) -> None:
        self._asking[who] -= 1
        if not self._asking[who]:
            del self._asking[who], self._seats[who]


class Turn:
    """One request, until its answer is sent."""

    def __init__(
        self,
        turns: Turns,
        kind: Kind,
        address: str,
        *,
        submits: bool = False,
        credential: bytes | None = None,
    ) -> None:
        self._turns, self.kind, self._address = turns, kind, address
        self._submits, self._credential = submits, credential
        self._who: str | None = None
        self._waits = False

    @property
    def _outside(self) -> Counter[str]:
        return self._turns.unknown_submitting if self._submits else self._turns.unknown

    @property
    def _known_before(self) -> bool:
        return self._submits and self._credential in self._turns.good

    def wait_outside(self) -> None:
        """Until it is known who asks, few of one address at once, and of those who submit few of
        all addresses. Raises Problem 429."""
        if _is_here(self._address) or self._known_before:
            return
        rates, outside = self._turns.rates, self._outside
        most = rates.strangers_submitting if self._submits else rates.strangers_together
        full = self._submits and outside.total() >= rates.strangers_submitting_anywhere
        if full or outside[self._address] >= most:
            raise too_many(1)
        outside[self._address] += 1
        self._waits = True

    def _inside(self) -> None:
        if self._waits:
            self._waits = False
            self._outside[self._address] -= 1
            if not self._outside[self._address]:
                del self._outside[self._address]

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """While a submission's credential is looked up. Raises Problem 429."""
        if not self._submits or self._known_before:
            yield
            return
        address = None if _is_here(self._address) else self._address
        async with AsyncExitStack() as held:
            try:
                await held.enter_async_context(self._turns.doorway.passing(address, PATIENCE))
            except TimeoutError as gone:
                raise too_many(1) from gone
            yield

    async def enter(self, who: str, unit: str) -> None:
        """Counted once, whoever asks again. Raises Problem 429."""
        if self._who is not None:
            return
        self._inside()
        if self._credential is not None:
            self._turns.was_good(self._credential)
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
        if self._credential is not None:
            self._turns.good.pop(self._credential, None)
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


@asynccontextmanager
async def asking(request: Request) -> AsyncIterator[None]:
    """While it is looked up who asks. Raises Problem 429."""
    turn = turn_of(request)
    if turn is None:
        yield
        return
    async with turn.asking():
        yield


def credential_of(request: Request) -> bytes | None:
    """What is remembered of a credential: its SHA-256. None where none is shown."""
    shown = request.headers.get("authorization") or request.headers.get("cookie")
    return sha256(shown.encode("utf-8", "surrogateescape")).digest() if shown else None


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
