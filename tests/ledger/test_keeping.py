"""Keeping a moment: one effect whoever comes first, and nobody late on a date that moved."""

import asyncio
from datetime import date

from domain.almanac.almanac import PublishNotice
from domain.duty_commands import Rebase
from domain.names import ALMANAC
from domain.notices import Notice
from ledger import audit
from ledger.door import Ledger
from ledger.queries.follow_ups import open_follow_ups
from ledger.watching import Wake
from tests.ledger.conftest import SetTime
from tests.support.filing import LIST, STREAM, Desk, adoption, opening, types
from tests.support.year import CARD

NEXT_YEAR = CARD.model_copy(update={"id": "LG26-01", "programme": "LG26"})
NEW_YEAR_2027 = Notice(
    year=2027,
    number="国办发明电〔2026〕7号",
    source="国务院办公厅关于2027年部分节假日安排的通知",
    off=(date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)),
    work=(),
)


async def test_nothing_due_is_nothing_said(ledger: Ledger, desk: Desk) -> None:
    assert await ledger.keep(STREAM, by="clock") is None
    assert await ledger.keep("project:nowhere", by="clock") is None


async def test_the_minute_of_grace_is_kept(ledger: Ledger, desk: Desk, it_is: SetTime) -> None:
    await it_is("2023-05-04 12:00")
    await ledger.keep(STREAM, by="clock")  # the reminders
    await it_is("2023-05-05 00:00:58")
    assert await ledger.keep(STREAM, by="clock") is None
    await it_is("2023-05-05 00:01:00")
    assert "Overdue" in types(await ledger.keep(STREAM, by="clock"))


async def test_clock_and_sweeper_race_and_leave_one_effect(
    ledger: Ledger, database: str, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-05 00:02")
    second = await Ledger.connect(database)
    told = await asyncio.gather(
        *(
            (ledger, second)[n % 2].keep(STREAM, by="clock" if n % 2 else "sweeper")
            for n in range(6)
        )
    )
    await second.close()
    assert sum(bool(x and x.events) for x in told) == 1
    entries = await audit.history(ledger, STREAM)
    assert [x.type for x in entries].count("Overdue") == 1


async def test_the_clock_wakes_everybody_but_itself(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    (wake,) = await ledger.wakes()
    await ledger.woken(wake.stream, wake.version)
    assert await ledger.wakes() == []
    await it_is("2023-04-28 09:00")
    assert types(await ledger.keep(STREAM, by="clock")) != []
    assert await ledger.wakes() == []
    await it_is("2023-05-05 00:02")
    await ledger.keep(STREAM, by="sweeper")
    (wake,) = await ledger.wakes()
    assert wake == Wake(STREAM, (await ledger.standing(STREAM)).version)


async def test_a_wake_for_a_newer_version_survives_the_older_ones_receipt(
    ledger: Ledger, desk: Desk
) -> None:
    (seen,) = await ledger.wakes()
    newer = await desk.file()
    await ledger.woken(seen.stream, seen.version)
    assert await ledger.wakes() == [Wake(STREAM, newer.version)]


async def test_a_published_notice_is_followed_before_anybody_is_called_late(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2026-04-03 09:00")
    vote, session = date(2026, 3, 31), date(2027, 3, 20)
    stream = f"project:{NEXT_YEAR.id}"
    adopt = adoption(NEXT_YEAR).model_copy(update={"vote": vote, "next_session": session})
    await desk.say(adopt, stream)
    unsettled = [x for x in (await ledger.standing(stream)).state.duties.values() if not x.settled]
    assert unsettled, "the notice for 2027 is not published"
    await desk.say(PublishNotice(notice=NEW_YEAR_2027, because="已公布"), ALMANAC)
    assert stream in await ledger.due_streams(await ledger.now())
    await ledger.keep(stream, by="sweeper")
    standing = await ledger.standing(stream)
    assert all(x.settled for x in standing.state.duties.values())
    redated = [x for x in await audit.history(ledger, stream) if x.type == "DutyRedated"]
    assert {x.event["duty"] for x in redated} >= {x.id for x in unsettled}
    assert all("国办发明电〔2026〕7号" in x.event["because"] for x in redated)
    assert stream not in await ledger.due_streams(await ledger.now())


async def test_a_notice_that_moves_nothing_is_followed_without_an_event(
    ledger: Ledger, desk: Desk
) -> None:
    version = (await ledger.standing(STREAM)).version
    await desk.say(PublishNotice(notice=NEW_YEAR_2027, because="已公布"), ALMANAC)
    assert STREAM in await ledger.due_streams(await ledger.now())
    assert await ledger.keep(STREAM, by="sweeper") is None
    assert STREAM not in await ledger.due_streams(await ledger.now())
    assert (await ledger.standing(STREAM)).version == version


async def test_a_moved_session_reaches_every_project_once(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await desk.say(opening(), LIST)
    move = Rebase(next_session=date(2024, 1, 25), because="会议提前", reference="人大常委会决定")
    await desk.say(move, LIST)
    (owed,) = await open_follow_ups(ledger)
    assert (owed.stream, owed.type) == (STREAM, "Rebase")
    await asyncio.gather(*(ledger.keep(STREAM, by="sweeper") for _ in range(4)))
    assert await open_follow_ups(ledger) == []
    told = [x.type for x in await audit.history(ledger, STREAM)]
    assert told.count("SessionRedated") == 1
    assert (await ledger.standing(STREAM)).state.anchors.next_session == date(2024, 1, 25)


async def test_what_a_stream_refuses_is_kept_to_be_seen(ledger: Ledger, desk: Desk) -> None:
    await desk.say(opening("LG23-01", "LG23-99"), LIST)
    move = Rebase(next_session=date(2024, 1, 25), because="会议提前", reference="人大常委会决定")
    await desk.say(move, LIST)
    for stream in await ledger.due_streams(await ledger.now()):
        await ledger.keep(stream, by="sweeper")
    (refused,) = await open_follow_ups(ledger)
    assert refused.stream == "project:LG23-99"
    assert refused.refused is not None
    assert await ledger.due_streams(await ledger.now()) == []
