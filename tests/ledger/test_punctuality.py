"""On time is `received_at < due_at`, whatever the queue: 200 filings just before one deadline.

Beside it the naive way, which must fail: whoever is dealt with after the deadline is late.
"""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from domain.calendar import SHANGHAI
from domain.names import PROJECT, stream_id
from ledger import audit
from ledger.door import Ledger, Receipt
from tests.ledger.conftest import SetTime
from tests.support.filing import STREAM, Desk, types
from tests.support.year import CARD

MANY = 200
DUE_AT = datetime(2023, 5, 5, tzinfo=SHANGHAI)
"""The work plan's due instant: the last day is 4 May."""


async def adopt_many(desk: Desk, prefix: str) -> list[str]:
    cards = [CARD.model_copy(update={"id": f"{prefix}-{n:03}"}) for n in range(MANY)]
    for start in range(0, MANY, 8):
        await asyncio.gather(*(desk.adopt(x) for x in cards[start : start + 8]))
    return [stream_id(PROJECT, x.id) for x in cards]


async def storm(ledger: Ledger, streams: list[str], arrived: datetime | None) -> list[Receipt]:
    """File them all at once, while a sweeper races over the same streams. `arrived`: what the API
    says of when they came; None, as in a house that dates by its own queue."""
    desk = Desk(ledger)
    over = asyncio.Event()

    async def sweeper() -> None:
        while not over.is_set():
            for stream in streams:
                await ledger.keep(stream, by="sweeper")

    race = asyncio.create_task(sweeper())
    receipts = await asyncio.gather(*(desk.file(stream=x, received_at=arrived) for x in streams))
    over.set()
    await race
    return receipts


async def just_before(ledger: Ledger, it_is: SetTime) -> datetime:
    """An instant in the last fiftieth of a second before the deadline: none of ours deals with 200
    filings in so little. Read back, so that a machine that stood still meanwhile tries again."""
    now = DUE_AT
    while now >= DUE_AT:
        await it_is("2023-05-04 23:59:59.980")
        now = await ledger.now()
    return now


async def on_time(ledger: Ledger, streams: list[str]) -> Counter[bool]:
    states = [(await ledger.standing(x)).state for x in streams]
    filed = [x.duties["work_plan"].submission for x in states]
    return Counter(x.on_time for x in filed if x is not None)


async def test_200_filings_just_before_the_deadline_are_all_on_time(
    ledger: Ledger, it_is: SetTime
) -> None:
    streams = await adopt_many(Desk(ledger), "P")
    await it_is("2023-05-04 12:00")
    await asyncio.gather(*(ledger.keep(x, by="clock") for x in streams))
    receipts = await storm(ledger, streams, await just_before(ledger, it_is))
    assert all(x.received_at < DUE_AT for x in receipts)
    after = [x for x in receipts if x.recorded_at >= DUE_AT]
    assert after, "some were received before the deadline and dealt with after it"
    await it_is("2023-05-05 00:03")
    for stream in streams:
        await ledger.keep(stream, by="sweeper")
    for stream in streams:
        told = [x.type for x in await audit.history(ledger, stream)]
        assert "Overdue" not in told
    assert await on_time(ledger, streams) == {True: MANY}


async def test_the_naive_way_calls_many_of_them_late(ledger: Ledger, it_is: SetTime) -> None:
    streams = await adopt_many(Desk(ledger), "N")
    sent = await just_before(ledger, it_is)
    await storm(ledger, streams, None)
    assert sent < DUE_AT, "all were sent before the deadline"
    assert (await on_time(ledger, streams))[False] > 0


@pytest.mark.parametrize(
    ("off", "in_time"),
    [(-timedelta(microseconds=1), True), (timedelta(0), False), (timedelta(microseconds=1), False)],
)
async def test_the_instant_itself_is_late_whichever_comes_first(
    ledger: Ledger, desk: Desk, it_is: SetTime, off: timedelta, in_time: bool
) -> None:
    await it_is("2023-05-04 12:00")
    await ledger.keep(STREAM, by="clock")
    await it_is("2023-05-05 00:00:02")
    kept, receipt = await asyncio.gather(
        ledger.keep(STREAM, by="clock"), desk.file(received_at=DUE_AT + off)
    )
    assert types(kept) == []
    assert types(receipt) == ["DutyFiled"]
    filed = (await ledger.standing(STREAM)).state.duties["work_plan"].submission
    assert filed is not None
    assert filed.on_time is in_time


async def test_an_overdue_mark_bears_the_due_instant_not_the_wake(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2023-05-09 15:00")
    await ledger.keep(STREAM, by="sweeper")
    (mark,) = [x for x in await audit.history(ledger, STREAM) if x.type == "Overdue"]
    assert mark.happened_at == DUE_AT
    assert mark.recorded_at > DUE_AT + timedelta(days=4)
