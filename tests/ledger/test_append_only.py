"""Events are only ever appended: by privilege for the application, by trigger for everybody."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from ledger.door import Ledger
from ledger.pool import APP_ROLE
from tests.support.filing import Desk

REWRITES = ("UPDATE events SET actor = 'x'", "DELETE FROM events", "TRUNCATE events")


@pytest.mark.parametrize("rewrite", REWRITES)
async def test_not_even_the_owner_rewrites(
    desk: Desk, owner: asyncpg.Connection, rewrite: str
) -> None:
    """ASVS 16.4.2"""
    with pytest.raises(asyncpg.PostgresError, match="only ever appended"):
        await owner.execute(rewrite)
    await owner.execute("SET session_replication_role = replica")
    with pytest.raises(asyncpg.PostgresError, match="only ever appended"):
        await owner.execute(rewrite)


@pytest.mark.parametrize("rewrite", [*REWRITES, "UPDATE installation SET clock = 'real'"])
async def test_the_application_may_not_try(ledger: Ledger, desk: Desk, rewrite: str) -> None:
    """ASVS 13.2.2"""
    async with ledger.pool.read() as connection:
        me = (await connection.exec_driver_sql("SELECT current_user")).scalar_one()
    assert me == APP_ROLE
    with pytest.raises(DBAPIError, match="permission denied"):
        await ledger.pool.write(lambda x: x.exec_driver_sql(rewrite))


async def test_reading_connections_can_write_nothing(ledger: Ledger, desk: Desk) -> None:
    """ASVS 13.2.2"""
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with ledger.pool.read() as connection:
            await connection.exec_driver_sql("DELETE FROM wakes")
