"""What every test may ask for: one real PostgreSQL for the session, a fresh database each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count

import asyncpg
import pytest
from hypothesis import settings

from ledger.migrate import upgrade
from stack import postgres
from tests.support import data_folder, free_port

TEMPLATE = "migrated"
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""How long an example takes says nothing about whether it holds."""
NewDatabase = Callable[[], Awaitable[str]]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of the session's own PostgreSQL, at its database `postgres`, as superuser."""
    with data_folder() as home:
        server = postgres.start(home, free_port())
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
async def template(postgres_url: str) -> str:
    """The name of a database with the ledger's schema, which is only ever copied."""
    await _tell(postgres_url, f'CREATE DATABASE "{TEMPLATE}"')
    await asyncio.to_thread(upgrade, _at(postgres_url, TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
async def new_database(postgres_url: str, template: str) -> AsyncIterator[NewDatabase]:
    """Makes one more migrated database (0.04 s) and says its URL; all are dropped at the end."""
    numbers, made = count(1), list[str]()

    async def make() -> str:
        name = f"test_{next(numbers)}"
        await _tell(
            postgres_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY = FILE_COPY'
        )
        made.append(name)
        return _at(postgres_url, name)

    yield make
    for name in made:
        await _drop(postgres_url, name)


@pytest.fixture
async def database(new_database: NewDatabase, postgres_url: str) -> AsyncIterator[str]:
    """The `postgresql://` URL of a fresh migrated database, dropped after the test."""
    url = await new_database()
    yield url
    await _drop(postgres_url, url.rpartition("/")[2])


def _at(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


async def _drop(url: str, name: str) -> None:
    await _tell(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def _tell(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
