"""Callers that come at once share a transaction, and each is answered as if it had come alone."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import asyncpg
import pytest

from domain.base import Command
from domain.duty_commands import AcceptDuty, FileDuty
from domain.given import Actor
from domain.names import PROJECT, stream_id
from domain.refusals import AlreadyThere, NotYours, Refused, Unknown
from ledger import audit
from ledger.door import Ledger, Receipt
from ledger.refusals import ReusedKey, Unavailable
from ledger.requests import Request
from ledger.together import LINES
from tests.ledger.conftest import SetTime
from tests.support.filing import LIST, Desk, adoption, opening, types
from tests.support.year import CARD, CLERK, UNIT, progress, work_plan

FILE = FileDuty(duty="work_plan", filing=work_plan())
FILED = "SELECT body FROM events WHERE stream = $1 AND type = 'DutyFiled' ORDER BY version"
NO_LOCK = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND state LIKE 'idle in transaction%'
"""


async def adopted(desk: Desk, prefix: str, many: int) -> list[str]:
    """Projects that were just voted."""
    cards = [CARD.model_copy(update={"id": f"{prefix}-{n:02}"}) for n in range(many)]
    await asyncio.gather(*(desk.adopt(x) for x in cards))
    return [stream_id(PROJECT, x.id) for x in cards]


def asked(
    stream: str, key: str, command: Command = FILE, by: Actor = UNIT, at: datetime | None = None
) -> Request:
    """A request, as the door takes it."""
    return Request(stream, command, by, by.ref, key, at)


async def filed(owner: asyncpg.Connection, streams: Sequence[str]) -> list[list[str]]:
    """What was filed, as it is written."""
    return [[x["body"] for x in await owner.fetch(FILED, one)] for one in streams]


async def sound(ledger: Ledger) -> bool:
    """Chains, states and read models follow from the events."""
    return (
        (await audit.verify(ledger)).whole
        and (await audit.replay_check(ledger)).differing == ()
        and (await audit.rebuild(ledger)).same
    )


