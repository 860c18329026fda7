"""A house of the past: every query answers as it did then, and nothing is written there."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import asyncpg
import pytest

from domain.calendar import SHANGHAI
from domain.refusals import Unknown
from ledger.door import Ledger
from ledger.past import Building, Houses, Moment, NotYet, PastIsRead, moment_of
from ledger.past.houses import OF_ONE, QUEUE
from ledger.past.views import TODAY, VIEWS
from ledger.projections import TABLES
from ledger.queries.board import Asked, board
from ledger.queries.history import history
from ledger.queries.projects import Wanted, find_projects
from ledger.refusals import Crowded
from tests.ledger.conftest import SetTime
from tests.support.filing import STREAM, Desk


@pytest.fixture
async def houses(ledger: Ledger) -> AsyncIterator[Houses]:
    """The houses beside that ledger."""
    made = Houses(ledger)
    yield made
    await made.close()


async def test_a_moment_shows_what_had_happened_of_what_was_known(
    ledger: Ledger, desk: Desk, it_is: SetTime, houses: Houses, owner: asyncpg.Connection
) -> None:
    await it_is("2023-04-20 09:00")
    await desk.file()
    await it_is("2023-05-02 09:00")
    await desk.accept()
    now = await it_is("2023-06-20 09:00")
    past = await houses.at(moment_of(date(2023, 4, 20), None, now))
    then = await past.standing(STREAM)
    assert then.now == datetime(2023, 4, 21, tzinfo=SHANGHAI) - timedelta(microseconds=1)
    assert then.state.duties["work_plan"].submission is not None
    assert not then.state.duties["work_plan"].accepted
    assert [x.type for x in await history(past, STREAM)][-1] == "DutyFiled"
    assert (await ledger.standing(STREAM)).state.duties["work_plan"].accepted

    found = await board(past, Asked())
    assert found.now == then.now
    assert found.projects == 1

    before = await houses.at(moment_of(None, date(2023, 4, 2), now))
    with pytest.raises(Unknown):
        await before.standing(STREAM)
    assert (await find_projects(before, Wanted())).total == 0

    with pytest.raises(PastIsRead):
        await Desk(past).accept()
    with pytest.raises(NotYet):
        moment_of(date(2024, 1, 1), None, now)
    assert await owner.fetchval("SELECT count(*) FROM past_houses") == 2


async def test_a_house_thrown_away_is_made_again_and_never_shows_today(
    ledger: Ledger, desk: Desk, it_is: SetTime, houses: Houses, owner: asyncpg.Connection
) -> None:
    now = await it_is("2023-06-20 09:00")
    moment = moment_of(date(2023, 4, 20), None, now)
    first = await houses.at(moment)
    assert await houses.at(moment) is first
    await owner.execute("UPDATE past_houses SET used_at = used_at - interval '1 hour'")
    await houses.at(Moment(None, datetime(2023, 5, 1, tzinfo=SHANGHAI)))
    assert await owner.fetchval("SELECT count(*) FROM past_houses") == 1
    again = await houses.at(moment)
    assert again is not first
    assert (await again.standing(STREAM)).state.duties["work_plan"].owed


async def test_every_table_says_whether_a_past_house_shows_it_as_then_or_as_it_is_today(
    owner: asyncpg.Connection,
) -> None:
    found = await owner.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition"
    )
    there = {x["relname"] for x in found} - {"alembic_version"}
    then = {"streams", "states", *TABLES, *VIEWS}
    assert there - then - set(TODAY) == set(), "say so in ledger/past/views.py"
    assert then | set(TODAY) <= there
    assert then & set(TODAY) == set()


async def test_what_joins_read_models_joins_those_of_the_house(
    ledger: Ledger, desk: Desk, it_is: SetTime, houses: Houses, owner: asyncpg.Connection
) -> None:
    now = await it_is("2023-06-20 09:00")
    await houses.at(moment_of(date(2023, 4, 20), None, now))
    name = await owner.fetchval("SELECT name FROM past_houses")
    built = await owner.fetchval("SELECT pg_get_viewdef($1::text::regclass)", f"{name}.years")
    for table in ("programmes", "collections", "suggestions"):
        assert f"{name}.{table}" in built


async def test_who_walks_through_a_year_leaves_room_in_the_queue_for_others(
    ledger: Ledger, desk: Desk, it_is: SetTime, houses: Houses
) -> None:
    """ASVS 15.2.2: each moment is a house, and a loop over days asked for all of them at once."""
    now = await it_is("2023-06-20 09:00")
    days = [moment_of(date(2023, 5, 1) + timedelta(days=n), None, now) for n in range(30)]
    askers = [f"clerk {n % 4}" for n in range(30)]
    found = await asyncio.gather(
        *(houses.at(x, 0, asker=who) for x, who in zip(days, askers, strict=True)),
        return_exceptions=True,
    )
    assert all(isinstance(x, Building | Crowded) for x in found)
    begun = [n for n, x in enumerate(found) if isinstance(x, Building)]
    assert len(begun) == QUEUE
    assert max(Counter(askers[n] for n in begun).values()) <= OF_ONE
    made = await asyncio.gather(*(houses.at(days[n]) for n in begun[:2]))
    assert len(set(made)) == 2, "what was begun is made"


async def test_no_more_than_twice_the_kept_stand_however_lately_they_were_looked_at(
    ledger: Ledger,
    desk: Desk,
    it_is: SetTime,
    houses: Houses,
    owner: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ledger.past.houses.MOST", 2)
    now = await it_is("2023-06-20 09:00")
    for n in range(7):
        await houses.at(moment_of(date(2023, 5, 1) + timedelta(days=n), None, now))
    assert await owner.fetchval("SELECT count(*) FROM past_houses") <= 4
