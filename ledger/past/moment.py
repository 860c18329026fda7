"""Which moment is asked for: what had happened by then, of what was recorded by then."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.calendar import day_of, start_of
from domain.refusals import Contradicted, Malformed

INSTANT = timedelta(microseconds=1)
Asked = date | datetime
YEARS = range(1990, 2101)
"""Of our time, as `domain.base.Day`: at the ends of the calendar no time zone can be told."""


class NotYet(Malformed):
    """Nobody has been there."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"{day.isoformat()} 还没有到；回放只能看到今天为止，请选今天或以前的日子。",
            f"{day.isoformat()} has not come yet; choose today or a day before.",
        )


class PastIsRead(Contradicted):
    """What is past can be looked at and not be changed."""

    def __init__(self) -> None:
        super().__init__(
            "你在看过去的样子，那时的事不能再改，什么也没有登记。请回到今天再办。",
            "you are looking at the past, where nothing can be written; go back to today first.",
        )


class Moment(NamedTuple):
    """The first instants that no longer count; None: everything up to now."""

    as_of: datetime | None
    known_at: datetime | None

    @property
    def now(self) -> datetime | None:
        """What the clock shows there: the last instant that counts. Without `as_of` it is the
        instant up to which things are known: what a reader of that time saw."""
        end = self.as_of or self.known_at
        return end - INSTANT if end else None

    @property
    def is_today(self) -> bool:
        """Whether nothing is left out."""
        return self.as_of is None and self.known_at is None


def moment_of(as_of: Asked | None, known_at: Asked | None, now: datetime) -> Moment:
    """The moment that two days or instants name; a day stands for its end, today for now.

    Raises NotYet for what lies ahead.
    """
    return Moment(_end(as_of, now), _end(known_at, now))


def _end(asked: Asked | None, now: datetime) -> datetime | None:
    if asked is None:
        return None
    if isinstance(asked, datetime):
        if asked > now + timedelta(minutes=1):
            raise NotYet(day_of(asked))
        return asked + INSTANT
    today = day_of(now)
    if asked > today:
        raise NotYet(asked)
    return None if asked == today else start_of(asked + timedelta(days=1))


def asked_from(text: str, name: str) -> Asked:
    """A day (`2025-06-30`) or an instant with its time zone. Raises Malformed."""
    try:
        if len(text) == 10 and date.fromisoformat(text).year in YEARS:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that was not encoded
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise Malformed(
            f"{name} 应写成 2025-06-30，或带时区的时刻 2025-06-30T12:00:00+08:00。",
            f"{name} is a day, or an instant with its time zone.",
        )
    return found
