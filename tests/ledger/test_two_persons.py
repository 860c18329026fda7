"""Given an installation that asks for two persons, when one acts, then the act waits; when another
confirms, then both facts are recorded together, and the act says who stands behind it.

ASVS 2.3.5: high-value business flows are approved by more than one person.
"""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from domain.countersign.refusals import (
    AlreadySo,
    NeedsLead,
    NeedsTwo,
    NothingToPropose,
    OwnProposal,
    ProposerGone,
    Settled,
)
from domain.countersign.weighty import Weighty
from domain.duty_commands import DecideExtension, RequestExtension, WaiveDuty
from domain.given import Actor
from domain.parties import Role
from domain.refusals import AnotherRequest, NothingToDecide, Unknown
from domain.ruling import Sitting
from ledger import audit
from ledger.accounts import Accounts
from ledger.behalf import NOBODY, Behalf, read_as_before, read_for
from ledger.countersign import Signer, confirm, decline, propose, would_move
from ledger.door import Ledger
from ledger.queries.inbox import inbox_of, notices_of
from ledger.queries.proposals import acts_of, find_proposals, waiting_for
from ledger.queries.stuck import stuck
from ledger.refusals import ReusedKey
from ledger.two_persons import TwoPersons
from tests.ledger.conftest import SetTime
from tests.support.decisions import ruling
from tests.support.filing import STREAM, Desk
from tests.support.year import CARD, UNIT

LI, WANG, CHEN = (f"account:{UUID(int=n)}" for n in (1, 2, 3))


def person(ref: str, role: str = "committee_clerk", region: str | None = CARD.region) -> Signer:
    return Signer(Actor(ref, "clerk", region), role, ref)


CLERK, LEAD = person(LI), person(WANG, "committee_lead")
GRANT = DecideExtension(
    duty="work_plan",
    granted=True,
    ruling=ruling(date(2023, 4, 3), Role.PRESIDIUM, Sitting.PRESIDIUM, "主席团纪要〔2023〕3号"),
)
NUMBERED = f"countersign:{STREAM}"


@pytest.fixture
async def asked(ledger: Ledger, desk: Desk) -> Ledger:
    """An installation that asks for two, where the unit has asked for eight days more."""
    wish = RequestExtension(duty="work_plan", to=date(2023, 5, 12), reason="设计单位更换")
    await desk.say(wish, by=UNIT)
    ledger.two = TwoPersons()
    return ledger


async def body_of(ledger: Ledger, event_type: str, stream: str = STREAM) -> dict[str, Any]:
    (found,) = (x for x in await audit.history(ledger, stream) if x.type == event_type)
    return dict(found.event)


async def due(ledger: Ledger) -> date:
    state: Any = (await ledger.standing(STREAM)).state
    day: date = state.duties["work_plan"].due
    return day


async def test_one_proposes_another_confirms_and_the_act_names_both(asked: Ledger) -> None:
    made = await propose(asked, STREAM, GRANT, CLERK, "p-1")
    assert [x.type for x in made.receipt.events] == ["ActProposed"]
    assert await due(asked) == date(2023, 5, 4)
    (shift,) = await would_move(asked, STREAM, made.number, LEAD.actor)
    assert (shift.was, shift.due) == (date(2023, 5, 4), date(2023, 5, 12))
    receipt = await confirm(asked, STREAM, made.number, LEAD, "c-1")
    assert [x.type for x in receipt.events] == ["ExtensionDecided", "DutyRedated"]
    assert await due(asked) == date(2023, 5, 12)
    assert (await body_of(asked, "ExtensionDecided"))["persons"] == {
        "proposed_by": LI,
        "confirmed_by": WANG,
        "proposal": f"{NUMBERED}#1",
    }
    agreed = await body_of(asked, "ActConfirmed", NUMBERED)
    assert (agreed["proposed_by"], agreed["by"]) == (LI, WANG)
    assert (await audit.rebuild(asked)).same


