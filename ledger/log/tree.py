"""The stored tree: what of it is needed for a root or a proof, read in one look."""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.line import Asking
from ledger.log.merkle import (
    Node,
    Range,
    consistency,
    cover,
    hash_of,
    inclusion,
    leaf,
)

_NODES = """
SELECT n.level, n.index, n.hash FROM log_nodes AS n
JOIN unnest($1::smallint[], $2::bigint[]) AS wanted (level, index) USING (level, index)
UNION ALL
SELECT 0, position - 1, hash FROM log WHERE position - 1 = ANY ($3::bigint[])
"""
_SIZE = "SELECT coalesce(max(position), 0) FROM log"


class Proven(NamedTuple):
    """A proof and the root that it leads to."""

    proof: tuple[bytes, ...]
    root: bytes


async def size_of(connection: Asking) -> int:
    """How many events stand in the log."""
    return int((await connection.exec_driver_sql(_SIZE)).scalar_one())


async def nodes_of(connection: Asking, ranges: Iterable[Range]) -> dict[Node, bytes]:
    """The stored nodes that cover the ranges. Whoever folds them finds what is missing."""
    wanted = sorted({x for y in ranges for x in cover(y)})
    above = [x for x in wanted if x[0]]
    leaves = [index for level, index in wanted if not level]
    values = ([x[0] for x in above], [x[1] for x in above], leaves)
    found = (await connection.exec_driver_sql(_NODES, values)).all()
    return {(x.level, x.index): x.hash if x.level else leaf(x.hash) for x in found}


async def root_of(connection: Asking, size: int) -> bytes:
    """The root of the log's first `size` events. Raises KeyError where it has fewer."""
    return hash_of((0, size), await nodes_of(connection, [(0, size)]))


async def inclusion_of(connection: Asking, position: int, size: int) -> Proven:
    """The proof that the event at `position` stands in the log's first `size` events."""
    return await _proven(connection, inclusion(position - 1, size), size)


async def consistency_of(connection: Asking, old: int, new: int) -> Proven:
    """The proof that the log's first `new` events begin with its first `old`."""
    return await _proven(connection, consistency(old, new) if old else [], new)


async def _proven(connection: Asking, path: list[Range], size: int) -> Proven:
    nodes = await nodes_of(connection, [*path, (0, size)])
    return Proven(tuple(hash_of(x, nodes) for x in path), hash_of((0, size), nodes))
