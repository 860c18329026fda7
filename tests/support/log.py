"""A log to test with: many events quickly, its keys, and its public side without HTTP."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from domain.given import Actor
from domain.project.messages import ProjectAdopted
from ledger.chain import COLUMNS, START, Row, link
from ledger.log.checkpoints import cosign, newest
from ledger.log.note import LOG, WITNESS, Signer, Verifier
from ledger.log.sequencer import sequence
from ledger.log.tree import consistency_of
from ledger.pool import Pool
from ledger.requests import Request
from tests.support.filing import adoption
from watch.notary import Notary

KEY = Signer("log.example/1", LOG, bytes(range(32)))
WITNESSES = tuple(Signer(f"audit.example/{x}", WITNESS, bytes([x]) * 32) for x in (1, 2))
ADOPTED, CLERK = adoption(), Actor(ref="clerk-1", party="clerk")
_FIELDS = ("card", "regime", "vote", "next_session", "session_assumed")
EVENT = ProjectAdopted(**{x: getattr(ADOPTED, x) for x in _FIELDS})
_NOW = datetime(2023, 4, 3, 1, tzinfo=UTC)


def chain(stream: str, length: int) -> list[Row]:
    """A whole chain of one stream, its events alike but for their headers."""
    request = Request(stream, ADOPTED, CLERK, stream, "filled")
    return link(START, [EVENT] * length, request, _NOW, _NOW)


async def fill(connection: asyncpg.Connection, streams: Sequence[str], each: int) -> None:
    """So many events of so many new streams, as the record keeps them."""
    chains = [chain(x, each) for x in streams]
    rows = [tuple(row[c] for c in COLUMNS) for one in chains for row in one]
    heads = [(x[-1]["stream"], "project", each, x[-1]["hash"], "", True) for x in chains]
    columns = ("id", "kind", "version", "head", "calendar", "closed")
    async with connection.transaction():
        await connection.copy_records_to_table("events", records=rows, columns=COLUMNS)
        await connection.copy_records_to_table("streams", records=heads, columns=columns)


async def sign(pool: Pool, memory: Path, key: Signer = KEY) -> None:
    """Bring all into order and have it signed."""
    while (done := await sequence(pool)) is not None and done.full:
        pass
    await Notary(pool, key, memory).look()


class LocalLog:
    """What a witness asks, answered from the database."""

    def __init__(self, pool: Pool, witnesses: Sequence[Verifier]) -> None:
        self._pool = pool
        self._witnesses = witnesses

    async def checkpoint(self) -> str:
        found = await newest(self._pool)
        assert found is not None
        return found.note

    async def consistency(self, old: int, new: int) -> list[bytes]:
        async with self._pool.read() as connection:
            return list((await consistency_of(connection, old, new)).proof)

    async def cosigned(self, note: str) -> None:
        await cosign(self._pool, note, self._witnesses)
