"""A command through the one door, beside its peers: same PostgreSQL, same clients, same texts."""

from functools import partial

import asyncpg

from bench import peer_raw
from bench.figures import Figures
from bench.house import House
from bench.peer_dbos import dbos_writers
from bench.peer_eventsourcing import eventsourcing_writers
from bench.peer_update import update_writers
from bench.rounds import by_turns, ratio
from bench.size import Size
from bench.town import grown
from ledger.door import Ledger

CLIENTS = 16
"""Units that file at once, each to its own project: a township's dozen and some more."""
PEERS = {
    "handle_vs_raw": "raw",
    "handle_vs_raw_lean": "lean",
    "handle_vs_eventsourcing": "eventsourcing",
    "handle_vs_eventsourcing_alone": "eventsourcing_alone",
    "handle_vs_temporal_update": "temporal_update",
    "handle_vs_dbos": "dbos",
}
_BODY = "SELECT body FROM events ORDER BY version DESC LIMIT 1"


async def measure(house: House, size: Size, figures: Figures) -> None:
    """Commands per second of `ledger.handle` and of every peer, by turns."""
    url = await house.ledger_database("handle")
    ledger = await Ledger.connect(url, clients=CLIENTS)
    filers = await grown(ledger, range(CLIENTS), size.long)
    raw, lean = await peer_raw.raw_writers(url, CLIENTS, size.long)
    body = await _body(url)
    library = partial(eventsourcing_writers, clients=CLIENTS, events=size.long, body=body)
    with (
        library(await house.database("eventsourcing"), alone=False) as eventsourcing,
        library(await house.database("eventsourcing_alone"), alone=True) as alone,
    ):
        async with (
            update_writers(url, house.temporal, CLIENTS, size.long, body) as updates,
            dbos_writers(await house.database("dbos"), CLIENTS, size.long, body) as dbos,
        ):
            rates = await by_turns(
                {
                    "raw": [x.step for x in raw],
                    "handle": [x.step for x in filers],
                    "lean": [x.step for x in lean],
                    "eventsourcing": [x.step for x in eventsourcing],
                    "eventsourcing_alone": [x.step for x in alone],
                    "temporal_update": [x.step for x in updates],
                    "dbos": [x.step for x in dbos],
                },
                rounds=size.rounds,
                seconds=size.seconds,
            )
    await peer_raw.close([*raw, *lean])
    await ledger.close()
    for name, values in rates.items():
        for value in values:
            figures.note(f"handle/{name}", value, "commands/s")
    for name, peer in PEERS.items():
        figures.compare(name, ratio(rates, "handle", peer))


async def _body(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        return str(await connection.fetchval(_BODY))
    finally:
        await connection.close()
