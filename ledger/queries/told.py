"""The histories of several streams, each event with what finds it again."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.completion.entry import Told
from ledger.reading import read_event

_EVENTS = """
SELECT stream, version, id, hash, type, schema, body FROM events
WHERE stream = ANY($1::text[]) ORDER BY stream, version
"""


async def told_of(connection: AsyncConnection, streams: Sequence[str]) -> dict[str, list[Told]]:
    """Every event of these streams in order, by stream; a stream without any is left out."""
    found: dict[str, list[Told]] = {}
    for x in await connection.exec_driver_sql(_EVENTS, (streams,)):
        event = read_event(x.stream, x.type, x.schema, x.body)
        found.setdefault(x.stream, []).append(Told(x.version, str(x.id), x.hash, event))
    return found
