"""The sequencer: gives every committed event its position, gapless, in batches, after commit.

What is not yet in the log is found by what cannot lie: a stream's versions are dense and made under
its lock, so everything from the version that is sequenced up to the version that the stream's row
names is committed and missing here. No sequence, no transaction id and no clock is asked: a late
commit is simply behind at the next look (reliability §2.8). The write path knows nothing of it.
A stream in which a version is missing (somebody deleted an event) is held back before that version,
and holds back nobody else; the lookout makes it an incident.

One at a time, by a lock that ends with the transaction; order, tree and progress are written
together, so a crash leaves all of a batch or nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.log.merkle import cover, grown, leaf
from ledger.log.tree import nodes_of, size_of

if TYPE_CHECKING:
    from ledger.pool import Pool

BATCH = 5000
"""Events in one transaction, and streams that it takes up: a large record is begun in pieces."""
_ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(8117235)"
_AT_LENGTH = """
SELECT set_config('statement_timeout', '60s', true), set_config('transaction_timeout', '0', true)
"""
"""Catching up may take longer than a filing: nobody waits for it."""
_BEHIND = """
WITH lagging AS MATERIALIZED (
    SELECT id AS name, coalesce(sequenced.version, 0) AS seen
    FROM streams LEFT JOIN sequenced ON sequenced.stream = id
    WHERE streams.version > coalesce(sequenced.version, 0)
), behind AS MATERIALIZED (
    SELECT name, seen FROM lagging
    WHERE (SELECT true FROM events WHERE stream = name AND version = seen + 1)
    LIMIT $1
), following AS (
    SELECT stream, version, hash, seen, row_number() OVER past AS nth,
        max(recorded_at) OVER past AS recorded_at
    FROM behind JOIN events ON stream = name AND version > seen AND version <= seen + $1
    WINDOW past AS (PARTITION BY stream ORDER BY version)
)
SELECT stream, version, decode(hash, 'hex') AS hash FROM following
WHERE version - seen = nth ORDER BY recorded_at, stream, version LIMIT $1
"""
_APPEND = """
WITH put AS (
    INSERT INTO log (position, stream, version, hash)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bytea[])
), grown AS (
    INSERT INTO log_nodes SELECT * FROM unnest($5::smallint[], $6::bigint[], $7::bytea[])
)
INSERT INTO sequenced SELECT * FROM unnest($8::text[], $9::bigint[])
ON CONFLICT (stream) DO UPDATE SET version = excluded.version
"""


class Sequenced(NamedTuple):
    """What one look did."""

    added: int
    size: int
    full: bool = False
    """Whether there may be more at once."""


async def sequence(pool: "Pool", batch: int = BATCH) -> Sequenced | None:
    """Give the next events their positions; None where another sequencer is at it.

    Raises Unavailable.
    """
    return await pool.write(lambda x: _sequence(x, batch))


async def _sequence(connection: AsyncConnection, batch: int) -> Sequenced | None:
    if not (await connection.exec_driver_sql(_ONE_AT_A_TIME)).scalar_one():
        return None
    await connection.exec_driver_sql(_AT_LENGTH)
    rows = (await connection.exec_driver_sql(_BEHIND, (batch,))).all()
    size = await size_of(connection)
    if rows:
        await _append(connection, size, rows)
    return Sequenced(len(rows), size + len(rows), full=len(rows) == batch)


async def _append(connection: AsyncConnection, size: int, rows: Sequence[Any]) -> None:
    frontier = await nodes_of(connection, [(0, size)])
    if set(frontier) != set(cover((0, size))):
        raise LookupError("the log's tree has lost nodes")
    made = [x for x in grown(size, frontier, [leaf(x.hash) for x in rows]).items() if x[0][0]]
    upto = {x.stream: x.version for x in rows}
    values = (
        list(range(size + 1, size + len(rows) + 1)),
        [x.stream for x in rows],
        [x.version for x in rows],
        [x.hash for x in rows],
        [level for (level, _), _ in made],
        [index for (_, index), _ in made],
        [node for _, node in made],
        list(upto),
        list(upto.values()),
    )
    await connection.exec_driver_sql(_APPEND, values)
