"""A ledger with the settable clock on a fresh database, and a project that was just voted."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import asyncpg
import pytest

from domain.calendar import SHANGHAI
from ledger.clock import set_clock
from ledger.door import Ledger
from tests.support.filing import Desk

SetTime = Callable[[str], Awaitable[datetime]]


@pytest.fixture
async def ledger(ledger: Ledger) -> Ledger:
    """A connected ledger on 3 April 2023, 09:00."""
    await set_clock(ledger, datetime(2023, 4, 3, 9, tzinfo=SHANGHAI))
    return ledger


@pytest.fixture
def it_is(ledger: Ledger) -> SetTime:
    """Let it be that Shanghai time now: `await it_is("2023-05-05 00:02")`."""

    async def set_(text: str) -> datetime:
        return await set_clock(ledger, datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))

    return set_


@pytest.fixture
async def desk(ledger: Ledger) -> Desk:
    """Longgang's first project of 2023, voted on 31 March."""
    made = Desk(ledger)
    await made.adopt()
    return made


@pytest.fixture
async def owner(database: str) -> AsyncIterator[asyncpg.Connection]:
    """The database's owner, who may do what the application may not."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()
