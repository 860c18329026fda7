"""The door: one command, one stream, once for ever, whoever asks and however often."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from domain.refusals import AlreadyThere, NotYours, Unknown
from ledger import audit
from ledger.door import Ledger
from ledger.refusals import ReusedKey, StaleReceipt
from tests.ledger.conftest import SetTime
from tests.support.filing import STREAM, Desk, adoption, types
from tests.support.year import CARD, CLERK, progress, work_plan


async def test_a_command_becomes_events_a_state_and_a_receipt(ledger: Ledger, desk: Desk) -> None:
    receipt = await desk.file()
    assert types(receipt) == ["DutyFiled"]
    standing = await ledger.standing(STREAM)
    assert standing.version == receipt.version == receipt.events[-1].version
    assert standing.state.duties["work_plan"].submission is not None
    assert receipt.received_at == receipt.recorded_at
    assert not receipt.repeated


async def test_the_same_again_gets_the_first_receipt_even_after_the_world_moved_on(
    desk: Desk, it_is: SetTime
) -> None:
    first = await desk.file(key="unit-key-1")
    await desk.return_()
    await it_is("2023-04-28 10:00")
    again = await desk.file(key="unit-key-1")
    assert again.repeated
    assert again.model_copy(update={"repeated": False}) == first
    assert again.model_dump_json(exclude={"repeated"}) == first.model_dump_json(
        exclude={"repeated"}
    )


async def test_a_refused_command_may_be_a_repeat_of_one_that_was_taken(desk: Desk) -> None:
    first = await desk.file(key="unit-key-2")
    again = await desk.file(key="unit-key-2")  # without its key it would be AlreadyThere
    assert (again.repeated, again.events) == (True, first.events)


async def test_a_key_names_one_body_for_ever(desk: Desk) -> None:
    await desk.file(key="unit-key-3")
    other = work_plan().model_copy(update={"target": "完成 6000 户改造"})
    with pytest.raises(ReusedKey):
        await desk.file(filing=other, key="unit-key-3")


async def test_a_key_names_one_stream(desk: Desk) -> None:
    other = CARD.model_copy(update={"id": "LG23-02"})
    await desk.adopt(other)
    await desk.file(key="unit-key-4")
    with pytest.raises(ReusedKey):
        await desk.file(stream="project:LG23-02", key="unit-key-4")


async def test_a_refusal_writes_nothing(ledger: Ledger, desk: Desk) -> None:
    """ASVS 2.3.3 16.5.3"""
    before = await ledger.standing(STREAM)
    with pytest.raises(NotYours):
        await desk.file(by=CLERK)
    with pytest.raises(Unknown):
        await desk.file(stream="project:nowhere")
    assert (await ledger.standing(STREAM)).version == before.version


async def test_saying_what_is_known_yields_no_event(desk: Desk) -> None:
    await desk.file()
    await desk.accept()
    assert types(await desk.accept()) == []


@pytest.mark.parametrize(
    ("ago", "taken"), [(24.0, True), (0.0, True), (-0.3, True), (26.0, False), (-0.9, False)]
)
async def test_a_time_of_receipt_is_taken_only_while_it_can_be_true(
    ledger: Ledger, desk: Desk, ago: float, taken: bool
) -> None:
    at = await ledger.now() - timedelta(seconds=ago)
    if taken:
        assert (await desk.file(received_at=at)).received_at == at
    else:
        with pytest.raises(StaleReceipt):
            await desk.file(received_at=at)


async def test_fifty_at_once_on_one_stream_wait_for_each_other(ledger: Ledger, desk: Desk) -> None:
    """ASVS 2.3.4"""
    results = await asyncio.gather(
        *(desk.file(key=f"storm-{n}") for n in range(50)), return_exceptions=True
    )
    kinds = Counter(type(x).__name__ for x in results)
    assert kinds == {"Receipt": 1, "AlreadyThere": 49}
    assert (await audit.verify(ledger, STREAM)).whole


async def test_many_different_facts_at_once_all_stand_in_one_chain(
    ledger: Ledger, desk: Desk, it_is: SetTime
) -> None:
    await it_is("2023-12-30 10:00")
    duties = (await ledger.standing(STREAM)).state.duties.values()
    mine = [x.id for x in duties if x.form == "progress" and str(x.period) < "2023-M12"]
    told = [desk.file(x, progress(50, 40), key=f"fact-{x}-{n}") for x in mine for n in range(5)]
    results = await asyncio.gather(*told, return_exceptions=True)
    kept = [x for x in results if not isinstance(x, BaseException)]
    assert len(kept) == len(mine) >= 7
    assert all(isinstance(x, AlreadyThere) for x in results if isinstance(x, BaseException))
    assert (await audit.verify(ledger, STREAM)).whole


async def test_five_copies_at_once_leave_one_effect_and_five_equal_receipts(
    ledger: Ledger, database: str, desk: Desk
) -> None:
    second = await Ledger.connect(database)  # another API process
    desks = [desk, Desk(second)]
    receipts = await asyncio.gather(*(desks[n % 2].file(key="five") for n in range(5)))
    await second.close()
    bodies = {x.model_dump_json(exclude={"repeated"}) for x in receipts}
    assert len(bodies) == 1
    assert sorted(x.repeated for x in receipts) == [False, True, True, True, True]


async def test_two_adoptions_at_once_open_one_stream(ledger: Ledger, database: str) -> None:
    """ASVS 2.3.4"""
    second = await Ledger.connect(database)
    desks = [Desk(ledger), Desk(second)]
    receipts = await asyncio.gather(*(desks[n % 2].adopt() for n in range(8)))
    await second.close()
    assert sorted(len(x.events) > 0 for x in receipts) == [False] * 7 + [True]
    assert (await audit.verify(ledger)).streams == 1


async def test_the_same_adoption_twice_at_once_gives_one_receipt(
    ledger: Ledger, database: str
) -> None:
    second = await Ledger.connect(database)
    told = (Desk(x).say(adoption(), key="vote") for x in (ledger, second, ledger, second))
    receipts = await asyncio.gather(*told)
    await second.close()
    assert len({x.model_dump_json(exclude={"repeated"}) for x in receipts}) == 1
    assert sum(not x.repeated for x in receipts) == 1


async def test_a_request_that_is_cancelled_leaves_nothing_half_done(
    ledger: Ledger, desk: Desk
) -> None:
    """ASVS 2.3.3"""
    for n in range(60):
        task = asyncio.create_task(desk.file(key=f"cancelled-{n}"))
        await asyncio.sleep(n * 0.0003)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    again = await asyncio.gather(
        *(desk.file(key=f"cancelled-{n}") for n in range(60)), return_exceptions=True
    )
    taken = [x for x in again if not isinstance(x, BaseException)]
    assert len(taken) == 1, "one of them was recorded, its repeat says so, the others are refused"
    assert taken[0].repeated
    async with ledger.pool.read() as connection:
        idle = await connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%%'"
        )
        assert idle.scalar_one() == 0
    assert (await audit.verify(ledger)).whole
