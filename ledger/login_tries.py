"""How often somebody tried to sign in of late: buckets that leak, in the database, so that every
process counts the same ones.

Neither logins nor addresses are kept, a keyed hash stands for each: people type their passwords
into the wrong field. What was refused does not fill a bucket, so that hammering locks nobody out
for longer; what was right empties it again, so that an office behind one address gets in.
"""

import hmac
from hashlib import sha256
from math import ceil
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.pool import Pool

AN_ACCOUNT, AN_ADDRESS = 5, 20
"""Tries a minute (`reliability §4.7`)."""
_KEY = text("SELECT secret FROM wish_key")
_FORGET = text("DELETE FROM login_tries WHERE at < clock_timestamp() - interval '10 minutes'")
_ROW = text(
    "INSERT INTO login_tries (who, level, at) VALUES (:who, 0, clock_timestamp())"
    " ON CONFLICT DO NOTHING"
)
_LEFT = text(
    "SELECT greatest(0, level - extract(epoch FROM clock_timestamp() - at) * :most / 60.0)"
    " FROM login_tries WHERE who = :who FOR UPDATE"
)
_FILL = text("UPDATE login_tries SET level = :level, at = clock_timestamp() WHERE who = :who")
_FORGIVE = text("UPDATE login_tries SET level = greatest(0, level - 1) WHERE who = :who")


class Bucket(NamedTuple):
    """Whose tries, and how many a minute."""

    who: str
    most: int


class LoginTries:
    """Counting and forgiving, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._key: bytes | None = None

    async def count(self, *buckets: Bucket) -> int | None:
        """Count one more try in each. None if it may go on; else in how many seconds it may."""
        named = await self._named(buckets)

        async def work(connection: AsyncConnection) -> int | None:
            await connection.execute(_FORGET)
            waits = [await _count(connection, x) for x in named]
            return max((x for x in waits if x is not None), default=None)

        return await self._pool.write(work)

    async def forgive(self, *buckets: Bucket) -> None:
        """The last one was right and does not count."""
        rows = [{"who": x.who} for x in await self._named(buckets)]
        await self._pool.write(lambda x: x.execute(_FORGIVE, rows))

    async def _named(self, buckets: tuple[Bucket, ...]) -> list[Bucket]:
        if self._key is None:
            async with self._pool.read() as connection:
                self._key = str((await connection.execute(_KEY)).scalar_one()).encode()
        key = self._key
        named = [x._replace(who=hmac.new(key, x.who.encode(), sha256).hexdigest()) for x in buckets]
        return sorted(named)  # in one order, so that two never wait for one another


async def _count(connection: AsyncConnection, bucket: Bucket) -> int | None:
    """Seconds to wait, if it is full; it is filled otherwise."""
    who = {"who": bucket.who}
    await connection.execute(_ROW, who)
    found = await connection.execute(_LEFT, {**who, "most": bucket.most})
    left = float(found.scalar_one())
    if left + 1 > bucket.most:
        return ceil((left + 1 - bucket.most) * 60 / bucket.most)
    await connection.execute(_FILL, {**who, "level": left + 1})
    return None
