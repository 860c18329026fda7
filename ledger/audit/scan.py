"""Every event of every stream in order, in one snapshot and little memory."""

from collections.abc import AsyncIterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.line import Row

_PAGE = 5000
_NEXT = """
SELECT * FROM events WHERE (stream, version) > ($1, $2) ORDER BY stream, version LIMIT $3
"""
_NEXT_OF = "SELECT * FROM events WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3"
_OF = "SELECT * FROM events WHERE stream = ANY($1::text[]) ORDER BY stream, version"


async def events_by_stream(
    connection: AsyncConnection, stream: str | None = None
) -> AsyncIterator[tuple[str, list[Any]]]:
    """Each stream with its rows by version; with `stream` that one alone.

    The rows come from the driver itself, inside the connection's transaction.
    """
    await connection.exec_driver_sql("SELECT 1")  # so that the transaction has begun
    driver: Any = (await connection.get_raw_connection()).driver_connection
    held: list[Any] = []
    last, next_page = (stream or "", 0), _NEXT_OF if stream else _NEXT
    while True:
        rows = await driver.fetch(next_page, *last, _PAGE, record_class=Row)
        held += rows
        if len(rows) < _PAGE:
            break
        last = (rows[-1]["stream"], rows[-1]["version"])
        for name, group in groupby(held, key=itemgetter("stream")):
            if name != last[0]:
                yield name, list(group)
        held = [x for x in held if x["stream"] == last[0]]
    for name, group in groupby(held, key=itemgetter("stream")):
        yield name, list(group)


async def events_of(
    connection: AsyncConnection, streams: Sequence[str]
) -> list[tuple[str, list[Any]]]:
    """Some streams, each with its rows by version."""
    await connection.exec_driver_sql("SELECT 1")  # so that the transaction has begun
    driver: Any = (await connection.get_raw_connection()).driver_connection
    rows = await driver.fetch(_OF, list(streams), record_class=Row)
    return [(name, list(group)) for name, group in groupby(rows, key=itemgetter("stream"))]
