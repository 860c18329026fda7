"""Keeping the moments of many streams in one transaction: what a month's last night asks for.

Marks that fall together are the same for hundreds of projects. One lock for all of them that waits
for nobody, one look at states and outages, one decision each, one write, and what was issued stands
in the inboxes: the effect is that of `keep`, stream by stream, and so are the ids. What cannot go
with the others (held by somebody, owed a command, behind the calendar) is left to `keep`.
"""

from abc import ABC
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from domain import agenda
from domain.calendar import Calendar
from domain.duty_commands import KeepMoment
from domain.given import SYSTEM, Actor
from domain.names import CLOCKED, kind_name
from domain.refusals import Refused
from ledger.carrying import count
from ledger.deciding import Decided, decide_at, first_due, heard_since, refuse_while_held
from ledger.delivering import hand_over
from ledger.keeping import SYSTEM_CLIENT, By, Keeping, mark_id
from ledger.line import Asking
from ledger.lock import Held, lock_free
from ledger.projections.change import Change
from ledger.recording import Recording, prepare
from ledger.requests import Request
from ledger.write import write

log = structlog.get_logger("sweeping")

_OWED = """
SELECT DISTINCT stream FROM follow_ups WHERE done_at IS NULL AND stream = ANY($1::text[])
"""


class Swept(NamedTuple):
    """What became of each stream of a batch."""

    kept: Sequence[str]
    """Marks were made."""
    left: Sequence[str]
    """They have to go alone."""


class Sweeping(Keeping, ABC):
    """The way through the door for those whom nobody woke."""

    async def keep_many(self, streams: Sequence[str], *, by: By) -> Swept:
        """`keep` for each of these, as far as they can go together: one that cannot be read, or
        that cannot be written, is left with all others to go alone. Raises Unavailable, FactsHeld.
        """
        try:
            swept, changes = await self.pool.record(lambda x: self._keep_all(x, streams, by))
        except Refused:
            raise
        except Exception:  # one is to blame, and will say so alone
            log.exception("not together", streams=len(streams))
            return Swept((), streams)
        for change in changes:
            count(change)
        return swept

    async def _keep_all(
        self, connection: Asking, streams: Sequence[str], by: By
    ) -> tuple[Swept, list[Change]]:
        free = await lock_free(connection, streams, self.cache)
        calendar = await self.calendar.at(connection, free.almanac)
        found = await connection.exec_driver_sql(_OWED, (list(streams),))
        owed = {x.stream for x in found}
        left = [x for x in streams if x not in free.held or x in owed]
        asked: list[tuple[Held, Request]] = []
        for stream in streams:
            held = free.held.get(stream)
            if held is None or stream in owed:
                continue
            if held.shut:
                refuse_while_held(stream)
            if held.state is not None and held.calendar != calendar.version:
                left.append(stream)
            elif request := _request(held, by):
                asked.append((held, request))
        made = await _decided(connection, asked, calendar, left)
        if made:
            await write(connection, [x.writing for x in made])
            await hand_over(connection, [x.receipt.stream for x in made])
        changes = [x.writing.change for x in made]
        return Swept([x.stream for x in changes], left), changes


def _request(held: Held, by: By) -> Request | None:
    """What keeping its next mark asks; None where nothing is due."""
    state = held.state
    if state is None or state.closed or kind_name(held.stream) not in CLOCKED:
        return None
    mark = agenda.next_in(state.duties)
    if mark is None or mark.at > held.now:
        return None
    actor = Actor(ref=f"system:{by}", party=SYSTEM.party)
    return Request(held.stream, KeepMoment(), actor, SYSTEM_CLIENT, mark_id(held, mark))


async def _decided(
    connection: Asking,
    asked: Sequence[tuple[Held, Request]],
    calendar: Calendar,
    left: list[str],
) -> list[Recording]:
    """What is to be written; the outages are asked once, from the earliest due instant on."""
    if not asked:
        return []
    since = min(first_due(held.state) for held, _ in asked)
    heard = await heard_since(connection, since)
    made: list[Recording] = []
    for held, request in asked:
        try:
            decided: Decided = decide_at(held, request, calendar, heard)
            if decided.events:
                made.append(prepare(decided, wake=request.actor.ref != "system:clock"))
        except Exception:  # noqa: BLE001  # a refusal, or a fault of its own: it says so alone
            left.append(held.stream)
    return made
