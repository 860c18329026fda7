"""How often somebody tried to hand in a wish: counted in the database, for every process.

Addresses are not kept: a keyed hash stands for each, another one every day.
"""

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from ledger.door import Ledger

_KEY = "SELECT secret FROM wish_key"
_NOW = "SELECT (ledger_now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day"
_COUNT = """
INSERT INTO wish_tries AS t (who, hour, tries)
SELECT who, date_trunc('hour', ledger_now()), 1 FROM unnest($1::text[]) AS who
ON CONFLICT (who, hour) DO UPDATE SET tries = t.tries + 1
RETURNING who, tries
"""
_FORGET = "DELETE FROM wish_tries WHERE hour < ledger_now() - interval '2 days'"
A_VISITOR, A_COLLECTION = 20, 600
"""Tries an hour at most, by one address and in one collection. Ours: a station's shared line still
hands in a wish every three minutes, and a flood ends before anybody has to read it."""


class Tries(NamedTuple):
    """How often in this hour, the newest included."""

    visitor: int
    collection: int

    @property
    def too_many(self) -> bool:
        """Whether this one is refused."""
        return self.visitor > A_VISITOR or self.collection > A_COLLECTION


async def secret_of(ledger: "Ledger") -> bytes:
    """The installation's key for hashes and seals that mean nothing elsewhere."""
    async with ledger.pool.read() as connection:
        return str((await connection.exec_driver_sql(_KEY)).scalar_one()).encode()


async def count_try(ledger: "Ledger", secret: bytes, address: str, collection: str) -> Tries:
    """Count one more try. What is older than two days is forgotten with it."""
    async with ledger.pool.read() as connection:
        day = str((await connection.exec_driver_sql(_NOW)).scalar_one())
    visitor = hmac.new(secret, f"{day}\n{address}".encode(), sha256).hexdigest()
    whole = f"collection:{collection}"

    async def work(connection: AsyncConnection) -> dict[str, int]:
        await connection.exec_driver_sql(_FORGET)
        rows = await connection.exec_driver_sql(_COUNT, ([visitor, whole],))
        return {x.who: x.tries for x in rows}

    found = await ledger.pool.write(work)
    return Tries(found[visitor], found[whole])
