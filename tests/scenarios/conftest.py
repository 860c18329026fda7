"""A ledger with the settable clock on a fresh database, before anything was voted."""

from collections.abc import AsyncIterator

import pytest

from ledger.door import Ledger
from ledger.migrate import choose_settable_clock


@pytest.fixture
async def ledger(database: str) -> AsyncIterator[Ledger]:
    """A connected ledger; each scenario sets the time."""
    await choose_settable_clock(database)
    made = await Ledger.connect(database)
    yield made
    await made.close()
