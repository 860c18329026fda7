"""Folding long histories again, each event's hash checked, beside the library doing the same.

Ours: read the rows, make every hash again and compare, parse each event, evolve the state. Theirs:
`repository.get` of an aggregate that is not cached: read, check the chain that `peer_chained` gives
it, decode, mutate. `bare` is the library without a chain, for comparison.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import cache, partial
from uuid import UUID

import asyncpg

from bench.figures import Figures
from bench.house import House
from bench.peer_eventsourcing import Projects, environment
from bench.rounds import ratio
from bench.size import Size
from bench.town import FILE, UNIT, Filer, card, grown
from domain.names import PROJECT, stream_id
from ledger.audit.replay import folded
from ledger.audit.scan import events_by_stream
from ledger.chain import COLUMNS, START, Head, hash_of, link
from ledger.door import Ledger
from ledger.reading import read_event
from ledger.requests import Request

PASSES = 5
"""So often every stream is replayed: five times 100 streams of 200 events are 100 000 events."""
PART = 10
"""Streams of ours, then as many of theirs."""


async def measure(house: House, size: Size, figures: Figures) -> None:
    """Events per second of both, by turns."""
    url = await house.ledger_database("replay")
    ledger = await Ledger.connect(url)
    (filer,) = await grown(ledger, [0], size.long)
    body = await _copies(url, filer, size.streams)
    peers = {"eventsourcing": await _library(house, True), "bare": await _library(house, False)}
    projects = {
        name: [x.begin(size.long, body) for _ in range(size.streams)] for name, x in peers.items()
    }
    rates: dict[str, list[float]] = {"ours": [], **{name: [] for name in peers}}
    for first in PASSES * list(range(0, size.streams, PART)):
        numbers = range(first, min(first + PART, size.streams))
        rates["ours"].append(await _timed(partial(_ours, ledger, numbers)))
        for name, peer in peers.items():
            some = [projects[name][x] for x in numbers]
            rates[name].append(await _timed(partial(_theirs, peer, some)))
    for peer in peers.values():
        peer.close()
    await ledger.close()
    for name, values in rates.items():
        for value in values:
            figures.note(f"replay/{name}", value, "events/s")
    figures.note("replay/events", PASSES * size.streams * size.long, "events")
    figures.compare("replay_vs_eventsourcing", ratio(rates, "ours", "eventsourcing"))
    figures.compare("replay_vs_eventsourcing_bare", ratio(rates, "ours", "bare"))


async def _timed(work: Callable[[], Awaitable[int]]) -> float:
    began = time.perf_counter()
    events = await work()
    return events / (time.perf_counter() - began)


async def _ours(ledger: Ledger, numbers: range) -> int:
    events = 0
    async with ledger.pool.read(snapshot=True) as connection:
        for number in numbers:
            async for name, rows in events_by_stream(connection, _name(number)):
                last = START.hash
                for row in rows:
                    assert row["prev_hash"] == last
                    last = row["hash"]
                    assert last == hash_of(row)
                folded(name, rows)
                events += len(rows)
    return events


async def _theirs(application: Projects, projects: list[UUID]) -> int:
    return sum(application.repository.get(x).version for x in projects)


async def _library(house: House, chained: bool) -> Projects:
    url = await house.database(f"replayed_{chained}".lower())
    return Projects(environment(url, cached=False, chained=chained))


@cache
def _name(number: int) -> str:
    return stream_id(PROJECT, card(number).id)


async def _copies(url: str, filer: Filer, streams: int) -> str:
    """Give every other stream the events of the first, chained anew. One event's body."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        "SELECT * FROM events WHERE stream = $1 ORDER BY version", filer.stream
    )
    events = [read_event(x["stream"], x["type"], x["schema"], x["body"]) for x in rows]
    at: datetime = rows[-1]["received_at"] + timedelta(seconds=1)
    for number in range(1, streams):
        head, records = START, []
        for n, one in enumerate(events):
            request = Request(_name(number), FILE, UNIT, "copy", f"{number}-{n}")
            (made,) = link(head, [one], request, at, at)
            head = Head(head.version + 1, str(made["hash"]))
            records.append(tuple(made[x] for x in COLUMNS))
        await connection.copy_records_to_table("events", records=records, columns=COLUMNS)
    await connection.close()
    return str(rows[-1]["body"])
