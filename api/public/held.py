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
    """What waits: rounds by their names, facts by their ids, duties by theirs."""

    rounds: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()

    def waits(self, x: Entry) -> bool:
        """Whether the fact is of that kind."""
        return str(x.id) in self.facts or str(x.event.get("duty", "")) in self.duties


async def held_back(ledger: Ledger, around: Programme, entries: Sequence[Entry] = ()) -> Held:
    """What waits of a list, and of the project with these facts."""
    boxes = await unpublished(ledger, [x.ballot for x in around.results if x.ballot])
    if not boxes:
        return Held()
    rounds = frozenset(x.round for x in around.results if x.ballot in boxes)
    own = await history(ledger, stream_id(PROGRAMME, around.id))
    every = (*own, *entries)
    counts = [x for x in every if x.type in _COUNTS and x.event["round"] in rounds]
    commands = {(x.stream, x.client, x.command_id) for x in counts}
    found = [x for x in every if (x.stream, x.client, x.command_id) in commands]
    duties = {str(x.event["duty"]) for x in found if x.type == "DutyScheduled"}
    return Held(rounds, frozenset(str(x.id) for x in found), frozenset(duties))
