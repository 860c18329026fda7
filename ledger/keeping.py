"""Keeping a moment: what the clock and the sweeper ask, whoever of them comes first.

First what other streams owe this one, then a calendar that was published meanwhile, and only
then the marks that are due: nobody is called late on a date that has moved.
"""

from abc import ABC, abstractmethod
from enum import Enum
from functools import partial
from typing import Literal, NamedTuple

from domain import agenda
from domain.calendar import Calendar
from domain.duty_commands import KeepMoment, Rebase
from domain.given import Actor
from domain.ladder import NextMark
from domain.names import CLOCKED, kind_name
from domain.refusals import Refused, Unknown
from domain.regime_change import ChangeRegime
from ledger.carrying import Carrying
from ledger.deciding import decide, refuse_while_held
from ledger.line import Asking
from ledger.lock import Held, lock
from ledger.measures import MeasureAltered, MeasureUnpublished
from ledger.noting import note
from ledger.projections.change import Change
from ledger.reading import read_command
from ledger.recording import nothing_new, record
from ledger.refusals import FactsHeld, OlderEpoch, Unavailable
from ledger.requests import Receipt, Request
from ledger.standing import Standing

By = Literal["clock", "sweeper"]
SYSTEM_CLIENT = "system"
_ROUNDS = 4
_UNREAD = (Unknown, MeasureAltered, MeasureUnpublished)
"""How a move to a measure is refused by a process that has not read its file."""

_PENDING = """
SELECT owed.id, owed.type, owed.command FROM follow_ups AS owed
JOIN events ON events.id = owed.cause
WHERE owed.stream = $1 AND owed.done_at IS NULL
ORDER BY events.recorded_at, events.stream, events.version, owed.id
"""
_DONE = "UPDATE follow_ups SET done_at = ledger_now(), refused = $2 WHERE id = $1"


class Next(Enum):
    """What a look at the stream says is to be done."""

    FOLLOW_UPS = "follow_ups"
    AGAIN = "again"
    NOTHING = "nothing"


class Kept(NamedTuple):
    """What one transaction did, or what has to be done before it can."""

    receipt: Receipt | Next
    change: Change | None = None
    standing: Standing | None = None
    """The stream as it then stands, where that was asked for."""


class Keeping(Carrying, ABC):
    """The clock's and the sweeper's way through the door."""

    @abstractmethod
    async def submit(self, request: Request) -> Receipt:
        """The door itself."""

    async def keep(self, stream: str, *, by: By) -> Receipt | None:
        """Make every mark of the stream that is due by now; None where none is.

        A receipt without events: a mark is due and is held, because it is not known yet whether
        the service answered at its due instant; ask again in a few seconds. Both callers may
        race: the lock and the ids made from version and mark leave one effect.
        Raises Unavailable.
        """
        receipt = (await self._in_rounds(stream, by)).receipt
        return receipt if isinstance(receipt, Receipt) else None

    async def attend(self, stream: str, epoch: int = 0) -> Standing | None:
        """`keep` by the stream's own clock, which in the same transaction notes what it has seen
        and hands over what was issued. The stream as it then stands; None where there is none.
        `epoch` is that in which the clock was started. Raises Unavailable, OlderEpoch.
        """
        return (await self._in_rounds(stream, "clock", clock_of=epoch)).standing

    async def _in_rounds(self, stream: str, by: By, *, clock_of: int | None = None) -> Kept:
        actor = Actor(ref=f"system:{by}", party="system")
        for _ in range(_ROUNDS):
            kept = await self.pool.record(lambda x: self._round(x, stream, actor, by, clock_of))
            self.remember(kept.change)
            match kept.receipt:
                case Next.FOLLOW_UPS:
                    await self._follow_up(stream, actor)
                case Next.AGAIN:
                    continue
                case _:
                    return kept
        raise Unavailable

    async def _round(
        self, connection: Asking, stream: str, actor: Actor, by: By, clock_of: int | None
    ) -> Kept:
        held = await lock(connection, stream, self.cache)
        if clock_of is not None and clock_of < held.epoch:
            raise OlderEpoch(clock_of, held.epoch)
        if held.shut:
            refuse_while_held(stream)
        kept = await self._keep(connection, held, actor, by)
        waits = kept.receipt in (Next.FOLLOW_UPS, Next.AGAIN)
        if clock_of is None or held.state is None or waits:
            return kept
        next_at = await note(connection, stream, held.now, held.epoch)
        if kept.change is None:
            self.cache.remember(stream, held.head, held.state)
            version, state = held.head.version, held.state
        else:
            version, state = kept.change.version, kept.change.after
        standing = Standing(stream, version, state, str(held.calendar), next_at, held.now)
        return kept._replace(standing=standing)

    async def _keep(self, connection: Asking, held: Held, actor: Actor, by: By) -> Kept:
        if held.follow_ups:
            return Kept(Next.FOLLOW_UPS)
        if held.state is None or kind_name(held.stream) not in CLOCKED or held.state.closed:
            return Kept(Next.NOTHING)  # what has no deadlines was woken for a follow-up only
        calendar = await self.calendar.at(connection, held.almanac)
        wake = by != "clock"
        if held.calendar != calendar.version:
            return await self._rebase(connection, held, actor, calendar, wake=wake)
        mark = agenda.next_in(held.state.duties)
        if mark is None or mark.at > held.now:
            return Kept(Next.NOTHING)
        request = Request(held.stream, KeepMoment(), actor, SYSTEM_CLIENT, mark_id(held, mark))
        decided = await decide(connection, held, request, calendar)
        if not decided.events:
            return Kept(await nothing_new(connection, decided))
        return Kept(*await record(connection, decided, wake=wake))

    async def _rebase(
        self,
        connection: Asking,
        held: Held,
        actor: Actor,
        calendar: Calendar,
        *,
        wake: bool,
    ) -> Kept:
        command = Rebase(because=self.calendar.because, reference=f"calendar:{calendar.version}")
        key = f"rebase:{held.stream}@{held.head.version}:{calendar.version}"
        request = Request(held.stream, command, actor, SYSTEM_CLIENT, key)
        decided = await decide(connection, held, request, calendar)
        if not decided.events:
            await nothing_new(connection, decided)
            return Kept(Next.AGAIN)
        return Kept(Next.AGAIN, (await record(connection, decided, wake=wake))[1])

    async def _follow_up(self, stream: str, actor: Actor) -> None:
        """Carry out what other streams owe this one; what is refused stays to be seen."""
        async with self.pool.read() as connection:
            pending = (await connection.exec_driver_sql(_PENDING, (stream,))).all()
        for row in pending:
            command = read_command(stream, row.type, row.command)
            refused = None
            try:
                await self.submit(
                    Request(stream, command, actor, SYSTEM_CLIENT, f"follow-up:{row.id}")
                )
            except (Unavailable, FactsHeld):  # it is still owed
                raise
            except Refused as refusal:
                if isinstance(command, ChangeRegime) and isinstance(refusal, _UNREAD):
                    raise Unavailable from refusal  # still owed: another process has read the file
                refused = str(refusal)
            await self.pool.record(partial(_done, row.id, refused))


async def _done(follow_up: str, refused: str | None, connection: Asking) -> None:
    await connection.exec_driver_sql(_DONE, (follow_up, refused))


def mark_id(held: Held, mark: NextMark) -> str:
    """The command id of keeping a mark: the same for whoever keeps it at this version."""
    return f"keep:{held.stream}@{held.head.version}:{mark.duty}:{mark.revision}:{mark.rung}"
