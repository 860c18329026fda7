"""The schema and the program: one that is older than its database says so and touches nothing."""

import asyncio

import asyncpg
import pytest

from ledger.migrate import upgrade
from ledger.refusals import NewerSchema


async def test_a_database_of_a_later_version_is_refused_in_words(database):
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="升级程序"):
        await asyncio.to_thread(upgrade, database)
    assert await connection.fetchval("SELECT version_num FROM alembic_version") == "9999"
    await connection.close()


async def test_migrating_twice_changes_nothing(database):
    await asyncio.to_thread(upgrade, database)
    connection = await asyncpg.connect(database)
    assert await connection.fetchval("SELECT clock FROM installation") == "real"
    await connection.close()
