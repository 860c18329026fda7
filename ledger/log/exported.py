"""What an export says of the log: a signed checkpoint, and where what is exported stands in it."""

from collections.abc import Sequence
from typing import Any

from ledger.line import Asking
from ledger.log.merkle import hash_of, inclusion
from ledger.log.note import b64
from ledger.log.tree import nodes_of

_NEWEST = """
SELECT size, note || coalesce((SELECT string_agg(line || E'\\n', '' ORDER BY witness)
    FROM cosignatures AS c WHERE (c.origin, c.size) = (x.origin, x.size)), '') AS note
FROM checkpoints AS x
WHERE origin = (SELECT origin FROM checkpoints ORDER BY at DESC, size DESC LIMIT 1)
ORDER BY size DESC LIMIT 1
"""
_ORDER = "SELECT stream, version FROM log WHERE position <= $1 ORDER BY position"
_HEADS = """
SELECT DISTINCT ON (stream) stream, version, position FROM log
WHERE stream = ANY($1) AND position <= $2 ORDER BY stream, version DESC
"""


async def log_of(connection: Asking, streams: Sequence[str], *, whole: bool) -> dict[str, Any]:
    """The checkpoint; of a whole record the order of every event, else a proof of each head.

    A chain's head stands for what is before it: every event names its forerunner's hash.
    """
    found = (await connection.exec_driver_sql(_NEWEST)).all()
    if not found:
        return {"checkpoint": None}
    size, note = found[0].size, found[0].note
    if whole:
        rows = (await connection.exec_driver_sql(_ORDER, (size,))).all()
        return {"checkpoint": note, "order": [[x.stream, x.version] for x in rows]}
    rows = (await connection.exec_driver_sql(_HEADS, (list(streams), size))).all()
    paths = {x.stream: inclusion(x.position - 1, size) for x in rows}
    nodes = await nodes_of(connection, [x for path in paths.values() for x in path])
    heads = {
        x.stream: [x.version, x.position, [b64(hash_of(y, nodes)) for y in paths[x.stream]]]
        for x in rows
    }
    return {"checkpoint": note, "heads": heads}
