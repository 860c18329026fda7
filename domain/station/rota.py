"""轮值接待: on which days deputies receive voters, and whose turn it is.

Turns go round in the order of the list, so that over any stretch two deputies' turns differ by one
at most; the next stretch goes on where the last ended.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from domain.base import Day, Value
from domain.organisation.chart import Ref
from domain.regimes.sections_stations import Rota

_LONGEST = 400


class Turn(Value):
    """One day and who receives."""

    on: Day
    deputies: Annotated[tuple[Ref, ...], Field(min_length=1, max_length=20)]


def days_of(rota: Rota, first: date, last: date) -> list[date]:
    """The reception days from one day to another, both included."""
    ahead = (rota.weekday - first.isoweekday()) % 7
    day, found = first + timedelta(days=ahead), list[date]()
    while day <= last and len(found) < _LONGEST:
        if rota.every == "week" or day.day <= 7:
            found.append(day)
        day += timedelta(days=7)
    return found


def turns(
    rota: Rota, deputies: Sequence[str], first: date, last: date, *, start: int = 0
) -> tuple[Turn, ...]:
    """The turns of a stretch; `start` counts the turns already given, round the list."""
    if not deputies:
        return ()
    each = min(rota.deputies, len(deputies))
    made = []
    for n, day in enumerate(days_of(rota, first, last)):
        begin = start + n * each
        who = tuple(deputies[(begin + k) % len(deputies)] for k in range(each))
        made.append(Turn(on=day, deputies=who))
    return tuple(made)
