"""The quick line: what commits is known to be committed, and no connection comes back half used."""

import asyncpg
import pytest

from ledger.door import Ledger
from ledger.line import Line
from ledger.refusals import Unavailable

WHO = "SELECT pg_backend_pid()"
NOTE = "INSERT INTO wakes VALUES ($1, 1)"
NOTES = "SELECT count(*) FROM wakes WHERE stream = 'noted'"


async def noted(ledger: Ledger) -> int:
    async with ledger.pool.read() as connection:
        return int((await connection.exec_driver_sql(NOTES)).scalar_one())


async def test_a_failure_that_was_swallowed_is_not_taken_for_a_commit(ledger: Ledger) -> None:
    async def swallow(line: Line) -> None:
        await line.exec_driver_sql(NOTE, ("noted",))
        with pytest.raises(asyncpg.DivisionByZeroError):
            await line.exec_driver_sql("SELECT 1 / 0")

    with pytest.raises(Unavailable):
        await ledger.pool.record(swallow)
    assert await noted(ledger) == 0


async def test_a_connection_that_was_lost_is_replaced(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    """ASVS 1.4.3"""

    async def who(line: Line) -> int:
        return int((await line.exec_driver_sql(WHO)).scalar_one())

    first = await ledger.pool.record(who)
    assert await ledger.pool.record(who) == first, "the one used last is taken first"
    await owner.execute("SELECT pg_terminate_backend($1)", first)
    assert await ledger.pool.record(who) != first


async def test_a_value_of_the_wrong_type_is_our_mistake_and_not_an_outage(ledger: Ledger) -> None:
    with pytest.raises(asyncpg.DataError):
        await ledger.pool.record(lambda line: line.exec_driver_sql(NOTE, (1,)))


async def test_what_failed_leaves_no_transaction_open(ledger: Ledger) -> None:
    """ASVS 1.4.3 2.3.3"""

    async def fail(line: Line) -> None:
        await line.exec_driver_sql(NOTE, ("noted",))
        raise LookupError

    with pytest.raises(LookupError):
        await ledger.pool.record(fail)
    await ledger.pool.record(lambda line: line.exec_driver_sql(NOTE, ("noted",)))
    assert await noted(ledger) == 1
