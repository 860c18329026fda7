"""A database that comes back is not run over by those who waited for it."""

import asyncio
import time

import asyncpg
import pytest

from ledger import dial
from ledger.dial import Away, Dial
from ledger.pool import Pool
from ledger.refusals import Unavailable
from tests.support import free_port

MANY = 60


class Starting:
    """A server that takes connections after so many seconds, and counts who knocks before."""

    def __init__(self, seconds: float) -> None:
        self.from_ = time.monotonic() + seconds
        self.refused = self.let_in = 0

    async def connect(self) -> int:
        """The number of the connection."""
        await asyncio.sleep(0.001)
        if time.monotonic() < self.from_:
            self.refused += 1
            raise asyncpg.CannotConnectNowError("the database system is starting up")
        self.let_in += 1
        return self.let_in


async def test_one_knocks_and_all_are_let_in_once_he_is():
    server, way = Starting(0.6), Dial()
    first = asyncio.create_task(way.open(server.connect))
    await asyncio.sleep(0.05)  # by then he was refused
    others = [asyncio.create_task(way.open(server.connect)) for _ in range(MANY)]
    found = await asyncio.gather(first, *others)
    assert sorted(found) == list(range(1, MANY + 2))
    assert server.refused <= 0.6 / (dial.SOONEST / 2) + 1


async def test_who_comes_when_it_has_been_away_for_long_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(dial, "PATIENCE", 0.3)
    server, way = Starting(3600), Dial()
    with pytest.raises((Away, asyncpg.CannotConnectNowError)):
        await way.open(server.connect)
    knocks, began = server.refused, time.monotonic()
    told = await asyncio.gather(
        *(way.open(server.connect) for _ in range(MANY)), return_exceptions=True
    )
    assert {type(x) for x in told} <= {Away, asyncpg.CannotConnectNowError}
    assert server.refused <= knocks + 1 + (time.monotonic() - began) / (dial.SOONEST / 2)


async def test_whoever_comes_first_after_it_is_back_is_let_in(monkeypatch: pytest.MonkeyPatch):
    """However lately another was refused: he waits for the next knock, and it is his."""
    monkeypatch.setattr(dial, "PATIENCE", 0.1)
    server, way = Starting(3600), Dial()
    for _ in range(3):
        with pytest.raises((Away, asyncpg.CannotConnectNowError)):
            await way.open(server.connect)
    server.from_ = time.monotonic()
    assert await way.open(server.connect) == 1


async def test_it_is_found_again_after_however_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dial, "PATIENCE", 0.1)
    server, way = Starting(1.0), Dial()
    tries = 0
    while not server.let_in:
        tries += 1
        await asyncio.sleep(0.02)
        await asyncio.gather(way.open(server.connect), return_exceptions=True)
    assert tries > 1
    assert await way.open(server.connect) == 2


async def test_a_wrong_password_is_no_reason_to_wait():
    way = Dial()

    async def refused() -> None:
        raise asyncpg.InvalidPasswordError("password authentication failed")

    for _ in range(2):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await way.open(refused)


async def test_a_pool_says_unavailable_of_a_database_that_stays_away(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(dial, "PATIENCE", 0.2)
    pool = Pool(f"postgresql://bihuan@127.0.0.1:{free_port()}/bihuan", 2, {})
    with pytest.raises(Unavailable):
        async with pool.read() as connection:
            await connection.exec_driver_sql("SELECT 1")
    with pytest.raises(Unavailable):
        await pool.record(lambda x: x.exec_driver_sql("SELECT 1"))
    with pytest.raises(Unavailable):
        await pool.write(lambda x: x.exec_driver_sql("SELECT 1"))
    await pool.close()
