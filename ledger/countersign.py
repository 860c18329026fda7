"""Weighty acts between two persons: proposed, and done in the transaction that confirms them."""

from typing import TYPE_CHECKING, NamedTuple

from domain.almanac.almanac import PublishNotice
from domain.base import Command
from domain.countersign.decisions import Countersigned, Proposal
from domain.countersign.messages import ActProposed, ConfirmAct, DeclineAct, ProposeAct
from domain.countersign.persons import Persons
from domain.countersign.refusals import AlreadySo, NothingToPropose, OwnProposal, ProposerGone
from domain.countersign.subjects import pinned, region_of, subject_of
from domain.countersign.weighty import matter, weighty
from domain.given import Actor
from domain.names import COUNTERSIGN, kind_name, stream_id
from domain.refusals import Unknown
from ledger.accounts import Accounts
from ledger.canon import body_of
from ledger.delivering import deliver
from ledger.dry_run import dry_run
from ledger.identities import Identities
from ledger.jointly import jointly
from ledger.preview import Shift, preview_notice, shifts_of
from ledger.proposed_before import Proposed, proposed_before
from ledger.reading import read_command
from ledger.requests import Receipt, Request
from ledger.two_persons import TwoPersons, publishes

if TYPE_CHECKING:
    from ledger.door import Ledger

_CLIENT = "countersign"


class Signer(NamedTuple):
    """One of the two persons: the account, and as what it signs."""

    actor: Actor
    role: str
    client: str


async def propose(
    ledger: "Ledger", target: str, command: Command, by: Signer, command_id: str
) -> Proposed:
    """Let a weighty act wait for a second person; it is tried first, and nothing of it is written.

    Raises what the act itself would be refused with, NeedsTwo, NotOfTheBench, WaitsAlready,
    ReusedKey, NothingToPropose.
    """
    act = weighty(command)
    if act is None:
        raise LookupError(type(command).__name__)
    stream = stream_id(COUNTERSIGN, target)
    if before := await proposed_before(ledger, target, command, by.client, command_id):
        await deliver(ledger, stream)  # a first try may have died before it
        return before
    await ledger.measures.hold(ledger.pool, command, published=publishes(ledger.two))
    effects = await dry_run(ledger, target, command, by.actor)
    state = await _state_of(ledger, target)
    if not effects:
        raise NothingToPropose(subject_of(command, state))
    command = pinned(command, state)
    asked = ProposeAct(
        target=target,
        region=region_of(state),
        act=act,
        matter=matter(command),
        type=type(command).__name__,
        body=body_of(command),
        subject=subject_of(command, state),
        role=by.role,
        days=(ledger.two or TwoPersons()).days,
    )
    receipt = await ledger.handle(
        stream, asked, actor=by.actor, client=by.client, command_id=command_id
    )
    await deliver(ledger, stream)
    found = (await _countersigned(ledger, stream)).proposals
    mine = (x.said for x in reversed(found) if x.said.by == by.actor.ref)
    return Proposed(receipt, next(x.number for x in mine if x.body == asked.body))


async def confirm(
    ledger: "Ledger", target: str, number: int, by: Signer, command_id: str
) -> Receipt:
    """Do what was proposed. The receipt is the act's own.

    Raises Unknown, OwnProposal, NeedsLead, ProposerGone, Settled, AlreadySo, and what the act is
    refused with by now: then neither the confirmation nor the act is recorded.
    """
    stream = stream_id(COUNTERSIGN, target)
    one = await proposal(ledger, target, number)
    said = one.said
    if one.outcome == "waits":
        await _still_proposes(ledger, said)
    if await Identities(ledger.pool).same_human(said.by, by.actor.ref):
        raise OwnProposal  # also by another account of the same person
    command = read_command(target, said.type, said.body)
    await ledger.measures.hold(ledger.pool, command, published=publishes(ledger.two))
    persons = Persons(proposed_by=said.by, confirmed_by=by.actor.ref, proposal=f"{stream}#{number}")
    agreed = ConfirmAct(number=number, role=by.role)
    done = Request(target, command, by.actor, _CLIENT, f"{stream}#{number}", persons=persons)
    both = await jointly(
        ledger,
        [Request(stream, agreed, by.actor, by.client, command_id), done],
        unless_empty=AlreadySo(said.subject),
    )
    return next(x for x in both if x.stream == target)


async def decline(
    ledger: "Ledger", target: str, number: int, reason: str, by: Signer, command_id: str
) -> Receipt:
    """Do not do it, and say why; who proposed it takes it back. Raises Unknown, Settled."""
    await proposal(ledger, target, number)
    command = DeclineAct(number=number, role=by.role, reason=reason)
    return await ledger.handle(
        stream_id(COUNTERSIGN, target),
        command,
        actor=by.actor,
        client=by.client,
        command_id=command_id,
    )


async def proposal(ledger: "Ledger", target: str, number: int) -> Proposal:
    """One proposal as it stands. Raises Unknown."""
    return (await _countersigned(ledger, stream_id(COUNTERSIGN, target))).numbered(number)


async def _still_proposes(ledger: "Ledger", said: ActProposed) -> None:
    """Raises ProposerGone if whoever proposed it could not do so any more."""
    account = await Accounts(ledger.pool).behind(said.by)
    if account is None:
        return
    who = Actor(account.ref, account.party, account.region)
    there = said.region is None or who.reaches(said.region)
    if account.disabled_at is not None or account.role != said.role or not there:
        raise ProposerGone


async def _countersigned(ledger: "Ledger", stream: str) -> Countersigned:
    state: object = (await ledger.standing(stream)).state
    if kind_name(stream) != COUNTERSIGN or not isinstance(state, Countersigned):
        raise Unknown("提请", "proposal", stream)
    return state


async def _state_of(ledger: "Ledger", stream: str) -> object:
    try:
        return (await ledger.standing(stream)).state
    except Unknown:  # the first of its kind, as a notice or a measure
        return None


async def command_of(ledger: "Ledger", target: str, number: int) -> Command:
    """What was proposed. Raises Unknown."""
    said = (await proposal(ledger, target, number)).said
    return read_command(target, said.type, said.body)


async def would_move(ledger: "Ledger", target: str, number: int, actor: Actor) -> list[Shift]:
    """The days that it would move by now.

    Raises Unknown, ProposerGone, and what the act is refused with.
    """
    said = (await proposal(ledger, target, number)).said
    await _still_proposes(ledger, said)
    command = read_command(target, said.type, said.body)
    return await shifts_by(ledger, target, command, actor)


async def shifts_by(ledger: "Ledger", target: str, command: Command, actor: Actor) -> list[Shift]:
    """The days that a weighty act would move."""
    if isinstance(command, PublishNotice):
        return await preview_notice(ledger, command.notice)
    return shifts_of(await dry_run(ledger, target, command, actor))
