"""State follows from events; read models follow from events, to the same bytes."""

from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from domain.refusals import Unknown
from ledger import audit
from ledger.door import Ledger
from tests.ledger.conftest import SetTime
from tests.support.filing import LIST, STREAM, Desk, opening
from tests.support.year import progress


async def a_busy_year(ledger: Ledger, desk: Desk, it_is: SetTime) -> None:
    """Filed, returned, late, escalated, acknowledged; with an outage and a list."""
    await desk.say(opening(), LIST)
    await desk.file()
    await desk.return_()
    await it_is("2023-06-01 10:00")
    await desk.file("monthly_progress/2023-M05", progress(30, 12))
    await desk.accept("monthly_progress/2023-M05")
    for day in ("2023-06-20", "2023-07-15", "2023-09-01"):
        await it_is(f"{day} 00:02")
        for stream in await ledger.due_streams(await ledger.now()):
            await ledger.keep(stream, by="clock")


async def test_folding_every_event_gives_the_cached_state(
    ledger: Ledger, desk: Desk, it_is: SetTime, owner: asyncpg.Connection
) -> None:
    await a_busy_year(ledger, desk, it_is)
    found = await audit.replay_check(ledger)
    assert (found.streams, found.differing) == (2, ())
    assert found.events > 60
    await owner.execute(
        "UPDATE states SET state = replace(state, '5800', '580') WHERE stream = $1", STREAM
    )
    assert (await audit.replay_check(ledger)).differing == (STREAM,)


async def test_rebuilt_read_models_are_the_same_bytes(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await a_busy_year(ledger, desk, it_is)
    found = await audit.rebuild(ledger)
    assert found.same
    rows = {x.name: x.rows for x in found.tables}
    assert (rows["projects"], rows["programmes"]) == (1, 1)
    assert rows["duties"] > 20
    assert rows["notices"] > 20


async def test_a_row_that_was_changed_by_hand_is_found_and_mended(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    await owner.execute("UPDATE duties SET due = due + 30 WHERE duty = 'work_plan'")
    await owner.execute("DELETE FROM projects")
    found = await audit.rebuild(ledger)
    assert [x.name for x in found.tables if x.digest != x.rebuilt] == ["projects", "duties"]
    assert not (await audit.rebuild(ledger)).same, "looking mends nothing"
    await audit.rebuild(ledger, replace=True)
    assert (await audit.rebuild(ledger)).same


async def test_as_of_asks_when_it_happened(ledger: Ledger, desk: Desk, it_is: SetTime) -> None:
    await it_is("2023-05-06 09:00")
    await ledger.keep(STREAM, by="clock")  # two days late: L1 belongs to 5 May all the same
    due_day = await audit.state_as_of(ledger, STREAM, as_of=date(2023, 5, 4))
    day_after = await audit.state_as_of(ledger, STREAM, as_of=date(2023, 5, 5))
    assert due_day.state["duties"]["work_plan"]["level"] == 0
    assert day_after.state["duties"]["work_plan"]["level"] == 1


async def test_known_at_asks_when_it_was_recorded(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-06 09:00")
    await ledger.keep(STREAM, by="clock")
    known = await audit.state_as_of(
        ledger, STREAM, as_of=date(2023, 5, 5), known_at=date(2023, 5, 5)
    )
    assert known.state["duties"]["work_plan"]["level"] == 0
    with pytest.raises(Unknown):
        await audit.state_as_of(ledger, STREAM, known_at=date(2023, 4, 1))
    everything = await audit.state_as_of(ledger, STREAM)
    state: Any = (await ledger.standing(STREAM)).state
    assert everything.state == state.model_dump(mode="json")


async def test_every_day_of_a_year_can_be_looked_back_on(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await a_busy_year(ledger, desk, it_is)
    day, counted = date(2023, 3, 31), 0
    while day < date(2023, 9, 2):
        found = await audit.state_as_of(ledger, STREAM, as_of=day)
        assert found.events >= counted
        counted, day = found.events, day + timedelta(days=7)


async def test_a_state_kept_by_an_older_release_is_folded_anew(
    ledger: Ledger, desk: Desk, it_is: SetTime, owner: asyncpg.Connection, database: str
) -> None:
    await a_busy_year(ledger, desk, it_is)
    before = (await ledger.standing(STREAM)).state
    await owner.execute("UPDATE states SET state = '{\"lags\": []}' WHERE stream = $1", STREAM)
    newer = await Ledger.connect(database)
    assert (await newer.standing(STREAM)).state == before
    await Desk(newer).file("monthly_progress/2023-M06", progress(40, 30))
    await newer.close()
    assert (await audit.verify(ledger)).faults == ()


async def test_texts_of_another_shape_are_neither_read_nor_called_wrong(
    ledger: Ledger, desk: Desk, it_is: SetTime, owner: asyncpg.Connection, database: str
) -> None:
    """A release before knew no `overdue_at`: its texts would be read without complaint, and lack
    what the fold gives."""
    await a_busy_year(ledger, desk, it_is)
    before = (await ledger.standing(STREAM)).state
    bare = 'regexp_replace(state, \'"overdue_at":"[^"]*"\', \'"overdue_at":null\', \'g\')'
    await owner.execute(f"UPDATE states SET state = {bare}")
    assert STREAM in (await audit.replay_check(ledger)).differing, "with today's mark it is wrong"
    await owner.execute("UPDATE states SET state = 'a release before' || chr(10) || state")
    newer = await Ledger.connect(database)
    assert (await newer.standing(STREAM)).state == before
    found = await audit.replay_check(newer)
    assert (found.differing, found.outdated, found.renewed) == ((), 2, 0)
    assert (await audit.replay_check(newer, replace=True)).renewed == 2
    again = await audit.replay_check(newer)
    assert (again.differing, again.outdated) == ((), 0)
    await newer.close()


async def test_an_altered_text_is_put_right(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    await owner.execute("UPDATE states SET state = replace(state, '5800', '580')")
    found = await audit.replay_check(ledger, replace=True)
    assert (found.differing, found.renewed) == ((STREAM,), 1)
    assert (await audit.replay_check(ledger)).differing == ()
