"""The journal of receipts: nothing that was recorded is passed over, whatever the order."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.incidents import open_by_kind
from tests.support.filing import Desk
from watch.lookout import Lookout
from watch.receipts import Journal, Receipts


@pytest.fixture
async def desk(ledger: Ledger) -> Desk:
    desk = Desk(ledger)
    await desk.adopt()
    return desk


@pytest.fixture
async def owner(database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "receipts")


def written(journal: Journal) -> list[int]:
    return sorted(x.receipt.version for x in journal.read())


async def test_what_commits_late_is_written_behind_many_others(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, journal: Journal
):
    await desk.file()
    last = await desk.return_()
    await owner.execute("ALTER TABLE events DISABLE TRIGGER events_are_appended")
    await owner.execute("CREATE TABLE late AS SELECT * FROM events WHERE version = 2")
    await owner.execute("DELETE FROM events WHERE version = 2")
    receipts = Receipts(ledger, journal, page=1)
    assert await receipts.round() == last.version - 1
    await owner.execute("INSERT INTO events SELECT * FROM late")
    assert await receipts.round() == 1
    assert await receipts.round() == 0
    assert written(journal) == list(range(1, last.version + 1))


async def test_a_clock_that_steps_back_hides_nothing(ledger: Ledger, desk: Desk, journal: Journal):
    receipts = Receipts(ledger, journal)
    await receipts.round()
    await set_clock(ledger, await ledger.now() - timedelta(hours=1))
    filed = await desk.file()
    assert await receipts.round() == len(filed.events)
    assert await receipts.round() == 0
    returned = await desk.return_()
    assert await Receipts(ledger, journal).round() == len(returned.events), "after a new start"
    assert written(journal) == list(range(1, returned.version + 1))


async def test_after_a_torn_line_the_next_receipt_stands_on_its_own(
    ledger: Ledger, desk: Desk, journal: Journal
):
    first = await Receipts(ledger, journal).round()
    (file,) = journal.files()
    file.write_bytes(file.read_bytes()[:-20])
    assert len(journal.read()) == first - 1
    assert await Receipts(ledger, journal).round() == 1
    assert written(journal) == list(range(1, first + 1))


async def test_a_journal_that_cannot_be_written_is_an_incident(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, tmp_path: Path
):
    (tmp_path / "full").write_text("no folder")
    receipts = Receipts(ledger, Journal(tmp_path / "full" / "receipts"))
    await receipts.begin()
    await owner.execute("UPDATE heartbeats SET real_at = real_at - interval '11 minutes'")
    with pytest.raises(OSError, match="full"):
        await receipts.round()
    await Lookout(ledger).look()
    assert (await open_by_kind(ledger))["part_silent"] == 1
    await Receipts(ledger, Journal(tmp_path / "receipts")).round()
    await Lookout(ledger).look()
    assert "part_silent" not in await open_by_kind(ledger)
