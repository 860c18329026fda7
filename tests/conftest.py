"""What every test may ask for: one real PostgreSQL for the session, a fresh database each.

Files that take long begin first, so that no worker is left with one at the end (the Makefile hands
files out in this order). What was imported stays, and is not walked by the collector again.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest
import structlog
from hypothesis import settings

from ledger.migrate import choose_settable_clock, upgrade
from stack import postgres
from tests.support import data_folder, free_port
from tests.support.heard import listen
from tests.support.written import gather

if TYPE_CHECKING:
    from ledger.door import Ledger
    from tests.support.opened import Opened

LONG = (
    "pages/test_every_page",
    "documents/test_other_readers",
    "stack/test_up",
    "pages/test_in_chromium",
    "demo/test_demo",
    "scenarios/test_s5_dual_evaluation",
    "scenarios/test_s1_from_the_collection",
    "workflows/test_year",
    "pages/test_replay_in_chromium",
    "bench/test_bench_shape",
    "domain/invariants/test_invariants",
    "pages/test_figures",
    "api/test_three_hundred_voters",
    "pages/test_board_of_800",
    "scenarios/test_s7_suggestions",
    "api/test_process",
    "pages/test_staff_in_chromium",
    "pages/test_unit_in_chromium",
    "workflows/test_new_place",
    "domain/rehearsal/test_year_laws",
    "ledger/test_machine",
    "domain/rehearsal/test_year",
    "pages/test_public_in_chromium",
    "scenarios/test_s5_by_ballot",
)
"""The files that took longest, longest first (`ARGS=--durations=60` tells)."""
TEMPLATE = "migrated"
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""How long an example takes says nothing about whether it holds."""
listen()
NewDatabase = Callable[..., Awaitable[str]]


def pytest_configure() -> None:
    gc.set_threshold(20_000, 20, 50)
    # A fault is logged as it is: with the locals of every frame, drawn in boxes, one took 20 s.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    places = {here / f"{name}.py": n for n, name in enumerate(LONG)}
    items.sort(key=lambda x: places.get(x.path, len(places)))
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of the session's own PostgreSQL, at its database `postgres`, as superuser.

    Its files lie in memory, but where figures are measured (tests/reliability): those are a disk's.
    """
    measured = any("reliability" in x.path.parts for x in request.session.items)
    with data_folder(quick=not measured) as home:
        server = postgres.start(home, free_port())
        yield server.url
        server.stop()


class Keeper:
    """One connection that makes and drops databases, one after another."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._turn = asyncio.Lock()
        self._connection: asyncpg.Connection | None = None

    async def tell(self, statement: str) -> None:
        async with self._turn:
            if self._connection is None or self._connection.is_closed():  # a test may cut all off
                self._connection = await asyncpg.connect(self._url)
            await self._connection.execute(statement)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def drop(self, url: str) -> None:
        await gather(url)
        await self.tell(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')


@pytest.fixture(scope="session")
async def keeper(postgres_url: str) -> AsyncIterator[Keeper]:
    """Who makes and drops the tests' databases."""
    made = Keeper(postgres_url)
    yield made
    await made.close()


@pytest.fixture(scope="session")
async def template(postgres_url: str, keeper: Keeper) -> str:
    """The name of a database with the ledger's schema, which is only ever copied."""
    await keeper.tell(f'CREATE DATABASE "{TEMPLATE}"')
    await asyncio.to_thread(upgrade, _at(postgres_url, TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
async def new_database(
    postgres_url: str, template: str, keeper: Keeper
) -> AsyncIterator[NewDatabase]:
    """Makes one more migrated database (0.04 s), or a copy of another that is told, and says its
    URL; all are dropped at the end."""
    numbers, made = count(1), list[str]()

    async def make(origin: str = template) -> str:
        name = f"test_{next(numbers)}"
        await keeper.tell(f'CREATE DATABASE "{name}" TEMPLATE "{origin}" STRATEGY = FILE_COPY')
        made.append(name)
        return _at(postgres_url, name)

    yield make
    for name in made:
        await keeper.drop(_at(postgres_url, name))


@pytest.fixture(scope="session")
async def opened(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> "Opened":
    """A database in which one real list was opened over HTTP; which is only ever copied. What asks
    for it has a copy as its `database`."""
    from tests.support.opened import open_list

    return await open_list(await new_database(), tmp_path_factory.mktemp("opened"))


@pytest.fixture(scope="session")
async def settable(new_database: NewDatabase) -> str:
    """The name of a migrated database with the settable clock, which is only ever copied."""
    url = await new_database()
    await choose_settable_clock(url)
    return _name(url)


@pytest.fixture
def origin(request: pytest.FixtureRequest, template: str) -> str:
    """The name of what the test's database is a copy of."""
    if "opened" in request.fixturenames:
        known: Opened = request.getfixturevalue("opened")
        return known.name
    if "settable" in request.fixturenames:
        return str(request.getfixturevalue("settable"))
    return template


@pytest.fixture
async def database(new_database: NewDatabase, keeper: Keeper, origin: str) -> AsyncIterator[str]:
    """The `postgresql://` URL of a fresh migrated database, dropped after the test."""
    url = await new_database(origin)
    yield url
    await keeper.drop(url)


@pytest.fixture
async def ledger(settable: str, database: str) -> AsyncIterator["Ledger"]:
    """A ledger with the settable clock on that database. Who needs a certain day, or a project
    there, builds on it in a fixture of the same name."""
    from ledger.door import Ledger  # two seconds, which no pure test should pay

    made = await Ledger.connect(database)
    yield made
    await made.close()


def _name(url: str) -> str:
    return url.rpartition("/")[2]


def _at(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"
