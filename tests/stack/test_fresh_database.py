"""Every test may write as it likes: the next one starts from the migrated template."""

import asyncpg


async def test_a_database_is_a_copy_of_its_own(database: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute("CREATE TABLE note (word text)")
    assert await connection.fetchval("SELECT count(*) FROM note") == 0
    await connection.close()


async def test_and_the_next_one_knows_nothing_of_it(database: str) -> None:
    connection = await asyncpg.connect(database)
    assert await connection.fetchval("SELECT to_regclass('note')") is None
    await connection.close()
