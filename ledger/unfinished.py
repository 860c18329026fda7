"""Files on their way: how much of each has arrived, kept across broken lines and restarts.

A file is known by the SHA-256 it will have and belongs to one party in its region. Pieces are
added by comparing what had arrived before, so that two tries at once cannot both add theirs.
"""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.pool import Pool
from ledger.uploads import Owner

KEPT_DAYS = 7
"""After so many days without a piece a file on its way is given up."""
MOST_FILES = 50
MOST_BYTES = 400 * 1024 * 1024
"""On their way at a time, of one party in its region."""
_WHOSE = "party = $2 AND region IS NOT DISTINCT FROM $3::text"
_BEGIN = f"""
INSERT INTO unfinished (sha256, party, region, name, size, place)
SELECT $1, $2, $3::text, $4, $5::bigint, $6
WHERE (SELECT count(*) < {MOST_FILES} AND coalesce(sum(size), 0) + $5 <= {MOST_BYTES}
       FROM unfinished WHERE {_WHOSE} AND sha256 <> $1)
ON CONFLICT (sha256, party, region) DO UPDATE SET name = excluded.name, place = excluded.place
RETURNING *
"""  # noqa: S608  # our own words and numbers
_OF = f"SELECT * FROM unfinished WHERE sha256 = $1 AND {_WHOSE}"  # noqa: S608  # the same
_AT = f"""
SELECT * FROM unfinished WHERE place = $1 AND {_WHOSE} ORDER BY touched_at
"""  # noqa: S608  # the same
_ADD = f"""
UPDATE unfinished SET received = received + $5, pieces = pieces || $6::text,
    touched_at = clock_timestamp()
WHERE sha256 = $1 AND {_WHOSE} AND received = $4 AND received + $5 <= size RETURNING *
"""  # noqa: S608  # the same
_DROP = f"""
DELETE FROM unfinished WHERE sha256 = $1 AND {_WHOSE} RETURNING *
"""  # noqa: S608  # the same
_STALE = f"""
DELETE FROM unfinished WHERE ctid IN (
    SELECT ctid FROM unfinished
    WHERE touched_at < clock_timestamp() - interval '{KEPT_DAYS} days' LIMIT 20
    FOR UPDATE SKIP LOCKED)
RETURNING *
"""  # noqa: S608  # the same
_ORPHANS = """
SELECT piece FROM unnest($1::text[]) AS piece
EXCEPT SELECT unnest(pieces) FROM unfinished
"""


class Unfinished(BaseModel):
    """One file that has not arrived whole."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    sha256: str
    party: str
    region: str | None
    name: str
    size: int
    received: int
    pieces: tuple[str, ...]
    """The names of the pieces, in order."""
    place: str
    """The page of the duty it is meant for; empty for none."""
    touched_at: datetime


class OnTheirWay:
    """The list of them, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin(
        self, sha256: str, owner: Owner, name: str, size: int, place: str
    ) -> Unfinished | None:
        """The file as far as it is; None where the party has too many on their way."""
        return await self._one(_BEGIN, sha256, *_whose(owner), name, size, place)

    async def of(self, sha256: str, owner: Owner) -> Unfinished | None:
        """The file, if it is on its way."""
        async with self._pool.read() as connection:
            row = (await connection.exec_driver_sql(_OF, (sha256, *_whose(owner)))).one_or_none()
        return None if row is None else Unfinished.model_validate(row)

    async def at(self, owner: Owner, place: str) -> list[Unfinished]:
        """Those meant for a page, the oldest first."""
        async with self._pool.read() as connection:
            rows = await connection.exec_driver_sql(_AT, (place, *_whose(owner)))
            return [Unfinished.model_validate(x) for x in rows]

    async def add(
        self, sha256: str, owner: Owner, offset: int, length: int, piece: str
    ) -> Unfinished | None:
        """The file with one piece more; None where not `offset` bytes had arrived before."""
        return await self._one(_ADD, sha256, *_whose(owner), offset, length, piece)

    async def drop(self, sha256: str, owner: Owner) -> Unfinished | None:
        """Give it up, or be done with it; what it was, so that its pieces can go too."""
        return await self._one(_DROP, sha256, *_whose(owner))

    async def stale(self) -> list[Unfinished]:
        """Some of those that nobody touched for days, which are given up by this."""

        async def write(connection: AsyncConnection) -> list[Unfinished]:
            rows = (await connection.exec_driver_sql(_STALE)).all()
            return [Unfinished.model_validate(x) for x in rows]

        return await self._pool.write(write)

    async def orphans(self, pieces: Sequence[str]) -> list[str]:
        """Of these pieces those that belong to no file, whoever asks: kept in the instant before a
        crash."""
        if not pieces:
            return []
        async with self._pool.read(whole=True) as connection:
            rows = await connection.exec_driver_sql(_ORPHANS, (list(pieces),))
            return [x.piece for x in rows]

    async def _one(self, statement: str, *values: object) -> Unfinished | None:
        async def write(connection: AsyncConnection) -> Unfinished | None:
            row = (await connection.exec_driver_sql(statement, values)).one_or_none()
            return None if row is None else Unfinished.model_validate(row)

        return await self._pool.write(write)


def _whose(owner: Owner) -> tuple[str, str | None]:
    return owner.party, owner.region
