"""A meeting through the real ledger: many streams, one transaction that blocks, crashes between."""

from datetime import date

import asyncpg
import pytest

from domain.duty_commands import Rebase
from domain.given import SYSTEM
from domain.meeting.kinds import MeetingKind
from domain.meeting.messages import CloseMeeting, ConveneMeeting, MoveMeeting, OpenMeeting, Served
from domain.names import MEETING, PROJECT, stream_id
from domain.parties import Role
from domain.refusals import Contradicted
from domain.regimes.when import Anchor
from ledger import audit
from ledger.door import Ledger
from ledger.dry_run import dry_run
from ledger.preview import shifts_of
from ledger.queries.follow_ups import open_follow_ups
from ledger.queries.meetings import find_meetings
from tests.ledger.conftest import SetTime
from tests.support.filing import LIST, SESSION, VOTE, Desk, adoption, opening
from tests.support.year import CARD, CLERK

CARDS = [CARD, *(CARD.model_copy(update={"id": f"LG23-0{n}"}) for n in (2, 3))]
PROJECTS = tuple(x.id for x in CARDS)
STREAMS = [stream_id(PROJECT, x) for x in PROJECTS]
NEXT = stream_id(MEETING, "LG24-1")
EARLIER = date(2024, 1, 25)


def convening(opens: date = EARLIER, name: str = "LG24-1") -> ConveneMeeting:
    served = Served(
        programme="LG23",
        anchor=Anchor.NEXT_SESSION,
        region=CARD.region,
        vote=VOTE,
        projects=PROJECTS,
    )
    return ConveneMeeting(
        id=name,
        title="十五届人大四次会议",
        kind=MeetingKind.FIRST_SESSION,
        tier="township",
        region=CARD.region,
        convened_by=Role.PRESIDIUM,
        opens=opens,
        document="人大〔2023〕31号",
        serves=(served,),
    )


@pytest.fixture
async def year(ledger: Ledger, desk: Desk) -> Desk:
    """A programme of three projects."""
    await desk.say(opening(*PROJECTS), LIST)
    for card in CARDS[1:]:
        await desk.say(adoption(card), stream_id(PROJECT, card.id))
    return desk


async def session_of(ledger: Ledger, stream: str) -> date:
    return (await ledger.standing(stream)).state.anchors.next_session


async def types(ledger: Ledger, stream: str) -> list[str]:
    return [x.type for x in await audit.history(ledger, stream)]


async def test_one_fact_blocks_every_stream_until_it_is_rebound(
    ledger: Ledger, year: Desk, it_is: SetTime
) -> None:
    await year.say(convening(), NEXT)
    owed = await open_follow_ups(ledger)
    assert [x.stream for x in owed] == [LIST, *STREAMS]
    await it_is("2023-05-05 00:02")
    for stream in STREAMS:
        await ledger.keep(stream, by="clock")
        told = await types(ledger, stream)
        assert told.index("AnchorSet") < told.index("Overdue"), "rebound before anybody is late"
    assert await session_of(ledger, LIST) == SESSION, "its own clock has not looked yet"
    await ledger.keep(LIST, by="clock")
    assert await session_of(ledger, LIST) == EARLIER
    assert await open_follow_ups(ledger) == []


async def test_a_crash_between_two_streams_is_finished_by_whoever_comes_next(
    ledger: Ledger, database: str, year: Desk
) -> None:
    await year.say(convening(), NEXT)
    await ledger.keep(STREAMS[0], by="clock")  # here the worker was killed
    assert [x.stream for x in await open_follow_ups(ledger)] == [LIST, *STREAMS[1:]]
    other = await Ledger.connect(database)
    for stream in await other.due_streams(await other.now()):
        await other.keep(stream, by="sweeper")
    await other.close()
    assert await open_follow_ups(ledger) == []
    for stream in (LIST, *STREAMS):
        assert await session_of(ledger, stream) == EARLIER
        assert (await types(ledger, stream)).count("AnchorSet") == 1


