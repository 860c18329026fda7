"""Checkpoints on record: kept as signed, read with the witnesses' lines under them.

A record has one log at a time. Where the key was lost another begins, with a name of its own; what
is asked without a name is asked of the one that was signed last.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.refusals import Contradicted, Malformed, Unknown
from ledger.log.note import BadNote, Checkpoint, Verifier, checkpoint_of

if TYPE_CHECKING:
    from ledger.pool import Pool

_KEEP = """
INSERT INTO checkpoints (size, root, note) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""
_KEY = "INSERT INTO log_keys (vkey) VALUES ($1) ON CONFLICT DO NOTHING"
_KEYS = "SELECT vkey FROM log_keys ORDER BY at DESC"
_COSIGN = """
INSERT INTO cosignatures (origin, size, witness, line, signed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
"""
_OF_SIZE = "SELECT origin FROM checkpoints WHERE size = $1 ORDER BY at DESC LIMIT 1"
_FOUND = """
SELECT size, root, note, at,
    ARRAY (SELECT line FROM cosignatures AS c WHERE (c.origin, c.size) = (x.origin, x.size)
           ORDER BY witness) AS cosigned,
    ARRAY (SELECT witness FROM cosignatures AS c WHERE (c.origin, c.size) = (x.origin, x.size)
           ORDER BY witness) AS witnesses
FROM checkpoints AS x
WHERE origin = coalesce(
        $5::text, (SELECT origin FROM checkpoints ORDER BY at DESC, size DESC LIMIT 1))
    AND ($1::bigint IS NULL OR size = $1) AND ($2::bigint IS NULL OR size < $2)
    AND ($3::bigint IS NULL OR size >= $3)
ORDER BY size DESC LIMIT $4
"""
_MOST = 200


class Kept(NamedTuple):
    """A checkpoint, when it was made, and the names of those who cosigned."""

    size: int
    root: bytes
    note: str
    """The whole text: body, the log's signature, the witnesses' lines."""
    at: datetime
    witnesses: tuple[str, ...]


async def keep(pool: "Pool", made: Checkpoint, key: Verifier) -> None:
    """Put a signed checkpoint on record; known, nothing happens. Raises Unavailable."""

    async def work(connection: Any) -> None:
        await connection.exec_driver_sql(_KEY, (str(key),))
        await connection.exec_driver_sql(_KEEP, (made.size, made.root, made.note))

    await pool.write(work)


async def newest(pool: "Pool", origin: str | None = None) -> Kept | None:
    """The checkpoint that says most, of that log."""
    found = await _found(pool, None, None, None, 1, origin)
    return found[0] if found else None


async def recent(pool: "Pool", *, before: int | None = None, limit: int = 50) -> list[Kept]:
    """Checkpoints, the newest first; those below a size."""
    return await _found(pool, None, before, None, min(limit, _MOST))


async def at_size(pool: "Pool", size: int, origin: str | None = None) -> Kept:
    """The checkpoint of that size, of that log or of the last that has one. Raises Unknown."""
    if origin is None:
        async with pool.read() as connection:
            origin = (await connection.exec_driver_sql(_OF_SIZE, (size,))).scalar()
    found = await _found(pool, size, None, None, 1, origin) if origin else []
    if not found:
        raise Unknown("校验点", "checkpoint", str(size))
    return found[0]


async def covering(pool: "Pool", position: int) -> Kept | None:
    """The newest checkpoint that covers a position."""
    found = await _found(pool, None, None, position, 1)
    return found[0] if found else None


async def keys(pool: "Pool") -> list[str]:
    """The public keys that signed here, the newest first."""
    async with pool.read() as connection:
        return list((await connection.exec_driver_sql(_KEYS)).scalars())


async def cosign(pool: "Pool", text: str, witnesses: Sequence[Verifier]) -> str:
    """Keep a known witness' line under a checkpoint that is on record. The witness' name.

    Raises Malformed for what is no checkpoint or is cosigned by nobody known, Unknown for a size
    without a checkpoint, Contradicted for another root than the one on record.
    """
    try:
        given = checkpoint_of(text)
        seen = [(x, given.seen_at(x)) for x in witnesses]
    except BadNote as bad:
        zh, _, en = str(bad).rpartition(" ")
        raise Malformed(zh or str(bad), en) from bad
    named = [(x, at) for x, at in seen if at is not None]
    if not named:
        raise Malformed(
            "没有本系统认得的见证方的签名：请先把见证方的公钥登记在 WITNESSES。",
            "no signature of a known witness: its key must stand in WITNESSES first.",
        )
    held = await at_size(pool, given.size, given.origin)
    if checkpoint_of(held.note).body != given.body:
        raise Contradicted(
            "见证方签的与这里登记的不是同一个校验点：账册有两个版本，请立即报告审计机关。",
            "the witness cosigned another checkpoint of this size: there are two histories.",
        )
    rows = [
        (given.origin, given.size, x.name, _line(given, x), datetime.fromtimestamp(at, UTC))
        for x, at in named
    ]

    async def work(connection: Any) -> None:
        for row in rows:
            await connection.exec_driver_sql(_COSIGN, row)

    await pool.write(work)
    return "、".join(x.name for x, _ in named)


def _line(given: Checkpoint, key: Verifier) -> str:
    """That witness' own line, and no other that was sent along."""
    alone = (given._replace(lines=(x,)) for x in given.lines)
    return next(x.lines[0] for x in alone if x.seen_at(key) is not None)


async def _found(
    pool: "Pool",
    size: int | None,
    before: int | None,
    least: int | None,
    limit: int,
    origin: str | None = None,
) -> list[Kept]:
    values = (size, before, least, limit, origin)
    async with pool.read() as connection:
        rows = (await connection.exec_driver_sql(_FOUND, values)).all()
    return [
        Kept(
            x.size,
            x.root,
            x.note + "".join(f"{y}\n" for y in x.cosigned),
            x.at,
            tuple(x.witnesses),
        )
        for x in rows
    ]
