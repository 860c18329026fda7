"""A stream's course with holes in it: what had happened by then need not be its first events.

What was recorded late happened early, so that of the events before a day some in the middle may be
missing. An event whose ground had not happened yet (a reminder of a duty that came later) says
nothing at that time; it is left out, and counted.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from domain.base import Event
from domain.duty_events import DutyScheduled
from domain.streams import State, evolve
from ledger.deciding import fold
from ledger.projections.change import Change, Recorded
from ledger.reading import read_event

_UNFIT = (LookupError, AttributeError, TypeError, ValueError, StopIteration, AssertionError)
"""What `evolve`, which never fails on a whole history, does when its ground is missing."""


class Course(NamedTuple):
    """What a stream went through, command by command."""

    changes: list[Change]
    left_out: int
    """Events whose ground had not happened yet."""


def course_of(stream: str, rows: Sequence[Any]) -> Course:
    """The changes that these rows of a stream amount to, in their order; a stream whose first
    event is not among them is not there yet."""
    if not rows or rows[0].version != 1:
        return Course([], len(rows))
    whole = rows[-1].version == len(rows)
    changes: list[Change] = []
    state: State | None = None
    for _, group in groupby(rows, key=lambda x: (x.client, x.command_id)):
        change = _change(stream, state, list(group), whole=whole)
        if change is not None:
            changes.append(change)
            state = change.after
    return Course(changes, len(rows) - sum(len(x.events) for x in changes))


def _change(stream: str, before: State | None, rows: list[Any], *, whole: bool) -> Change | None:
    events = [read_event(stream, x.type, x.schema, x.body) for x in rows]
    if whole:
        after, kept = fold(stream, before, events), list(zip(rows, events, strict=True))
    else:
        after, kept = before, []
        for row, event in zip(rows, events, strict=True):
            grown = founded(stream, after, event)
            if grown is not None:
                after = grown
                kept.append((row, event))
    if after is None or not kept:
        return None
    recorded = [Recorded(str(x.id), x.version, event, x.recorded_at) for x, event in kept]
    last = kept[-1][0]
    return Change(stream, last.version, before, after, recorded, last.hash)


def founded(stream: str, state: State | None, event: Event) -> State | None:
    """The state after an event, or None where what it builds on has not happened yet."""
    duty = getattr(event, "duty", None)
    needs = isinstance(duty, str) and not isinstance(event, DutyScheduled)
    if needs and (state is None or duty not in getattr(state, "duties", {})):
        return None
    try:
        return evolve(stream, state, event)
    except _UNFIT:
        return None
