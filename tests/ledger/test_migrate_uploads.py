"""Files of before they had a region: each goes to where its uploader sits, or where it was used."""

import asyncio

import asyncpg
import pytest

from ledger.migrate import upgrade
from tests.conftest import NewDatabase

BEFORE = "0041"
A, B = "江苏省/泰州市/甲县", "江苏省/泰州市/乙县"
BUREAU = "unit:县财政局"


def sha(n: int) -> str:
    return str(n) * 64


@pytest.fixture
async def before(new_database: NewDatabase) -> str:
    """A database as it was, with two counties, a bureau of the same name in both."""
    url = await new_database("template1")
    await asyncio.to_thread(upgrade, url, to=BEFORE)
    return url


class Past:
    """What stood in the database of before."""

    def __init__(self, owner: asyncpg.Connection) -> None:
        self.owner = owner

    async def list(self, name: str, region: str) -> str:
        """Where a file can be used."""
        made = "INSERT INTO programmes VALUES ($1, 'programme:' || $1, '清单', $2, 'longgang@2',"
        made += " '2023-03-31', '2024-03-20', false, '{}', NULL, false, 1)"
        await self.owner.execute(made, name, region)
        return f"programme:{name}"

    async def account(self, login: str, party: str, region: str | None) -> str:
        """Who hands in by a session."""
        made = "INSERT INTO accounts (login, role, party, region, password)"
        made += " VALUES ($1, 'unit', $2, $3, 'x') RETURNING 'account:' || id"
        client: str = await self.owner.fetchval(made, login, party, region)
        return client

    async def file(self, n: int, party: str, *clients: str, used: tuple[str, ...] = ()) -> None:
        """Handed in by these, used there."""
        made = "INSERT INTO uploads VALUES ($1, $2, '甲.pdf', 'application/pdf', 9)"
        await self.owner.execute(made, sha(n), party)
        for client in clients:
            key = "INSERT INTO upload_keys VALUES ($1, $2, $3)"
            await self.owner.execute(key, client, f"k{n}", sha(n))
        for stream in used:
            use = "INSERT INTO upload_uses VALUES ($1, $2, $3)"
            await self.owner.execute(use, sha(n), stream, party)


async def test_old_files_go_where_their_uploader_sits_or_where_they_were_used(before: str) -> None:
    owner = await asyncpg.connect(before)
    past = Past(owner)
    in_a, in_b = await past.list("A23", A), await past.list("B23", B)
    li, wang = await past.account("li", BUREAU, A), await past.account("wang", BUREAU, B)
    moved = await past.account("chen", "unit:县教育局", A)
    everywhere = await past.account("zhao", BUREAU, None)
    clerk = await past.account("clerk", "clerk", "江苏省/泰州市")
    await past.file(1, BUREAU, li)
    await past.file(2, BUREAU, li, wang, used=(in_a, in_b))
    await past.file(3, BUREAU, moved, used=(in_b,))
    await past.file(4, BUREAU, everywhere)
    await past.file(5, BUREAU, moved)
    await past.file(6, "clerk", clerk, used=(in_a,))
    await past.file(7, "clerk", moved, used=(in_a,))
    for n, party in ((1, BUREAU), (2, "unit:县教育局")):
        way = (
            "INSERT INTO unfinished (sha256, party, name, size, place) VALUES ($1, $2, '乙', 9, '')"
        )
        await owner.execute(way, sha(n), party)
    await asyncio.to_thread(upgrade, before)
    rows = await owner.fetch("SELECT left(sha256, 1), region FROM uploads ORDER BY 1, 2")
    assert [tuple(x) for x in rows] == [
        ("1", A),
        ("2", B),
        ("2", A),
        ("3", B),
        ("4", None),
        ("5", None),
        ("6", "江苏省/泰州市"),
        ("7", None),
    ], "4: of no region; 5, 7: nothing is known of that party any more"
    uses = await owner.fetch(
        "SELECT left(sha256, 1), stream, region FROM upload_uses ORDER BY 1, 2"
    )
    assert [tuple(x) for x in uses] == [
        ("2", in_a, A),
        ("2", in_b, B),
        ("3", in_b, B),
        ("6", in_a, "江苏省/泰州市"),
        ("7", in_a, None),
    ]
    on_their_way = await owner.fetch("SELECT party, region FROM unfinished ORDER BY sha256")
    assert [tuple(x) for x in on_their_way] == [(BUREAU, None), ("unit:县教育局", A)]
    await owner.close()
