"""Every event of every stream in order, in one snapshot and little memory."""

from collections.abc import AsyncIterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.line import Row

_NEXT = """
SELECT * FROM events WHERE (stream, version) > ($1, $2) AND ($3::text IS NULL OR stream = $3)
ORDER BY stream, version LIMIT 5000
"""


async def events_by_stream(
    connection: AsyncConnection, stream: str | None = None
) -> AsyncIterator[tuple[str, list[Any]]]:
    """Each stream with its rows by version; with `stream` that one alone.

    The rows come from the driver itself, inside the connection's transaction.
    """
    await connection.exec_driver_sql("SELECT 1")  # so that the transaction has begun
    driver: Any = (await connection.get_raw_connection()).driver_connection
    held: list[Any] = []
    last = ("", 0)
    while True:
        rows = await driver.fetch(_NEXT, *last, stream, record_class=Row)
        held += rows
        if not rows:
            break
        last = (rows[-1]["stream"], rows[-1]["version"])
        for name, group in groupby(held, key=itemgetter("stream")):
            if name != last[0]:
                yield name, list(group)
        held = [x for x in held if x["stream"] == last[0]]
    if held:
        yield last[0], held