async def test_both_facts_are_of_one_transaction(asked: Ledger) -> None:
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    await confirm(asked, STREAM, 1, LEAD, "c-1")
    types = ("ActConfirmed", "ExtensionDecided")
    async with asked.pool.read() as connection:
        said = "SELECT DISTINCT xmin::text FROM events WHERE type = ANY($1)"
        rows = (await connection.exec_driver_sql(said, (list(types),))).all()
    assert len(rows) == 1


async def test_one_alone_does_it_by_no_way(asked: Ledger, desk: Desk) -> None:
    with pytest.raises(NeedsTwo):
        await desk.say(GRANT, by=CLERK.actor)
    with pytest.raises(NeedsTwo):
        await desk.say(GRANT, by=Actor(f"token:{UUID(int=9)}", "clerk"))
    with pytest.raises(NeedsTwo):
        await propose(asked, STREAM, GRANT, person(f"token:{UUID(int=9)}", "token"), "p-0")
    await propose(asked, STREAM, GRANT, LEAD, "p-1")
    with pytest.raises(OwnProposal):
        await confirm(asked, STREAM, 1, LEAD, "c-1")
    assert await due(asked) == date(2023, 5, 4)


async def test_two_clerks_without_a_leader_are_not_enough(asked: Ledger) -> None:
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    with pytest.raises(NeedsLead):
        await confirm(asked, STREAM, 1, person(CHEN), "c-1")
    assert await due(asked) == date(2023, 5, 4)


async def test_refusing_an_extension_takes_one(asked: Ledger, desk: Desk) -> None:
    refused = GRANT.model_copy(update={"granted": False})
    await desk.say(refused, by=CLERK.actor)
    assert "persons" not in await body_of(asked, "ExtensionDecided")


async def test_what_the_record_refuses_is_not_even_proposed(asked: Ledger) -> None:
    nowhere = GRANT.model_copy(update={"duty": "completion_claim"})
    with pytest.raises(NothingToDecide):
        await propose(asked, STREAM, nowhere, CLERK, "p-1")
    with pytest.raises(Unknown):
        await confirm(asked, STREAM, 1, LEAD, "c-1")


async def test_where_things_changed_meanwhile_nothing_is_recorded_not_even_the_confirmation(
    asked: Ledger, desk: Desk
) -> None:
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    await desk.say(GRANT.model_copy(update={"granted": False}), by=CLERK.actor)
    with pytest.raises(NothingToDecide):
        await confirm(asked, STREAM, 1, LEAD, "c-1")
    assert [x.type for x in await audit.history(asked, NUMBERED)] == ["ActProposed"]
    assert (await decline(asked, STREAM, 1, "已按不同意办理", LEAD, "d-1")).events
    assert (await audit.rebuild(asked)).same


async def test_two_who_confirm_at_once_do_it_once_and_a_repeat_gets_the_receipt(
    asked: Ledger,
) -> None:
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    rival = person(CHEN, "committee_lead")
    said = await asyncio.gather(
        confirm(asked, STREAM, 1, LEAD, "c-1"),
        confirm(asked, STREAM, 1, rival, "c-2"),
        return_exceptions=True,
    )
    assert sorted(type(x).__name__ for x in said) == ["Receipt", "Settled"]
    (done,) = (x for x in said if not isinstance(x, BaseException))
    winner, key = (LEAD, "c-1") if said[0] is done else (rival, "c-2")
    again = await confirm(asked, STREAM, 1, winner, key)
    assert (again.events, again.repeated) == (done.events, True)
    assert len([x for x in await audit.history(asked, STREAM) if x.type == "DutyRedated"]) == 1


