"""Copies of the played county: every row of the record and of its read models, under other names.

The county's row texts are written anew with another county's number, streams, ids and places; every
event gets the id that its command makes and a hash that continues its own chain, so that `verify`
and `rebuild` hold for each of them. The fingerprints alone stay those of the played county: they
are read by a repeat of the same command only.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import asyncpg

from bench.province.county import CITY, COUNTY, ID
from ledger.chain import COLUMNS, GENESIS, event_id, hash_of
from ledger.projections import TABLES

PLAIN = tuple(x for x in TABLES if x != "notices")
NAMED = ("streams", "states", "notices", "deliveries", "keepers", "follow_ups")
"""Those that may name an event or a hash."""
AT_ONCE = 3
CITY_OF = 10
"""Counties of a city."""
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}")
_TEXTS = ("stream", "body", "actor", "reason", "client", "command_id")


class Played(NamedTuple):
    """The rows of the county that was played."""

    events: Sequence[Mapping[str, Any]]
    texts: Mapping[str, bytes]
    """By table, as COPY writes them."""


async def read(connection: Any) -> Played:
    """The county as it stands in a database that holds nothing else."""
    rows = await connection.fetch("SELECT * FROM events ORDER BY stream, version")
    texts = {x: await _text(connection, x) for x in (*PLAIN, *NAMED)}
    return Played([dict(x) for x in rows], {x: y for x, y in texts.items() if y})


async def write(url: str, played: Played, counties: Sequence[int]) -> None:
    """Put copies of it on record, one for each number."""
    waiting = list(counties)[::-1]

    async def copy() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute("SET synchronous_commit = off")
        while waiting:
            await _write(connection, played, waiting.pop())
        await connection.close()

    await asyncio.gather(*(copy() for _ in range(AT_ONCE)))


async def _write(connection: Any, played: Played, number: int) -> None:
    renamed = {CITY: f"{number // CITY_OF:03}市", COUNTY: f"{number:04}县", ID: f"K{number:04}"}
    events, known = _events(played.events, renamed)
    columns = list(COLUMNS)
    async with connection.transaction():
        await connection.copy_records_to_table("events", records=events, columns=columns)
        for table, text in played.texts.items():
            copy = _renamed(text, renamed)
            if table in NAMED:
                copy = _ID.sub(lambda x: known.get(x[0], x[0]), copy)
            await connection.copy_to_table(table, source=BytesIO(copy))


def _renamed(text: bytes, renamed: Mapping[str, str]) -> bytes:
    for old, new in renamed.items():
        text = text.replace(old.encode(), new.encode())
    return text


def _events(
    rows: Sequence[Mapping[str, Any]], renamed: Mapping[str, str]
) -> tuple[list[tuple[Any, ...]], dict[bytes, bytes]]:
    """The events under other names, chained anew; and what became of each id and hash."""
    made, known, head = [], dict[bytes, bytes](), GENESIS
    for row in rows:
        new = dict(row)
        for name in _TEXTS:
            if new[name]:
                new[name] = _renamed(new[name].encode(), renamed).decode()
        new["id"] = event_id(new["client"], new["command_id"], new["n"])
        new["prev_hash"] = GENESIS if new["version"] == 1 else head
        new["hash"] = head = hash_of(new)
        known[str(row["id"]).encode()] = str(new["id"]).encode()
        known[row["hash"].encode()] = head.encode()
        made.append(tuple(new[x] for x in COLUMNS))
    return made, known


async def _text(connection: Any, table: str) -> bytes:
    found = BytesIO()
    await connection.copy_from_table(table, output=found)
    return found.getvalue()
