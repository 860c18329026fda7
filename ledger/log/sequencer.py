"""The sequencer: gives every committed event its position, gapless, in batches, after commit.

What is not yet in the log is found by what cannot lie: a stream's versions are dense and made under
its lock, so everything from the version that is sequenced up to the version that the stream's row
names is committed and missing here. No sequence, no transaction id and no clock is asked: a late
commit is simply behind at the next look (reliability §2.8). The write path knows nothing of it.

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
"""Events in one transaction."""
_ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(8117235)"
_BEHIND = """
WITH behind AS (
    SELECT streams.id AS name, coalesce(sequenced.version, 0) AS seen
    FROM streams LEFT JOIN sequenced ON sequenced.stream = streams.id
    WHERE streams.version > coalesce(sequenced.version, 0)
)
SELECT events.stream, events.version, seen, decode(events.hash, 'hex') AS hash
FROM behind JOIN events ON events.stream = name AND events.version > seen
ORDER BY max(recorded_at) OVER (PARTITION BY events.stream ORDER BY events.version),
    events.stream, events.version
LIMIT $1
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
    gaps: tuple[str, ...] = ()
    """Streams in which a version is missing: somebody deleted an event. They are held back."""
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
    found = (await connection.exec_driver_sql(_BEHIND, (batch,))).all()
    size = await size_of(connection)
    rows, gaps = dense(found)
    if rows:
        await _append(connection, size, rows)
    return Sequenced(len(rows), size + len(rows), gaps, full=bool(rows) and len(found) == batch)


def dense(found: Sequence[Any]) -> tuple[list[Any], tuple[str, ...]]:
    """The rows whose forerunner is known, in their order, and the streams where one is missing."""
    last: dict[str, int] = {}
    rows, gaps = list[Any](), dict[str, None]()
    for x in found:
        if x.stream in gaps or x.version != last.get(x.stream, x.seen) + 1:
            gaps[x.stream] = None
        else:
            last[x.stream] = x.version
            rows.append(x)
    return rows, tuple(gaps)


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