async def test_a_proposal_said_again_after_its_confirmation_gets_its_first_receipt(
    asked: Ledger,
) -> None:
    """Nobody answered the first time; meanwhile it was done."""
    made = await propose(asked, STREAM, GRANT, CLERK, "p-1")
    await confirm(asked, STREAM, made.number, LEAD, "c-1")
    again = await propose(asked, STREAM, GRANT, CLERK, "p-1")
    assert again == (made.receipt.model_copy(update={"repeated": True}), made.number)
    assert [x.type for x in await audit.history(asked, NUMBERED)] == ["ActProposed", "ActConfirmed"]
    other = GRANT.model_copy(update={"wish": 2})
    for act in (other, WaiveDuty(duty="work_plan", decision="主席团决定")):
        with pytest.raises(ReusedKey):
            await propose(asked, STREAM, act, CLERK, "p-1")
    with pytest.raises(ReusedKey):
        await propose(asked, STREAM, GRANT, LEAD, "c-1")


async def test_a_repeat_names_its_own_proposal_and_not_a_later_one(asked: Ledger) -> None:
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    await decline(asked, STREAM, 1, "附件不全", LEAD, "d-1")
    assert (await propose(asked, STREAM, GRANT, CLERK, "p-2")).number == 2
    assert (await propose(asked, STREAM, GRANT, CLERK, "p-1")).number == 1


async def test_it_lapses_and_is_shown_lapsed_without_an_event(
    asked: Ledger, it_is: SetTime
) -> None:
    asked.two = TwoPersons(days=2)
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    mine = (asked, CARD.region, acts_of("committee_lead"))
    assert (await find_proposals(*mine)).total == 1
    assert await waiting_for(asked, CARD.region, "committee_lead", WANG) == 1
    assert await waiting_for(asked, CARD.region, "committee_clerk", LI) == 0
    assert await waiting_for(asked, "浙江省/温州市/苍南县", "committee_lead", WANG) == 0
    await it_is("2023-04-06 00:01")
    assert (await find_proposals(*mine)).total == 0
    (lapsed,) = (await find_proposals(*mine, past=True)).items
    assert (lapsed.outcome, lapsed.lapsed) == ("waits", True)
    with pytest.raises(Settled):
        await confirm(asked, STREAM, 1, LEAD, "c-1")


async def test_a_query_that_forgets_to_ask_whose_it_is_finds_none_of_anothers(
    asked: Ledger,
) -> None:
    """ASVS 8.4.1"""
    await propose(asked, STREAM, GRANT, CLERK, "p-1")

    async def found(who: Behalf) -> int:
        before = read_for(who)
        try:
            async with asked.pool.read() as connection:
                rows = await connection.exec_driver_sql("SELECT number FROM proposals")
                return len(rows.all())
        finally:
            read_as_before(before)

    county = CARD.region.rpartition("/")[0]
    for who in (Behalf("clerk", "clerk", CARD.region), Behalf("clerk", "clerk", county)):
        assert await found(who) == 1
    for who in (
        Behalf("clerk", "clerk", "浙江省/温州市/苍南县"),
        Behalf("unit", UNIT.party, CARD.region),
        Behalf("deputy_group", "deputy_group:LG23-01", CARD.region),
        NOBODY,
    ):
        assert await found(who) == 0, who


async def test_the_office_is_told_and_nothing_is_left_undelivered(asked: Ledger) -> None:
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    (notice,) = (await inbox_of(asked, "clerk", CARD.region)).items
    assert (notice.kind, notice.stream) == ("proposed", NUMBERED)
    assert "批准延期等待第二人确认" in notice.zh
    assert (await notices_of(asked, STREAM)).total == 0, "the unit is told when it is done"
    assert not [x for x in await stuck(asked, []) if x.kind == "notice_undelivered"]


async def test_a_township_with_one_clerk_does_it_alone_and_the_record_says_so(
    asked: Ledger, desk: Desk
) -> None:
    asked.two = TwoPersons(alone=(CARD.region,))
    await desk.say(GRANT, by=CLERK.actor)
    assert (await body_of(asked, "ExtensionDecided"))["persons"] == {
        "proposed_by": LI,
        "confirmed_by": None,
        "proposal": None,
    }


