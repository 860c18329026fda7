"""What carries a project that was decided on here, read from all events; what lacks is named."""

from domain.given import SYSTEM, Actor
from domain.names import PROJECT, stream_id
from domain.project.messages import AdoptDecidedProject
from domain.project.state import Project
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.follow_ups import open_follow_ups
from ledger.queries.origins import before
from tests.support.first_half import VOTE, FirstHalf, say_all
from tests.support.scenes import card, opening

TOWN = FirstHalf()
OPENED = ("programme:ZZ23", "project:ZZ23-01", "project:ZZ23-02")


async def project(ledger: Ledger, stream: str) -> Project:
    found: object = (await ledger.standing(stream)).state
    assert isinstance(found, Project)
    return found


async def test_every_project_is_carried_by_its_vote_and_a_made_up_one_is_named(
    ledger: Ledger,
) -> None:
    await set_clock(ledger, TOWN.whole()[0].at)
    await say_all(ledger, TOWN.whole())
    assert [x.stream for x in await open_follow_ups(ledger)] == list(OPENED)
    assert (await audit.verify(ledger)).faults == (), "what is still to be opened is no fault"
    for stream in OPENED * 2:
        await ledger.keep(stream, by="sweeper")
    assert (await audit.verify(ledger)).faults == ()
    assert [(await ledger.standing(x)).version for x in OPENED].count(0) == 0
    real = await project(ledger, OPENED[1])
    assert real.origin is not None
    told = [x.zh for x in await before(ledger, OPENED[1])]
    assert "票决：2023-03-31，全体45人，赞成42、反对0、弃权0" in told
    made_up = AdoptDecidedProject(
        card=real.card.model_copy(update={"id": "ZZ23-09"}),
        regime="baofeng@2",
        vote=VOTE,
        next_session=real.anchors.next_session,
        session_assumed=True,
        origin=real.origin.model_copy(update={"item": "P03"}),
    )
    await forge(ledger, made_up)
    (fault,) = (await audit.verify(ledger)).faults
    assert (fault.stream, fault.zh) == (
        "project:ZZ23-09",
        "立项依据不足：ZZ23决议1号 没有列入这个项目",
    )


async def forge(ledger: Ledger, command: AdoptDecidedProject) -> None:
    """As nobody can who is not the record itself."""
    await ledger.handle(
        stream_id(PROJECT, command.card.id),
        command,
        actor=Actor(SYSTEM.ref, SYSTEM.party),
        client="forger",
        command_id="1",
    )


async def test_an_imported_list_claims_no_vote_and_says_so(ledger: Ledger) -> None:
    lines = opening("baofeng@2", "ZZ22", [card("ZZ22", 1, TOWN.region)])
    await set_clock(ledger, lines[0].at)
    await say_all(ledger, lines)
    assert (await project(ledger, "project:ZZ22-01")).origin is None
    assert (await audit.verify(ledger)).faults == ()
    (said,) = await before(ledger, "project:ZZ22-01")
    assert "导入" in said.zh
