"""Who has not shown who he is cannot hold the connections by which units submit."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from api.app import make_app
from api.buckets import Kind
from api.doorway import AT_ONCE, Doorway
from api.pages.signed import COOKIE
from api.problems import Problem
from api.rates import Rates
from api.turn import Turn, Turns
from ledger.lanes import READS
from tests.support.town import PLAN, Service, Town

AT = "/projects/LG23-01/duties/work_plan/filings"
PAGE = "/projects/LG23-01/duties/work_plan/filing"
OURS = {"Sec-Fetch-Site": "same-origin"}
SOON = 2.0
"""Seconds; a look-up that is held up is given up after three (`lock_timeout`)."""
Door = Callable[[Rates | None, str], Service]


@pytest.fixture
async def door(town: Town) -> AsyncIterator[Door]:
    """The town asked from an address, with such rates; all of one rates in one process."""
    apps: dict[Rates | None, FastAPI] = {}
    async with AsyncExitStack() as held:
        ways: list[httpx2.AsyncClient] = []

        def at(rates: Rates | None, address: str) -> Service:
            tools = replace(town.tools, rates=rates)
            app = apps.setdefault(rates, make_app(tools))
            transport = httpx2.ASGITransport(app=app, client=(address, 50000))
            ways.append(httpx2.AsyncClient(transport=transport, base_url="https://bihuan"))
            held.push_async_callback(ways[-1].aclose)
            return Service(tools, app, ways[-1])

        yield at


@pytest.fixture
async def held_up(database: str) -> AsyncIterator[None]:
    """Looking up a session takes as long as it may: somebody holds the table."""
    owner = await asyncpg.connect(database)
    async with owner.transaction():
        await owner.execute("LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE")
        yield
    await owner.close()


async def made_up(service: Service) -> httpx2.Response:
    """A form with a session that nobody has."""
    headers = {**OURS, "Cookie": f"{COOKIE}={secrets.token_urlsafe(32)}"}
    return await service.http.post(PAGE, data={"x": "y"}, headers=headers)


@pytest.mark.parametrize(("rates", "waits"), [(Rates(), False), (None, True)])
async def test_a_unit_files_while_strangers_from_many_places_show_what_is_made_up(
    town: Town, door: Door, held_up: None, rates: Rates | None, waits: bool
) -> None:
    """ASVS 2.4.1 15.2.2. The control, without bounds: strangers take all the connections there
    are for submitting, and the filing waits for them."""
    unit = door(rates, "198.51.100.7")
    assert (await unit.ask("GET", "/duties", town.fire)).status_code == 200
    places = [door(rates, f"203.0.113.{n}") for n in range(2 * READS)]
    strangers = [asyncio.ensure_future(made_up(x)) for x in places]
    await asyncio.sleep(0.3)
    filing = asyncio.ensure_future(unit.ask("POST", AT, town.fire, json=PLAN))
    await asyncio.wait([filing], timeout=SOON)
    assert filing.done() is not waits
    assert (await filing).status_code in ((201, 503) if waits else (201,))
    await asyncio.gather(*strangers)


async def test_one_address_asks_one_at_a_time_and_leaves_room_for_a_unit_nobody_knows_yet(
    town: Town, door: Door, held_up: None
) -> None:
    """Its first request in this process, while one address shows made-up sessions."""
    stranger = door(Rates(), "203.0.113.9")
    strangers = [asyncio.ensure_future(made_up(stranger)) for _ in range(2 * READS)]
    await asyncio.sleep(0.3)
    async with asyncio.timeout(SOON):
        filed = await door(Rates(), "198.51.100.7").ask("POST", AT, town.fire, json=PLAN)
    assert filed.status_code == 201
    for one in strangers:
        one.cancel()
    await asyncio.gather(*strangers, return_exceptions=True)


def test_of_whom_nothing_is_known_few_submit_at_once_from_one_address_and_from_all() -> None:
    """A slow or large body is read before it is known who sends it."""
    turns = Turns(Rates(strangers_submitting=2, strangers_submitting_anywhere=3))
    outside = [submitting(turns, x) for x in ("a", "a", "b")]
    for one in outside:
        one.wait_outside()
    for address in ("a", "b", "c"):
        with pytest.raises(Problem) as refused:
            submitting(turns, address).wait_outside()
        assert refused.value.status_code == 429
    turns.was_good(b"good")
    submitting(turns, "a", b"good").wait_outside()
    Turn(turns, Kind.READ, "c").wait_outside()
    for one in outside:
        one.leave()
    assert not turns.unknown_submitting


async def test_what_was_good_and_is_no_more_stands_in_line_again() -> None:
    turns = Turns(Rates(strangers_submitting_anywhere=1))
    await submitting(turns, "a", b"good").enter("unit", "unit")
    submitting(turns, "b", b"made up").wait_outside()
    submitting(turns, "a", b"good").wait_outside()
    submitting(turns, "a", b"good").stranger()
    with pytest.raises(Problem):
        submitting(turns, "a", b"good").wait_outside()


async def test_who_stands_in_line_too_long_is_told_and_nobody_is_remembered() -> None:
    doorway = Doorway()
    async with AsyncExitStack() as held:
        for n in range(AT_ONCE):
            await held.enter_async_context(doorway.passing(f"{n}", 1))
        for address in ("0", "another", None):
            with pytest.raises(TimeoutError):
                await held.enter_async_context(doorway.passing(address, 0.01))
    async with doorway.passing("another", 0.01):
        pass
    assert not doorway._lines


def submitting(turns: Turns, address: str, credential: bytes | None = None) -> Turn:
    return Turn(turns, Kind.SUBMIT, address, submits=True, credential=credential)
