"""What is nobody's before it was announced: a box's count, and whatever followed from it.

A duty that only a bad grade calls for would tell the grade; so all that one command recorded with
the count waits with it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from domain.names import PROGRAMME, stream_id
from domain.programme.state import Programme
from ledger.door import Ledger
from ledger.queries.ballots import unpublished
from ledger.queries.history import Entry, history

_COUNTS = ("ProjectEvaluated", "EvaluationCounted")


class Held(NamedTuple):
    """What waits: facts by their ids, duties by theirs."""

    facts: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()

    def waits(self, x: Entry) -> bool:
        """Whether the fact is of that kind."""
        return str(x.id) in self.facts or str(x.event.get("duty", "")) in self.duties


async def held_back(ledger: Ledger, around: Programme, entries: Sequence[Entry] = ()) -> Held:
    """What waits of a list, and of the project with these facts: also from a list that it was
    carried over from, whose rounds are called alike."""
    facts, duties = set[str](), set[str]()
    for name, own in years_of(around.id, entries):
        one = around if name == around.id else await _list(ledger, name)
        held = await _of(ledger, one, own) if one else Held()
        facts |= held.facts
        duties |= held.duties
    return Held(frozenset(facts), frozenset(duties))


def years_of(now: str, entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The lists that a project stood on, each with what happened while it did."""
    found: list[tuple[str, list[Entry]]] = []
    own: list[Entry] = []
    for x in entries:
        if x.type == "ProjectCarriedOver":
            found.append((str(x.event["before"]), own))
            own = []
        own.append(x)
    return [*found, (now, own)]


async def _list(ledger: Ledger, name: str) -> Programme | None:
    state: object = (await ledger.standing(stream_id(PROGRAMME, name))).state
    return state if isinstance(state, Programme) else None


async def _of(ledger: Ledger, around: Programme, entries: Sequence[Entry]) -> Held:
    boxes = await unpublished(ledger, [x.ballot for x in around.results if x.ballot])
    if not boxes:
        return Held()
    rounds = {x.round for x in around.results if x.ballot in boxes}
    own = await history(ledger, stream_id(PROGRAMME, around.id))
    every = (*own, *entries)
    counts = [x for x in every if x.type in _COUNTS and x.event["round"] in rounds]
    commands = {(x.stream, x.client, x.command_id) for x in counts}
    found = [x for x in every if (x.stream, x.client, x.command_id) in commands]
    duties = {str(x.event["duty"]) for x in found if x.type == "DutyScheduled"}
    return Held(frozenset(str(x.id) for x in found), frozenset(duties))
