"""Nobody is late because the service was down; and a clock that jumps is no outage."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from domain.names import API_SERVICE
from domain.refusals import NotYetHeard
from ledger import audit
from ledger.door import Ledger
from ledger.queries.outages import outages
from tests.ledger.conftest import SetTime
from tests.ledger.test_punctuality import DUE_AT
from tests.support.filing import STREAM, Desk, types
from tests.support.year import CARD

SILENCE = "UPDATE heartbeats SET real_at = real_at - interval '15 minutes'"
"""Fifteen real minutes pass in which nobody beats."""


async def test_beats_in_a_row_are_no_outage(ledger: Ledger) -> None:
    for _ in range(3):
        await ledger.beat()
    assert await outages(ledger) == []


async def test_a_clock_set_forward_is_no_outage(ledger: Ledger, it_is: SetTime) -> None:
    await ledger.beat()
    await it_is("2023-09-01 00:00")
    await ledger.beat()
    await it_is("2023-04-01 00:00")
    await ledger.beat()
    assert await outages(ledger) == []


async def test_the_silence_of_one_process_is_no_outage_while_another_beats(
    ledger: Ledger, database: str, owner: asyncpg.Connection
) -> None:
    second = await Ledger.connect(database)
    await ledger.beat()
    await second.beat()
    await ledger.beat()
    await owner.execute("UPDATE heartbeats SET real_at = real_at - interval '4 seconds'")
    await asyncio.gather(*(second.beat() for _ in range(3)))
    await second.close()
    assert await outages(ledger) == []


async def test_a_silence_is_one_outage_whoever_notices_it(
    ledger: Ledger, database: str, owner: asyncpg.Connection, it_is: SetTime
) -> None:
    second = await Ledger.connect(database)
    await it_is("2023-05-04 23:50")
    began = await ledger.beat()
    await owner.execute(SILENCE)
    await it_is("2023-05-05 00:05")
    await asyncio.gather(*((ledger, second)[n % 2].beat() for n in range(6)))
    await second.close()
    (found,) = await outages(ledger)
    assert found.started == began
    assert timedelta(minutes=14, seconds=59) < found.ended - found.started < timedelta(minutes=16)
    (event,) = await audit.history(ledger, API_SERVICE)
    assert (event.type, event.event["outage"]) == ("OutageRecorded", found.id)


async def test_what_fell_due_in_an_outage_moves_by_an_event_that_names_it(
    ledger: Ledger, owner: asyncpg.Connection, it_is: SetTime
) -> None:
    desk = Desk(ledger)
    cards = [CARD.model_copy(update={"id": f"LG23-{n:02}"}) for n in range(1, 51)]
    streams = [x.stream for x in [await desk.adopt(card) for card in cards]]
    await it_is("2023-05-04 23:50")
    await asyncio.gather(*(ledger.keep(x, by="clock") for x in streams))
    await ledger.beat()
    await owner.execute(SILENCE)
    await it_is("2023-05-05 00:05")
    held = await asyncio.gather(*(ledger.keep(x, by="sweeper") for x in streams))
    assert all(x is not None and x.events == () for x in held), "not known yet: held, not marked"
    await ledger.beat()
    await asyncio.gather(*(ledger.keep(x, by="sweeper") for x in streams))
    (outage,) = await outages(ledger)
    for stream in streams:
        told = await audit.history(ledger, stream)
        assert [x for x in told if x.type == "Overdue"] == []
        (moved,) = [x for x in told if x.type == "DutyRedated"]
        assert moved.event["reference"] == outage.id
        assert moved.event["terms"]["due"] == "2023-05-06", "a Saturday that was worked in 2023"


async def test_filed_right_after_an_outage_is_on_time(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, it_is: SetTime
) -> None:
    await it_is("2023-05-04 23:50")
    await ledger.beat()
    await owner.execute(SILENCE)
    await it_is("2023-05-05 00:05")
    await ledger.beat()
    assert types(await desk.file()) == ["DutyRedated", "DutyFiled"]
    filed = (await ledger.standing(STREAM)).state.duties["work_plan"].submission
    assert filed is not None
    assert filed.on_time


async def test_a_filing_that_comes_before_the_first_beat_after_an_outage_waits_for_it(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, it_is: SetTime
) -> None:
    """The database was away over the midnight, and the API lived: its beat and a unit's repeated
    filing race when it comes back."""
    await it_is("2023-05-04 23:50")
    await ledger.beat()
    await owner.execute(SILENCE)
    await it_is("2023-05-05 00:05")
    with pytest.raises(NotYetHeard):
        await desk.file()
    await ledger.beat()
    assert types(await desk.file()) == ["DutyRedated", "DutyFiled"]
    filed = (await ledger.standing(STREAM)).state.duties["work_plan"].submission
    assert filed is not None
    assert filed.on_time


async def test_late_without_an_outage_stays_late(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await ledger.beat()
    await it_is("2023-05-05 00:05")
    await ledger.beat()
    assert types(await desk.file()) == ["DutyFiled"]
    filed = (await ledger.standing(STREAM)).state.duties["work_plan"].submission
    assert filed is not None
    assert not filed.on_time


async def test_a_process_that_beats_can_date_what_arrives(ledger: Ledger) -> None:
    assert ledger.arrived() is None
    now = await ledger.beat()
    assert ledger.arrived() is None, "a clock that can be set may jump between two beats"
    ledger.clock = "real"
    arrived = ledger.arrived()
    assert arrived is not None
    assert timedelta(0) <= arrived - now < timedelta(seconds=1)


async def test_time_runs_on_from_where_it_was_set(ledger: Ledger, it_is: SetTime) -> None:
    was = await it_is("2023-05-05 00:00")
    await asyncio.sleep(0.05)
    assert timedelta(seconds=0.05) <= await ledger.now() - was < timedelta(seconds=2)
    assert was >= DUE_AT
