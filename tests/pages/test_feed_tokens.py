"""A calendar's link ends by itself and with the role (reliability §2.24)."""

from datetime import timedelta

import asyncpg
import pytest

from tests.pages.conftest import Hall
from tests.pages.test_following import link_of


@pytest.fixture
async def owner(database: str) -> asyncpg.Connection:
    return await asyncpg.connect(database)


async def status_of(hall: Hall, at: str) -> int:
    return (await hall.browser().http.get(at)).status_code


async def test_feed_a_link_ends_after_four_hundred_days(
    hall: Hall, owner: asyncpg.Connection
) -> None:
    fire = await hall.signed_in("fire")
    at = await link_of(fire, "person")
    life = await owner.fetchval("SELECT expires_at - made_at FROM calendar_links")
    assert timedelta(days=399) < life <= timedelta(days=400, seconds=1)
    assert "前有效" in fire.page
    assert await status_of(hall, at) == 200
    await owner.execute("UPDATE calendar_links SET expires_at = clock_timestamp()")
    assert await status_of(hall, at) == 404
    await fire.get("/following")
    assert "前有效" not in fire.page, "what is over is not listed"
    await owner.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts SET role = 'deputy', party = 'deputy:D01' WHERE role = 'deputy_group'",
        "UPDATE accounts SET party = 'deputy_group:LG23-02' WHERE role = 'deputy_group'",
        "UPDATE accounts SET disabled_at = clock_timestamp() WHERE role = 'deputy_group'",
        "UPDATE calendar_links SET revoked_at = clock_timestamp()",
    ],
)
async def test_feed_a_link_ends_with_the_role_the_party_and_the_account(
    hall: Hall, owner: asyncpg.Connection, change: str
) -> None:
    at = await link_of(await hall.signed_in("group"), "group")
    assert await status_of(hall, at) == 200
    await owner.execute(change)
    assert await status_of(hall, at) == 404
    await owner.close()


async def test_feed_every_link_is_its_own_and_a_dump_opens_none(
    hall: Hall, owner: asyncpg.Connection
) -> None:
    """ASVS 11.4.1 11.5.1: 256 random bits, of which only a hash is kept."""
    group = await hall.signed_in("group")
    links = {await link_of(group, kind) for kind in ("group", "person", "person")}
    assert len(links) == 3
    dump = str(await owner.fetch("SELECT * FROM calendar_links"))
    for at in links:
        secret = at.removeprefix("/calendar/").removesuffix(".ics")
        assert len(secret) == 43
        assert secret not in dump
    for (kept,) in await owner.fetch("SELECT sha256 FROM calendar_links"):
        assert await status_of(hall, f"/calendar/{kept[:43]}.ics") == 404
    await owner.close()


async def test_feed_the_answer_tells_no_other_site_where_it_came_from(hall: Hall) -> None:
    """ASVS 14.2.1 cannot hold for a calendar, which sends no headers: this is what makes up."""
    at = await link_of(await hall.signed_in("fire"), "person")
    answer = await hall.browser().http.get(at)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "private" in answer.headers["cache-control"]
