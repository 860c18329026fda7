"""What is done with a ballot box: each a transaction of record and working tables together.

Casting is the one act without an event: a voter's mark and a sealed ballot, committed together.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.ballot.messages import (
    AnnulBallot,
    BallotAnnulled,
    BallotCommand,
    CloseVoting,
    CountBallot,
    NotePapers,
    OfProjects,
    OpenVoting,
)
from domain.ballot.paper import ItemCount, count, differing, together
from domain.ballot.refusals import NotNow
from domain.ballot.state import Ballot, Status
from domain.base import refuse_unless
from domain.given import Actor
from domain.names import BALLOT, stream_id
from domain.refusals import Unknown
from ledger.ballots.casting import Casting
from ledger.ballots.of_projects import fits_its_collection, told_its_collection
from ledger.ballots.sealing import open_all, pair_of
from ledger.ballots.tables import Tables, digest_of
from ledger.line import Asking, Line
from ledger.lock import lock
from ledger.projections.change import Change
from ledger.repeats import same_before
from ledger.requests import Receipt, Request


class By(NamedTuple):
    """Who asks, under which key."""

    actor: Actor
    client: str
    key: str
    received_at: datetime | None = None


After = Callable[[Receipt], Awaitable[None]]
Step = Callable[[Ballot, Tables], Awaitable[tuple[BallotCommand, After]]]


class Ballots(Casting):
    """The boxes, beside the ledger whose streams they are."""

    async def open(self, ballot: str, voters: Sequence[str], present: int, by: By) -> Receipt:
        """Freeze the roll and begin. Raises NeedsBothKeys, NoQuorum, NotNow, Malformed, and of a
        vote on projects what `fits_its_collection` does."""
        refuse_unless(
            bool(voters) and len(set(voters)) == len(voters),
            "名册上没有人，或有人重复，请核对。",
            "the roll is empty or names somebody twice.",
        )

        async def step(state: Ballot, tables: Tables) -> tuple[BallotCommand, After]:
            if isinstance(state.purpose, OfProjects) and state.status is Status.DRAFT:
                await fits_its_collection(self.ledger, tables.line, state, state.purpose)
            digest = digest_of([x.encode() for x in voters])

            async def after(_: Receipt) -> None:
                await tables.make(voters)
                await self._tell(state, tables.line, by, is_open=True)

            return OpenVoting(roll=len(voters), digest=digest, present=present), after

        return await self._do(ballot, by, step)

    async def close(self, ballot: str, by: By, present: int | None = None) -> Receipt:
        """Seal the box: whoever votes at this instant waits, and is in it or comes too late."""

        async def step(state: Ballot, tables: Tables) -> tuple[BallotCommand, After]:
            if state.status is not Status.OPEN:
                raise NotNow(state.status, Status.OPEN)
            cast, papers = await tables.turnout()
            digest = digest_of(await tables.sealed())
            command = CloseVoting(cast=cast, papers=papers, digest=digest, present=present)
            return command, _nothing

        return await self._do(ballot, by, step)

    async def enter_papers(self, ballot: str, items: Sequence[ItemCount], by: By) -> Receipt:
        """One of two people says what the paper ballots say. Raises SameHand, TooManyPapers,
        Malformed."""

        async def step(state: Ballot, tables: Tables) -> tuple[BallotCommand, After]:
            if state.status is not Status.CLOSED:
                raise NotNow(state.status, Status.CLOSED)
            returned = _returned(state, items)
            before = await tables.papers()
            other = differing(before, items) if before else ()

            async def after(receipt: Receipt) -> None:
                anew = receipt.events[0].type == "PapersDiffered"
                await tables.note_papers(None if anew else items)

            return NotePapers(returned=returned, differing=other), after

        return await self._do(ballot, by, step)

    async def count(self, ballot: str, codes: Sequence[str], by: By) -> Receipt:
        """Open all ballots with both keys, record the sums, destroy the rest: one transaction.
        Raises WrongKeys, NotNow, Contradicted where the box is not as it was sealed."""

        async def step(state: Ballot, tables: Tables) -> tuple[BallotCommand, After]:
            if state.status is not Status.CLOSED:
                raise NotNow(state.status, Status.CLOSED)
            pair = pair_of(codes, state.id, state.sealed_to)
            sealed = await tables.sealed()
            slips, receipts = open_all(state.paper, sealed, state.id, pair)
            items = count(state.paper, slips)
            papers = await tables.papers()
            if papers is not None:
                items = together(items, papers)

            async def after(_: Receipt) -> None:
                await tables.destroy()

            return CountBallot(items=items, receipts=receipts, digest=digest_of(sealed)), after

        return await self._do(ballot, by, step)

    async def annul(self, ballot: str, reason: str, by: By) -> Receipt:
        """Void: what lies in the box is destroyed unread."""

        async def step(state: Ballot, tables: Tables) -> tuple[BallotCommand, After]:
            made = state.status in (Status.OPEN, Status.CLOSED)

            async def after(receipt: Receipt) -> None:
                happened = [x for x in receipt.events if x.type == BallotAnnulled.__name__]
                if made and happened:
                    await tables.destroy()
                    await self._tell(state, tables.line, by, is_open=False)

            return AnnulBallot(reason=reason), after

        return await self._do(ballot, by, step)

    async def _tell(self, state: Ballot, line: Asking, by: By, *, is_open: bool) -> None:
        if isinstance(state.purpose, OfProjects):
            await told_its_collection(self.ledger, line, state, state.purpose, by, is_open=is_open)

    async def _do(self, ballot: str, by: By, step: Step) -> Receipt:
        stream = stream_id(BALLOT, ballot)

        async def work(line: Line) -> tuple[Receipt, Change | None]:
            held = await lock(line, stream, self.ledger.cache)
            if found := await same_before(line, stream, by.client, by.key):
                return found, None
            state: object = held.state
            if not isinstance(state, Ballot):
                raise Unknown("投票", "ballot", ballot)
            command, after = await step(state, Tables(ballot, line))
            request = Request(stream, command, by.actor, by.client, by.key, by.received_at)
            receipt, change = await self.ledger.carry_out(line, request)
            if receipt.events and not receipt.repeated:
                await after(receipt)
            return receipt, change

        receipt, change = await self.ledger.pool.record(work)
        self.ledger.remember(change)
        return receipt


async def _nothing(_: Receipt) -> None:
    """The record alone changed."""


def _returned(state: Ballot, items: Sequence[ItemCount]) -> int:
    """How many papers the counts are of: the same for each item. Raises Malformed."""
    known = {*state.paper.choices, "blank", "invalid"}
    totals = {x.total for x in items}
    refuse_unless(
        [x.item for x in items] == [x.key for x in state.paper.items]
        and len(totals) == 1
        and all(known.issuperset(x.votes) for x in items),
        "纸质票应按票面逐项录入，各项票数之和（含无效票）应相同，请核对。",
        "enter every item of the paper; each sums up to the same number of papers.",
    )
    return totals.pop()
