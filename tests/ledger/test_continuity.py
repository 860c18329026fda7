"""A record that was restored: read as ever, and closed to facts until two people have spoken."""

from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from argon2 import PasswordHasher

from domain.base import Command
from domain.continuity.messages import ConfirmLoss, DeclareLoss, NoteRestore
from domain.continuity.refusals import SamePerson
from domain.duty_commands import Rebase, UrgeDuty
from domain.given import SYSTEM, Actor
from domain.names import RECORD
from ledger import audit
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.loss import answer_for_loss
from ledger.queries.follow_ups import open_follow_ups
from ledger.queries.outages import outages
from ledger.refusals import FactsHeld, OlderEpoch
from ledger.requests import Receipt, Request
from tests.support.filing import LIST, STREAM, Desk, opening

LI, WANG = (Actor(f"account:{UUID(int=n)}", "clerk") for n in (1, 2))
BEHIND = NoteRestore(life="life-1", way="restored")
AN_HOUR = """UPDATE heartbeats SET ledger_at = ledger_at - interval '1 hour',
    real_at = real_at - interval '1 hour'"""


async def say(ledger: Ledger, actor: Actor, command: Command) -> None:
    key = type(command).__name__
    await ledger.handle(RECORD, command, actor=actor, client=actor.ref, command_id=key)


async def release(ledger: Ledger) -> None:
    await say(ledger, LI, DeclareLoss(what="5月4日的1份工作方案，已请承办单位凭回执重报"))
    await say(ledger, WANG, ConfirmLoss())


async def test_while_held_it_is_read_and_takes_no_facts(ledger: Ledger, desk: Desk):
    await say(ledger, SYSTEM, BEHIND)
    before = await ledger.standing(STREAM)
    with pytest.raises(FactsHeld, match=r"两位工作人员.*/loss"):
        await desk.say(UrgeDuty(duty="work_plan"))
    with pytest.raises(FactsHeld):
        await ledger.keep(STREAM, by="sweeper")
    assert (await ledger.standing(STREAM)).version == before.version
    await release(ledger)
    assert (await desk.say(UrgeDuty(duty="work_plan"))).events


async def test_what_is_owed_when_facts_become_held_is_owed_still(
    ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    await desk.say(opening(), LIST)
    move = Rebase(next_session=date(2024, 1, 25), because="会议提前", reference="人大常委会决定")
    await desk.say(move, LIST)
    submit = ledger.submit

    async def held_meanwhile(request: Request) -> Receipt:
        if request.stream == STREAM:
            await say(ledger, SYSTEM, BEHIND)
        return await submit(request)

    monkeypatch.setattr(ledger, "submit", held_meanwhile)
    with pytest.raises(FactsHeld):
        await ledger.keep(STREAM, by="sweeper")
    monkeypatch.undo()
    (owed,) = await open_follow_ups(ledger)
    assert (owed.stream, owed.refused) == (STREAM, None)
    await release(ledger)
    await ledger.keep(STREAM, by="sweeper")
    assert await open_follow_ups(ledger) == []
    assert (await ledger.standing(STREAM)).state.anchors.next_session == date(2024, 1, 25)


async def test_a_wake_carried_in_an_older_epoch_is_carried_again(ledger: Ledger, desk: Desk):
    (carried,) = await ledger.wakes()
    await say(ledger, SYSTEM, BEHIND)
    await ledger.wake_all()
    await ledger.woken(carried.stream, carried.version, carried.epoch)
    (again,) = await ledger.wakes()
    assert (again.stream, again.epoch) == (carried.stream, 1)
    await ledger.woken(again.stream, again.version, again.epoch)
    assert await ledger.wakes() == []


async def test_the_time_in_which_facts_were_held_becomes_an_outage(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
):
    began = await ledger.beat()
    await say(ledger, SYSTEM, BEHIND)
    with pytest.raises(FactsHeld):
        await ledger.beat()
    await owner.execute(AN_HOUR)
    await release(ledger)
    await ledger.beat()
    (found,) = await outages(ledger)
    assert found.started == began - timedelta(hours=1)
    assert timedelta(minutes=59) < found.ended - found.started < timedelta(minutes=61)


async def test_a_clock_of_an_older_epoch_is_told_to_end(ledger: Ledger, desk: Desk):
    assert await ledger.epoch() == 0
    assert await ledger.attend(STREAM, 0) is not None
    await say(ledger, SYSTEM, BEHIND)
    await release(ledger)
    assert await ledger.epoch() == 1
    with pytest.raises(OlderEpoch):
        await ledger.attend(STREAM, 0)
    with pytest.raises(OlderEpoch):
        await ledger.record_keeper(STREAM, 1, None, epoch=0)
    assert await ledger.attend(STREAM, 1) is not None


async def test_every_clock_is_renewed_once(ledger: Ledger, desk: Desk):
    await ledger.attend(STREAM, 0)
    await say(ledger, SYSTEM, BEHIND)
    await release(ledger)
    await ledger.wake_all()
    seen = {x.stream: (x.epoch, x.renewed) for x in await ledger.wakes()}
    assert seen[STREAM] == (1, True)
    await ledger.attend(STREAM, 1)
    seen = {x.stream: (x.epoch, x.renewed) for x in await ledger.wakes()}
    assert seen[STREAM] == (1, False)


async def test_two_accounts_of_one_person_are_no_two_people(ledger: Ledger):
    accounts = Accounts(ledger.pool, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    people = [
        await accounts.add(x, "a long enough password", "committee_clerk", "clerk", person=y)
        for x, y in (("li", "工号 1001"), ("li2", "工号 1001"), ("wang", "工号 1002"))
    ]
    li, again, wang = (Actor(x.ref, "clerk") for x in people)
    lost = NoteRestore(life="1", way="restored", known=20, lost=1)
    await say(ledger, SYSTEM, lost)
    await answer_for_loss(ledger, DeclareLoss(what="5月4日的1份工作方案"), li)
    for one in (li, again):
        with pytest.raises(SamePerson):
            await answer_for_loss(ledger, ConfirmLoss(), one)
    assert not (await answer_for_loss(ledger, ConfirmLoss(), wang)).held
    assert not (await answer_for_loss(ledger, ConfirmLoss(), wang)).held, "said twice is once"


async def test_it_follows_from_the_events(ledger: Ledger, desk: Desk):
    await say(ledger, SYSTEM, BEHIND)
    await release(ledger)
    assert (await audit.verify(ledger)).whole
    assert (await audit.rebuild(ledger)).same
    assert (await audit.replay_check(ledger)).differing == ()
