"""Callers that are cancelled anywhere: no session is left inside a transaction, nothing is half.

Both ways to the database are asked: the quick lines by which the record is written, and the pool
for reads, accounts, tokens and uploads. Beside them a pool that takes back what it gave, as it is.
"""

import asyncio
import hashlib
import random
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import asyncpg

from domain.names import PROJECT, stream_id
from ledger import audit
from ledger.accounts import Accounts
from ledger.lanes import READS, WRITES
from ledger.pool import SELDOM
from ledger.together import LINES
from ledger.tokens import Tokens
from ledger.uploads import Upload, Uploads
from tests.api.conftest import service, set_clock, town
from tests.reliability.conftest import Say
from tests.support.filing import Desk, types
from tests.support.town import Town
from tests.support.year import CARD

__all__ = ["service", "set_clock", "town"]
SEED = 9
CANCELS, STREAMS, AT_ONCE = 500, 80, 12
CLIENTS = 8
SEATS = CLIENTS + LINES + 1 + SELDOM + WRITES + CLIENTS + READS + 1
"""The quick lines, the shared ones and the notes', what is written beside, reads; the watcher."""
IN_TRANSACTION = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'
"""
NESTED = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND query ILIKE '%SAVEPOINT%'
"""
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
Thing = Callable[[], Coroutine[Any, Any, object]]


async def test_five_hundred_callers_cancelled_anywhere(town: Town, database: str, say: Say):
    chance = random.Random(SEED)
    own, desk = town.tools.ledger, Desk(town.tools.ledger)
    cards = [CARD.model_copy(update={"id": f"F9-{n:03}"}) for n in range(STREAMS)]
    await asyncio.gather(*(desk.adopt(x) for x in cards))
    streams = [stream_id(PROJECT, x.id) for x in cards]
    things = asked_of(town, desk, streams)
    lasting = {x: await seconds(x) * AT_ONCE for x in things}
    seats = asyncio.Semaphore(AT_ONCE)

    async def one(thing: Thing) -> bool:
        async with seats:
            return await cancelled(thing, chance.random() * 1.3 * lasting[thing])

    cut = sum(await asyncio.gather(*(one(chance.choice(things)) for _ in range(CANCELS))))
    watcher = await asyncpg.connect(database)
    left = await left_in_transaction(watcher)
    nested, sessions = await watcher.fetchval(NESTED), await left_open(watcher)
    again = await asyncio.gather(*(desk.file(stream=x, key=x) for x in streams))
    whole = (await audit.verify(own)).whole and (await audit.replay_check(own)).differing == ()
    naive = await the_naive_pool(watcher, database, chance)
    await watcher.close()
    say(
        "F09",
        seed=SEED,
        cancelled=cut,
        of=CANCELS,
        idle_in_transaction=left,
        savepoints=nested,
        sessions=sessions,
        filed_twice=sum(types(x) != ["DutyFiled"] for x in again),
        whole=whole,
        naive_idle_in_transaction=naive,
    )
    assert cut >= CANCELS / 3, "most came to their end before they were cancelled"
    assert (left, nested, whole) == (0, 0, True)
    assert all(types(x) == ["DutyFiled"] for x in again)
    assert sessions <= SEATS, "more sessions than seats"
    assert naive > 0, "the test has lost its teeth"


def asked_of(town: Town, desk: Desk, streams: list[str]) -> list[Thing]:
    """One caller of every kind."""
    chance, own = random.Random(SEED), town.tools.ledger
    tokens, uploads, accounts = Tokens(own.pool), Uploads(own.pool), Accounts(own.pool)
    numbers = iter(range(10_000))

    async def file() -> None:
        stream = chance.choice(streams)
        await desk.file(stream=stream, key=stream)

    async def upload() -> None:
        sha256 = hashlib.sha256(str(next(numbers)).encode()).hexdigest()
        new = Upload(
            sha256=sha256,
            party="unit:x",
            region=None,
            name="照片.jpg",
            media_type="image/jpeg",
            size=1,
        )
        await uploads.keep(new, "unit:x", sha256)

    async def the_account() -> None:
        await accounts.erase_name("nobody")
        await accounts.listed()

    return [
        file,
        upload,
        the_account,
        lambda: own.keep(chance.choice(streams), by="clock"),
        lambda: own.attend(chance.choice(streams)),
        own.beat,
        lambda: tokens.issue("auditor", "auditor"),
        lambda: audit.verify(own, chance.choice(streams)),
        lambda: town.ask("GET", "/me", town.fire),
        lambda: town.ask("GET", "/duties", town.fire),
        lambda: town.ask("GET", "/projects/LG23-01", town.clerk),
        lambda: town.ask("POST", "/evidence", town.fire, files={"file": ("a.pdf", b"%PDF-1.7\n")}),
    ]


async def seconds(thing: Thing) -> float:
    """How long it takes when nobody disturbs it, the second time."""
    await thing()
    began = time.monotonic()
    await thing()
    return time.monotonic() - began


async def cancelled(thing: Thing, after: float) -> bool:
    """Begin it and cancel it; whether it had not ended by then."""
    task = asyncio.create_task(thing())
    await asyncio.wait({task}, timeout=after)
    unfinished = task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return unfinished


async def left_in_transaction(watcher: asyncpg.Connection) -> int:
    """Sessions that sit in a transaction a second later: before that a cancelled query may still be
    on its way to its end, and its session is about to."""
    await asyncio.sleep(1.0)
    found: int = await watcher.fetchval(IN_TRANSACTION)
    return found


async def left_open(watcher: asyncpg.Connection) -> int:
    """Sessions, once there are no more than seats: of a cancelled caller the server learns when it
    next turns to him. A session that nobody closed is still there after these seconds."""
    for _ in range(50):
        found: int = await watcher.fetchval(SESSIONS)
        if found <= SEATS:
            break
        await asyncio.sleep(0.2)
    return found


async def the_naive_pool(watcher: asyncpg.Connection, url: str, chance: random.Random) -> int:
    """Sessions left in a transaction by a pool that takes its connections back as they stand."""
    resting = [await asyncpg.connect(url) for _ in range(4)]
    seats = asyncio.Semaphore(4)

    async def write() -> None:
        async with seats:
            connection = resting.pop()
            try:
                with suppress(asyncpg.PostgresError):  # the transaction that another left broken
                    await connection.execute("BEGIN")
                    await connection.execute("SELECT pg_sleep(0.004)")
                    await connection.execute("COMMIT")
            finally:
                resting.append(connection)

    await asyncio.gather(*(cancelled(write, chance.random() * 0.012) for _ in range(60)))
    left = await left_in_transaction(watcher)
    for connection in resting:
        connection.terminate()
    return left
