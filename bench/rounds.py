"""Measuring by turns: each peer works for a short round, then the next; medians are compared.

On a shared machine a lone figure says little. A ratio is the median of the ratios of rounds that
stand side by side, so that what disturbs one peer disturbs its neighbour too.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from statistics import median

Step = Callable[[], Awaitable[object]]
"""One command of one client, from asking to its durable answer."""
FILLING = 60.0
"""Seconds."""
Rates = Mapping[str, Sequence[float]]
"""By peer: the commands per second of each round."""


async def rate(clients: Sequence[Step], seconds: float) -> float:
    """Commands per second of clients that each ask again as soon as they are answered."""
    began = time.perf_counter()
    done = 0

    async def work(step: Step) -> None:
        nonlocal done
        while time.perf_counter() - began < seconds:
            await step()
            done += 1

    await asyncio.gather(*map(work, clients))
    return done / (time.perf_counter() - began)


async def filled(clients: Sequence[Step], events: int, seconds: float = FILLING) -> None:
    """Let each client make so many events before it is measured; a slow peer gets no more than a
    minute, and is then measured with fewer, which is to its good."""
    over = time.perf_counter() + seconds

    async def fill(step: Step) -> None:
        for _ in range(events):
            if time.perf_counter() > over:
                return
            await step()

    await asyncio.gather(*map(fill, clients))


async def by_turns(
    peers: Mapping[str, Sequence[Step]], *, rounds: int, seconds: float
) -> dict[str, list[float]]:
    """The rate of every peer in every round; every other round goes the other way about."""
    found: dict[str, list[float]] = {name: [] for name in peers}
    for number in range(rounds):
        names = list(peers)[:: 1 if number % 2 == 0 else -1]
        for name in names:
            found[name].append(await rate(peers[name], seconds))
    return found


def ratio(rates: Rates, ours: str, theirs: str) -> float:
    """The median over the rounds of our rate divided by theirs."""
    pairs = zip(rates[ours], rates[theirs], strict=True)
    return median([x / y for x, y in pairs])


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed. Raises IndexError for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def latencies(
    step: Step, *, per_second: float, until: Callable[[], bool]
) -> list[tuple[float, float]]:
    """When each command was due, in seconds from now, and how many seconds after that it was
    answered, when they come at a steady pace, whoever waits."""
    taken: list[tuple[float, float]] = []
    running: list[asyncio.Task[None]] = []
    began = time.perf_counter()

    async def one(due: float) -> None:
        await step()
        taken.append((due, time.perf_counter() - began - due))

    while not until():
        due = len(running) / per_second
        await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
        running.append(asyncio.create_task(one(due)))
    await asyncio.gather(*running)
    return taken
