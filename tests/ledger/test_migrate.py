"""The schema and the program: one that is older than its database says so and touches nothing."""

import asyncio

import asyncpg
import pytest

from ledger.migrate import upgrade
from ledger.migrations.scripts import FOLDER
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


async def test_numbers_of_people_that_were_typed_before_are_compared_as_those_after(
    database: str, owner: asyncpg.Connection
) -> None:
    for login, person in (
        ("a", "工号 1001"),
        ("b", "工号　\uff11\uff10\uff10\uff11"),
        ("c", "1002"),
    ):
        await owner.execute(
            "WITH made AS (INSERT INTO accounts (login, role, party, password)"
            " VALUES ($1, 'auditor', 'auditor', '-') RETURNING id)"
            " INSERT INTO account_persons SELECT id, $2 FROM made",
            login,
            person,
        )
    await owner.execute("UPDATE alembic_version SET version_num = '0042'")
    await asyncio.to_thread(upgrade, database, to="0043")
    rows = await owner.fetch("SELECT person FROM account_persons ORDER BY person")
    assert [x[0] for x in rows] == ["1002", "工号1001", "工号1001"]


async def test_checkpoints_of_the_schema_before_are_told_their_log(
    database: str, owner: asyncpg.Connection
) -> None:
    made = (FOLDER / "log.sql").read_text(encoding="utf-8")
    start, end = made.index("CREATE TABLE checkpoints"), made.index("-- The public halves")
    await owner.execute(f"DROP TABLE cosignatures, checkpoints; {made[start:end]}")
    await owner.execute("UPDATE alembic_version SET version_num = '0034'")
    for size in (3, 5):
        note = f"log.example/1\n{size}\nAAAA\n\n— log.example/1 AAAA\n"
        await owner.execute("INSERT INTO checkpoints VALUES ($1, $2, $3)", size, bytes(32), note)
        await owner.execute(
            "INSERT INTO cosignatures VALUES ($1, 'audit.example/1', 'a line', now())", size
        )
    await asyncio.to_thread(upgrade, database, to="0036")
    for table in ("checkpoints", "cosignatures"):
        rows = await owner.fetch(f"SELECT origin, size FROM {table} ORDER BY size")
        assert [tuple(x) for x in rows] == [("log.example/1", 3), ("log.example/1", 5)]