async def test_at_once_gives_the_same_events_as_one_by_one(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    desk = Desk(ledger)
    single, crowd = await adopted(desk, "S", 12), await adopted(desk, "C", 12)
    at = await ledger.now()
    for n, stream in enumerate(single):
        await desk.file(stream=stream, key=f"s{n}", received_at=at)
    told = await asyncio.gather(
        *(desk.file(stream=x, key=f"c{n}", received_at=at) for n, x in enumerate(crowd))
    )
    assert [(x.stream, types(x), x.version) for x in told] == [
        (x, ["DutyFiled"], told[0].version) for x in crowd
    ]
    assert await filed(owner, single) == await filed(owner, crowd)
    assert await sound(ledger)


async def test_each_is_answered_by_itself(ledger: Ledger) -> None:
    desk = Desk(ledger)
    new, refused, repeated, reused, known, nowhere = (*await adopted(desk, "M", 5), "project:none")
    first = await desk.file(stream=repeated, key="repeated")
    await desk.file(stream=reused, key="reused")
    await desk.file(stream=known)
    await desk.accept(stream=known)
    other = FileDuty(duty="work_plan", filing=progress(1, 1))
    told = await ledger.settle(
        [
            asked(new, "new"),
            asked(refused, "refused", by=CLERK),
            asked(repeated, "repeated"),
            asked(reused, "reused", other),
            asked(known, "known", AcceptDuty(duty="work_plan"), CLERK),
            asked(nowhere, "nowhere"),
        ]
    )
    assert [type(x) for x in told] == [Receipt, NotYours, Receipt, ReusedKey, Receipt, Unknown]
    receipts = [x for x in told if isinstance(x, Receipt)]
    assert [(x.stream, types(x), x.repeated) for x in receipts] == [
        (new, ["DutyFiled"], False),
        (repeated, ["DutyFiled"], True),
        (known, [], False),
    ]
    assert receipts[1].events == first.events
    assert await sound(ledger)


async def test_a_taken_key_sends_each_alone_and_hurts_only_its_own(ledger: Ledger) -> None:
    desk = Desk(ledger)
    streams = await adopted(desk, "K", 6)
    await desk.file(stream=streams[0], key="taken")
    await desk.return_(stream=streams[0])  # now the same filing would be an event again
    taken = [asked(streams[0], "taken"), *(asked(x, f"k{x}") for x in streams[1:])]
    with pytest.raises(asyncpg.UniqueViolationError):
        await ledger.settle(taken)
    told = await asyncio.gather(*map(ledger.submit, taken))
    assert [x.repeated for x in told] == [True, *[False] * 5]
    assert await sound(ledger)


async def test_a_stream_that_somebody_holds_keeps_nobody_else_waiting(
    ledger: Ledger, database: str
) -> None:
    desk = Desk(ledger)
    streams = await adopted(desk, "H", 12)
    holder = await asyncpg.connect(database)
    transaction = holder.transaction()
    await transaction.start()
    for stream in streams[: LINES + 1]:
        await holder.execute("SELECT FROM streams WHERE id = $1 FOR UPDATE", stream)
    tasks = [asyncio.create_task(desk.file(stream=x)) for x in streams]
    free = await asyncio.wait_for(asyncio.gather(*tasks[LINES + 1 :]), 2)
    assert all(types(x) == ["DutyFiled"] for x in free)
    assert not any(x.done() for x in tasks[: LINES + 1])
    await transaction.rollback()
    await holder.close()
    held = await asyncio.gather(*tasks[: LINES + 1])
    assert all(types(x) == ["DutyFiled"] for x in held)


async def test_a_caller_that_goes_away_hurts_no_other(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    desk = Desk(ledger)
    streams = await adopted(desk, "A", 40)
    tasks = [asyncio.create_task(desk.file(stream=x, key=x)) for x in streams]
    for n, task in enumerate(tasks):
        if n % 3 == 0:
            await asyncio.sleep(n * 0.0004)
            task.cancel()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(x, Receipt) for n, x in enumerate(told) if n % 3)
    again = await asyncio.gather(*(desk.file(stream=x, key=x) for x in streams))
    assert all(types(x) == ["DutyFiled"] for x in again)
    assert await owner.fetchval(NO_LOCK) == 0
    assert await sound(ledger)


async def test_requests_for_one_stream_are_taken_in_their_order(ledger: Ledger) -> None:
    desk = Desk(ledger)
    (stream,) = await adopted(desk, "O", 1)
    turns = [desk.file(stream=stream), desk.return_(stream=stream)] * 1
    for _ in range(10):
        turns += [desk.file(stream=stream), desk.return_(stream=stream)]
    told = await asyncio.gather(*turns)
    assert [types(x) for x in told] == [["DutyFiled"], ["DutyReturned"]] * 11
    assert [x.version for x in told] == list(range(told[0].version, told[0].version + 22))


async def test_connections_that_are_killed_leave_each_one_effect_or_none(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    """ASVS 2.3.3"""
    desk = Desk(ledger)
    streams = await adopted(desk, "X", 40)
    over = asyncio.Event()

    async def killer() -> None:
        while not over.is_set():
            await asyncio.sleep(0.004)
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query <> ''"
            )

    async def one(stream: str) -> Receipt:
        with suppress(Unavailable):
            return await desk.file(stream=stream, key=stream)
        return await desk.file(stream=stream, key=stream)

    killing = asyncio.create_task(killer())
    tasks = [asyncio.create_task(one(x)) for x in streams]
    await asyncio.sleep(0.05)
    over.set()
    await killing
    told = await asyncio.gather(*tasks)
    assert {(x.stream, *types(x)) for x in told} == {(x, "DutyFiled") for x in streams}
    for stream in streams:
        assert [x.type for x in await audit.history(ledger, stream)].count("DutyFiled") == 1
    assert await sound(ledger)


async def test_a_list_and_its_projects_may_go_together(
    ledger: Ledger, owner: asyncpg.Connection
) -> None:
    desk = Desk(ledger)
    streams = await adopted(desk, "W", 4)
    await owner.execute("DELETE FROM wakes")
    names = tuple(x.partition(":")[2] for x in streams)
    told = await ledger.settle(
        [asked(LIST, "open", opening(*names), CLERK), *(asked(x, x) for x in streams)]
    )
    assert all(isinstance(x, Receipt) for x in told)
    woken = {x["stream"]: x["version"] for x in await owner.fetch("SELECT * FROM wakes")}
    assert woken == {x.stream: x.version for x in told if isinstance(x, Receipt)}
    assert await sound(ledger)


async def test_what_one_process_recorded_another_goes_on_from(
    ledger: Ledger, database: str, it_is: SetTime
) -> None:
    """States are kept as text every so many versions only; here two processes take turns."""
    second = await Ledger.connect(database)
    desks = [Desk(ledger), Desk(second)]
    (stream,) = await adopted(desks[0], "T", 1)
    for n in range(30):
        desk = desks[n % 3 % 2]
        await (desk.return_(stream=stream) if n % 2 else desk.file(stream=stream))
    fresh = await Ledger.connect(database)
    states = [(await x.standing(stream)).state for x in (ledger, second, fresh)]
    assert states[0] == states[1] == states[2]
    await fresh.close()
    await second.close()
    assert await sound(ledger)


async def test_two_processes_at_once_record_everything_once(ledger: Ledger, database: str) -> None:
    second = await Ledger.connect(database)
    desks = [Desk(ledger), Desk(second)]
    streams = await adopted(desks[0], "B", 16)

    async def one(n: int) -> Receipt | Refused:
        try:
            return await desks[n % 2].file(stream=streams[n // 4], key=f"b{n // 2}")
        except AlreadyThere as refused:
            return refused

    told = await asyncio.gather(*(one(n) for n in range(64)))
    new = [x for x in told if isinstance(x, Receipt) and not x.repeated]
    assert sorted(x.stream for x in new) == streams
    await second.close()
    assert await sound(ledger)


async def test_a_vote_taken_at_once_by_many_opens_each_stream_once(ledger: Ledger) -> None:
    cards = [CARD.model_copy(update={"id": f"V-{n}"}) for n in range(8)]
    told = await asyncio.gather(
        *(Desk(ledger).say(adoption(x), stream_id(PROJECT, x.id)) for x in cards * 2)
    )
    assert sum(bool(x.events) for x in told) == 8
    assert await sound(ledger)
