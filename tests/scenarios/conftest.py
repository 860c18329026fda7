"""A ledger with the settable clock on a fresh database."""

from collections.abc import AsyncIterator

import pytest

from ledger.door import Ledger
from ledger.migrate import choose_settable_clock


@pytest.fixture
async def ledger(database: str) -> AsyncIterator[Ledger]:
    await choose_settable_clock(database)
    made = await Ledger.connect(database)
    yield made
    await made.close()