async def test_several_moves_not_yet_carried_out_are_carried_out_in_their_order(
    ledger: Ledger, year: Desk
) -> None:
    await year.say(convening(), NEXT)
    for n in range(5):
        day = date(2024, 2, 10 + n)
        command = MoveMeeting(opens=day, reason="疫情", document=f"{n}号")
        await year.say(command, NEXT)
    for stream in (LIST, *STREAMS):
        await ledger.keep(stream, by="sweeper")
        assert await session_of(ledger, stream) == date(2024, 2, 14)


async def test_what_is_told_before_confirming_is_what_then_happens(
    ledger: Ledger, year: Desk
) -> None:
    before = await ledger.open_streams()
    effects = await dry_run(ledger, NEXT, convening(), CLERK)
    foretold = {(x.stream, x.duty, x.due) for x in shifts_of(effects)}
    assert [x.stream for x in effects] == [NEXT, LIST, *STREAMS]
    assert await ledger.open_streams() == before
    assert await open_follow_ups(ledger) == []
    await year.say(convening(), NEXT)
    happened = set()
    for stream in (LIST, *STREAMS):
        old = (await ledger.standing(stream)).state.duties
        await ledger.keep(stream, by="sweeper")
        for name, duty in (await ledger.standing(stream)).state.duties.items():
            if duty != old.get(name):
                happened.add((stream, name, None if duty.closed else duty.due))
    assert foretold == happened
    assert (LIST, "evaluation", EARLIER) in foretold


async def test_what_a_year_would_refuse_is_refused_beforehand(ledger: Ledger, year: Desk) -> None:
    await year.say(convening(), NEXT)
    for stream in (LIST, *STREAMS):
        await ledger.keep(stream, by="sweeper")
    with pytest.raises(Contradicted, match="LG24-1"):
        await dry_run(ledger, stream_id(MEETING, "LG24-2"), convening(name="LG24-2"), CLERK)
    direct = Rebase(next_session=SESSION, because="x", reference="y")
    with pytest.raises(Contradicted):
        await dry_run(ledger, LIST, direct, SYSTEM)


async def test_the_list_of_meetings_says_how_far_each_is(
    ledger: Ledger, year: Desk, it_is: SetTime
) -> None:
    await year.say(convening(), NEXT)
    await year.say(MoveMeeting(opens=date(2024, 1, 26), reason="雪", document="32号"), NEXT)
    await it_is("2024-01-27 12:00")
    await year.say(OpenMeeting(on=date(2024, 1, 26), roll=120, present=110), NEXT)
    await year.say(CloseMeeting(on=date(2024, 1, 27)), NEXT)
    (row,) = (await find_meetings(ledger, "浙江省", year=2024)).items
    assert (row.life, row.moved, row.first_opens) == ("closed", 1, EARLIER)
    assert (row.roll, row.present, row.closed_on) == (120, 110, date(2024, 1, 27))
    assert (row.programmes, row.anchors) == (("LG23",), ("next_session",))
    assert (await find_meetings(ledger, "河南省")).total == 0
    assert (await find_meetings(ledger, year=2023)).total == 0
    assert (await find_meetings(ledger, programme="LG23")).total == 1


async def test_the_list_is_rebuilt_to_the_same_bytes(
    ledger: Ledger, year: Desk, owner: asyncpg.Connection
) -> None:
    await year.say(convening(), NEXT)
    await year.say(MoveMeeting(opens=date(2024, 1, 26), reason="雪", document="32号"), NEXT)
    await owner.execute("UPDATE meetings SET moved = 7")
    found = await audit.rebuild(ledger, replace=True)
    assert [x.name for x in found.tables if x.digest != x.rebuilt] == ["meetings"]
    assert (await audit.rebuild(ledger)).same


async def test_the_record_tells_a_meeting_from_its_events(ledger: Ledger, year: Desk) -> None:
    await year.say(convening(), NEXT)
    assert await types(ledger, NEXT) == ["MeetingConvened"]
    assert (await audit.verify(ledger)).whole
    assert (await audit.replay_check(ledger)).differing == ()
