"""The log of reads outside of the database: copied whole, found altered, let go of in time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from domain.refusals import Malformed
from ledger.access.book import AccessBook
from ledger.access.chain import verify_reads
from ledger.access.keeping import Copy, compare, let_go
from ledger.access.visit import Visit, named
from ledger.door import Ledger
from watch.access_copy import AccessCopy

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def visit(n: int, at: datetime = NOW) -> Visit:
    objects, number, digest = named([f"project:LG23-{n:02}"])
    return Visit(
        at=at,
        request=f"request-{n}",
        phase="answered",
        subject="account:a",
        role="auditor",
        party="auditor",
        region=None,
        action="GET /projects/{project}",
        objects=objects,
        filter="",
        number=number,
        digest=digest,
        result=200,
        ip="10.1.2.3",
        purpose=None,
    )


async def test_every_line_is_copied_once_also_after_a_crash(ledger: Ledger, tmp_path: Path) -> None:
    """ASVS 16.4.3: the lines leave the database's machine as they come."""
    book = AccessBook(ledger.pool)
    for n in range(5):
        await book.note(visit(n, NOW + timedelta(days=20 * n)))
    copying = AccessCopy(ledger, Copy(tmp_path), 36_500)
    assert (await copying.look(), await copying.look()) == (5, 0)
    copy = Copy(tmp_path)
    await copy.of(ledger)
    assert [x.name for x in copy.files()] == [
        f"reads-2026-{month}.ndjson" for month in ("03", "04", "05")
    ]
    with copy.files()[-1].open("a") as torn:
        torn.write('{"seq": 6, "at"')
    await book.note(visit(5, NOW + timedelta(days=85)))
    assert await Copy(tmp_path).go_on(ledger) == 1
    found = await compare(ledger, Copy(tmp_path))
    assert (found.lines, found.faults) == (6, ())


async def test_a_chain_that_was_made_again_from_its_beginning_differs_from_its_copy(
    ledger: Ledger, tmp_path: Path, database: str
) -> None:
    """Who owns the database can make a whole new chain; the copy elsewhere he cannot."""
    book = AccessBook(ledger.pool)
    for n in range(4):
        await book.note(visit(n))
    await Copy(tmp_path).go_on(ledger)
    owner = await asyncpg.connect(database)
    await owner.execute("ALTER TABLE access_log DISABLE TRIGGER access_log_is_appended")
    await owner.execute("DELETE FROM access_log")
    await owner.execute("UPDATE access_head SET seq = 0, hash = repeat('0', 64)")
    await owner.close()
    for n in (0, 1, 3, 4):  # the third reading never happened, it says now
        await book.note(visit(n))
    assert (await verify_reads(ledger)).whole, "the chain alone cannot tell"
    found = await compare(ledger, Copy(tmp_path))
    assert [(x.seq, x.zh) for x in found.faults] == [
        (3, "与外面的副本不同"),
        (4, "与外面的副本不同"),
    ]


async def test_a_tail_that_was_cut_off_still_stands_in_the_copy(
    ledger: Ledger, tmp_path: Path, database: str
) -> None:
    """Given a copy, when the newest lines are cut off and the head is set back to fit, then the
    chain alone looks whole, and the copy says which lines are gone."""
    book = AccessBook(ledger.pool)
    for n in range(4):
        await book.note(visit(n))
    await Copy(tmp_path).go_on(ledger)
    owner = await asyncpg.connect(database)
    await owner.execute("ALTER TABLE access_log DISABLE TRIGGER access_log_is_appended")
    await owner.execute("DELETE FROM access_log WHERE seq > 2")
    await owner.execute(
        "UPDATE access_head AS h SET seq = l.seq, hash = l.hash FROM access_log AS l"
        " WHERE l.seq = 2"
    )
    await owner.close()
    assert (await verify_reads(ledger)).whole, "the chain alone cannot tell"
    found = await compare(ledger, Copy(tmp_path))
    assert [x.seq for x in found.faults] == [3, 4]


async def test_what_is_older_than_its_time_is_let_go_and_the_chain_goes_on(
    ledger: Ledger, tmp_path: Path
) -> None:
    """180 days at least; the newest line stays, and the chain is whole from its anchor."""
    book = AccessBook(ledger.pool)
    old = datetime.now(UTC) - timedelta(days=200)
    for n in range(6):
        await book.note(visit(n, old + timedelta(days=30 * n)))
    await Copy(tmp_path).go_on(ledger)
    with pytest.raises(Malformed):
        await let_go(ledger, 179)
    assert (await let_go(ledger, 180), await let_go(ledger, 180)) == (1, 0)
    found = await verify_reads(ledger)
    assert (found.whole, found.first, found.last, found.lines) == (True, 2, 6, 5)
    beside = await compare(ledger, Copy(tmp_path))
    assert (beside.lines, beside.faults) == (6, ()), "what was let go is no fault"
    await book.note(visit(7))
    assert (await verify_reads(ledger)).whole


async def test_not_even_the_application_may_let_go_sooner(ledger: Ledger, database: str) -> None:
    """ASVS 16.4.2: fewer days than the law says are refused by the database itself."""
    owner = await asyncpg.connect(database)
    with pytest.raises(asyncpg.PostgresError, match="180 days"):
        await owner.execute("SELECT let_go_of_reads(30, 100)")
    await owner.execute("SET ROLE bihuan_app")
    with pytest.raises(asyncpg.PostgresError, match="permission denied"):
        await owner.execute("DELETE FROM access_log")
    await owner.close()
