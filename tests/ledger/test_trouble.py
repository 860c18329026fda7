"""A database that goes away, hangs, forgets or is too old: what the caller is told."""

import asyncio
import time
from typing import Any

import asyncpg
import pytest

from domain.refusals import AlreadyThere
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from ledger.refusals import ClockChosen, FailpointRefused, NotMigrated, Unavailable, UnsafeDatabase
from ledger.url import driver_url
from tests.support.filing import STREAM, Desk, adoption
from tests.support.year import CLERK

CUT = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def test_a_pool_of_dead_connections_is_noticed_and_replaced(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    await asyncio.gather(*(ledger.keep(STREAM, by="clock") for _ in range(8)))
    await owner.execute(CUT)
    receipt = await desk.file(key="after-the-cut")
    assert not receipt.repeated


def stand_still() -> None:
    """As a process that was stopped: what the server says meanwhile is read afterwards."""
    time.sleep(0.2)


async def test_a_transaction_that_idled_too_long_is_tried_again(ledger: Ledger, desk: Desk) -> None:
    tries = list[int]()

    async def idles_once(connection: Any) -> int:
        tries.append(len(tries))
        if len(tries) == 1:
            await connection.exec_driver_sql("SET idle_in_transaction_session_timeout = '20ms'")
            stand_still()
        return int((await connection.exec_driver_sql("SELECT 7 AS it")).one().it)

    assert await ledger.pool.record(idles_once) == 7
    tries.clear()
    assert await ledger.pool.write(idles_once) == 7
    told = iter([asyncpg.IdleInTransactionSessionTimeoutError("the server's own word for it")])

    async def is_told_once(connection: Any) -> int:
        for trouble in told:
            raise trouble
        return await idles_once(connection)

    assert await ledger.pool.record(is_told_once) == 7


async def test_connections_cut_under_load_lose_and_double_nothing(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    async def cuts() -> None:
        for _ in range(8):
            await asyncio.sleep(0.05)
            await owner.execute(CUT)

    async def one(n: int) -> None:
        for _ in range(20):
            try:
                await desk.file(key=f"k{n}")
            except Unavailable:
                continue
            except AlreadyThere:
                return
            return

    await asyncio.gather(cuts(), *(one(n) for n in range(40)))
    found = await audit.verify(ledger)
    assert found.whole
    told = [x.type for x in await audit.history(ledger, STREAM)]
    assert told.count("DutyFiled") == 1
    assert (await audit.replay_check(ledger)).differing == ()


async def test_an_outcome_nobody_knows_is_found_by_the_same_key(
    ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks after the commit, before its answer: nobody can know."""
    execute, broken = asyncpg.Connection.execute, list[bool]()

    async def commit_and_break(self: asyncpg.Connection, query: str, *args: Any) -> str:
        answer: str = await execute(self, query, *args)
        if query == "COMMIT" and not broken:
            broken.append(True)
            raise ConnectionResetError("the answer is lost")
        return answer

    monkeypatch.setattr(asyncpg.Connection, "execute", commit_and_break)
    receipt = await desk.file(key="unknown")
    assert receipt.repeated, "it was written, and the second try found it"
    assert [x.type for x in await audit.history(ledger, STREAM)].count("DutyFiled") == 1


async def test_a_lock_that_is_not_given_up_says_come_again(
    ledger: Ledger, desk: Desk, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.pool._TRIES", (0.0,))
    holder = await asyncpg.connect(database)
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT FROM streams FOR UPDATE")
    with pytest.raises(Unavailable, match="同一编号"):
        await desk.file(key="stuck")
    await transaction.rollback()
    await holder.close()
    assert not (await desk.file(key="stuck")).repeated


async def test_a_database_that_is_not_there(database: str) -> None:
    with pytest.raises(Unavailable):
        await Ledger.connect(f"{database.rpartition('/')[0]}/nowhere")
    with pytest.raises(Unavailable):
        await Ledger.connect("postgresql://nobody:x@127.0.0.1:1/none")


async def test_a_database_without_a_ledger(postgres_url: str) -> None:
    with pytest.raises(NotMigrated, match="bihuan migrate"):
        await Ledger.connect(postgres_url)


async def test_a_database_that_may_forget_what_it_confirmed(
    database: str, owner: asyncpg.Connection
) -> None:
    name = database.rpartition("/")[2]
    await owner.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    with pytest.raises(UnsafeDatabase, match="synchronous_commit"):
        await Ledger.connect(database)


async def test_another_database_is_no_ledger() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        driver_url("sqlite:///bihuan.db")


async def test_a_real_clock_cannot_be_set(database: str, owner: asyncpg.Connection) -> None:
    real = await Ledger.connect(database)
    with pytest.raises(ClockChosen):
        await set_clock(real, await real.now())
    await real.close()
    with pytest.raises(asyncpg.PostgresError, match="cannot be set"):
        await owner.execute("INSERT INTO clock VALUES (true, now(), now(), 1)")


async def test_the_clock_is_chosen_before_the_first_event(database: str) -> None:
    real = await Ledger.connect(database)
    await real.handle(STREAM, adoption(), actor=CLERK, client="c", command_id="1")
    await real.close()
    with pytest.raises(ClockChosen):
        await choose_settable_clock(database)


async def test_the_real_clock_takes_no_failpoint(database: str) -> None:
    with pytest.raises(FailpointRefused, match="FAILPOINT"):
        await Ledger.connect(database, failpoint="door")
    await choose_settable_clock(database)
    ledger = await Ledger.connect(database, failpoint="door:3")
    assert ledger.failpoint
    await ledger.close()
    with pytest.raises(ValueError, match="failpoint"):
        await Ledger.connect(database, failpoint="cellar")
