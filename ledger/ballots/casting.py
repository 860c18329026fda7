"""Casting: one vote each, sealed before it is stored, with a receipt and without an event.

Nothing of a cast says when it was made, and nothing of it goes into the record: no event, no
command id, no fingerprint. Repeating it with the same receipt code does nothing and says so.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlalchemy import exc

from domain.ballot.paper import Slip, fits
from domain.ballot.refusals import BrokenPaper, HasVoted, NotNow, NotOnRoll
from domain.ballot.state import Ballot, Status
from domain.given import Actor
from domain.names import BALLOT, stream_id
from domain.refusals import NotYours, Unknown
from ledger.ballots.keys import receipt_of
from ledger.ballots.sealing import seal
from ledger.ballots.tables import Tables
from ledger.line import Line
from ledger.states import read_state

if TYPE_CHECKING:
    from ledger.door import Ledger

_HOLD = "SELECT FROM streams WHERE id = $1 FOR SHARE"
_VOTED = "SELECT voted FROM ballot_rolls WHERE ballot = $1 AND voter = $2"
T = TypeVar("T")


class Vote(NamedTuple):
    """What became of a cast."""

    receipt: str
    """What will stand in the published list."""
    repeated: bool


class Standing(NamedTuple):
    """How somebody stands to a box."""

    on_roll: bool
    voted: bool


class Casting:
    """The voter's side of the boxes."""

    def __init__(self, ledger: "Ledger") -> None:
        self.ledger = ledger

    async def ballot(self, ballot: str) -> Ballot:
        """The box as it stands. Raises Unknown."""
        state: object = (await self.ledger.standing(stream_id(BALLOT, ballot))).state
        if not isinstance(state, Ballot):
            raise Unknown("投票", "ballot", ballot)
        return state

    async def cast(self, ballot: str, voter: Actor, slip: Slip, code: str) -> Vote:
        """Put a sealed ballot into the box. Raises NotOnRoll, HasVoted, NotNow, BrokenPaper.

        `code` is the voter's receipt, made before the cast so that a lost answer loses nothing.
        """
        state = await self.ballot(ballot)
        if not fits(state.paper, slip):
            raise BrokenPaper
        receipt = receipt_of(code, ballot)
        if state.status is not Status.OPEN:
            raise NotNow(state.status, Status.OPEN)
        sealed = seal(state.paper, slip, receipt, ballot, state.sealed_to)

        async def work(tables: Tables) -> Vote:
            if await tables.cast(voter.ref, receipt, sealed):
                return Vote(receipt, repeated=False)
            line = await tables.voter(voter.ref)
            if line is None:
                raise NotOnRoll
            if (line.way, line.receipt) != ("phone", receipt):
                raise HasVoted
            return Vote(receipt, repeated=True)

        return await self._while_open(state, work)

    async def issue_papers(self, ballot: str, voters: Sequence[str], by: Actor) -> int:
        """Hand these voters a paper instead; all of them or none. How many have one now.
        Raises NotYours, NotOnRoll, HasVoted, NotNow."""
        state = await self.ballot(ballot)
        if by.party != "clerk" or not by.reaches(state.region):
            raise NotYours(ballot)

        async def work(tables: Tables) -> int:
            left = set(voters) - await tables.issue(voters)
            for voter in sorted(left):
                raise NotOnRoll if await tables.voter(voter) is None else HasVoted
            return (await tables.turnout())[1]

        return await self._while_open(state, work)

    async def stands(self, ballot: str, voter: str) -> Standing:
        """Whether somebody is on the roll, and whether he has voted or has a paper."""
        with suppress(exc.ProgrammingError):  # the count dropped the tables between two looks
            async with self.ledger.pool.read(whole=True) as connection:
                tables = Tables(ballot, connection)
                if await tables.stand():
                    line = await tables.voter(voter)
                    return Standing(line is not None, line is not None and line.way is not None)
        async with self.ledger.pool.read() as connection:
            found = await connection.exec_driver_sql(_VOTED, (ballot, voter))
            kept = found.one_or_none()
            return Standing(kept is not None, kept is not None and kept.voted)

    async def turnout(self, ballot: str) -> tuple[int, int]:
        """Ballots in the box and papers handed out, as far as is known."""
        with suppress(exc.ProgrammingError):
            async with self.ledger.pool.read(whole=True) as connection:
                tables = Tables(ballot, connection)
                if await tables.stand():
                    return await tables.turnout()
        state = await self.ballot(ballot)
        return state.cast, state.papers

    async def _while_open(self, state: Ballot, work: Callable[[Tables], Awaitable[T]]) -> T:
        """The work, with the box held open: its closing waits for us, or we come too late."""

        async def held(line: Line) -> T:
            stream = stream_id(BALLOT, state.id)
            await line.exec_driver_sql(_HOLD, (stream,))
            read = await read_state(line, stream, self.ledger.cache.known(stream))
            now: object = read.state if read else None
            if not isinstance(now, Ballot) or now.status is not Status.OPEN:
                raise NotNow(Status.CLOSED, Status.OPEN)
            return await work(Tables(state.id, line))

        return await self.ledger.pool.record(held)