async def test_elsewhere_in_the_same_installation_two_are_asked_for(
    asked: Ledger, desk: Desk
) -> None:
    asked.two = TwoPersons(alone=("浙江省/温州市/苍南县/钱库镇",))
    with pytest.raises(NeedsTwo):
        await desk.say(GRANT, by=CLERK.actor)


async def test_an_act_that_the_installation_left_out_takes_one(asked: Ledger, desk: Desk) -> None:
    asked.two = TwoPersons(acts=frozenset({Weighty.EXTENSION}))
    await desk.say(WaiveDuty(duty="work_plan", decision="主席团决定"), by=CLERK.actor)
    waived = await body_of(asked, "DutyWaived")
    assert waived["persons"]["confirmed_by"] is None
    with pytest.raises(NeedsTwo):
        await desk.say(GRANT, by=CLERK.actor)


async def test_an_old_proposal_grants_no_new_request(asked: Ledger, desk: Desk) -> None:
    await propose(asked, STREAM, GRANT, CLERK, "p-1")
    await desk.say(GRANT.model_copy(update={"granted": False}), by=CLERK.actor)
    later = RequestExtension(duty="work_plan", to=date(2023, 9, 1), reason="再延")
    await desk.say(later, by=UNIT)
    with pytest.raises(AnotherRequest, match="第2次延期申请（申请延到2023-09-01）"):
        await would_move(asked, STREAM, 1, LEAD.actor)
    with pytest.raises(AnotherRequest):
        await confirm(asked, STREAM, 1, LEAD, "c-1")
    assert await due(asked) == date(2023, 5, 4)


async def test_nothing_is_confirmed_that_would_record_no_fact(asked: Ledger, desk: Desk) -> None:
    """The duty was waived meanwhile, by another paper: this one would be in no fact."""
    waiver = WaiveDuty(duty="work_plan", decision="主席团决定（甲）")
    await propose(asked, STREAM, waiver, CLERK, "p-1")
    asked.two = None
    await desk.say(waiver.model_copy(update={"decision": "主席团决定（乙）"}), by=CLERK.actor)
    asked.two = TwoPersons()
    with pytest.raises(AlreadySo, match="没有可以登记的"):
        await confirm(asked, STREAM, 1, LEAD, "c-1")
    assert [x.type for x in await audit.history(asked, NUMBERED)] == ["ActProposed"]


async def test_what_is_so_already_is_not_proposed(asked: Ledger, desk: Desk) -> None:
    waiver = WaiveDuty(duty="work_plan", decision="主席团决定（甲）")
    await propose(asked, STREAM, waiver, CLERK, "p-1")
    await confirm(asked, STREAM, 1, LEAD, "c-1")
    with pytest.raises(NothingToPropose, match="不必提请"):
        await propose(asked, STREAM, waiver, CLERK, "p-2")
    assert (await propose(asked, STREAM, waiver, CLERK, "p-1")).number == 1  # a repeat, as ever


@pytest.mark.parametrize("gone", ["disabled", "another role", "another region"])
async def test_a_proposal_does_not_outlive_its_proposer(asked: Ledger, gone: str) -> None:
    accounts = Accounts(asked.pool, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    account = await accounts.add("lixia", "a long enough password", "committee_clerk", "clerk")
    await propose(asked, STREAM, GRANT, person(account.ref), "p-1")
    assert await would_move(asked, STREAM, 1, LEAD.actor)
    if gone == "disabled":
        await accounts.disable("lixia")
    elif gone == "another region":
        await accounts.change_role("lixia", "committee_clerk", "clerk", "浙江省/宁波市/宁海县")
    else:
        await accounts.change_role("lixia", "auditor", "auditor", None)
    with pytest.raises(ProposerGone, match="重新提请"):
        await would_move(asked, STREAM, 1, LEAD.actor)
    with pytest.raises(ProposerGone):
        await confirm(asked, STREAM, 1, LEAD, "c-1")
    assert await due(asked) == date(2023, 5, 4)
    assert (await decline(asked, STREAM, 1, "提请人已调离", LEAD, "d-1")).events
