"""What the replay draws and compares: the line of events, the map of two times, two knowledges."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from api.pages import dates
from api.pages.aspects import aspects
from api.pages.scale import Scale, months
from api.pages.telling import told as said_of
from domain.calendar import day_of
from domain.duty import Duty
from domain.streams import State
from ledger.audit.knowledge import Step, Told, learnt_later, state_at, steps
from ledger.past.moment import INSTANT, Moment

SHOWN = 60
"""Events on one page; older ones are a link away."""
_LATE = timedelta(days=1)
_CLOCK = ("system:clock", "system:sweeper")
_SIZE = 300


class Line(NamedTuple):
    """One thing about the state, by two knowledges, and the events that made the difference."""

    what: str
    then: str
    now: str
    causes: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """Whether it was known otherwise."""
        return self.then != self.now


def is_late(told: Told) -> bool:
    """迟记: recorded more than a day after it happened, by a person: a mark has its own day."""
    entry = told.entry
    return not entry.actor.startswith("system") and entry.recorded_at - entry.happened_at > _LATE


def compared(stream: str, told: Sequence[Told], moment: Moment, now: datetime) -> list[Line]:
    """The state of a day by the knowledge of another day, beside what is known of it today."""
    at = moment.as_of - INSTANT if moment.as_of else now
    then = aspects(state_at(stream, told, moment), at)
    today = aspects(state_at(stream, told, Moment(moment.as_of, None)), at)
    causes = _causes(stream, told, moment, at)
    lines = [
        Line(x, then.get(x, "还没有"), today.get(x, "还没有"), tuple(causes.get(x, ())))
        for x in dict.fromkeys([*today, *then])
    ]
    return sorted(lines, key=lambda x: not x.differs)


def _causes(
    stream: str, told: Sequence[Told], moment: Moment, at: datetime
) -> dict[str, list[int]]:
    """Which of the events that were learnt later changed which line."""
    later = {x.entry.version for x in learnt_later(told, moment)}
    found: dict[str, list[int]] = {}
    if not later:
        return found
    for step in steps(stream, [x for x in told if x.counts(Moment(moment.as_of, None))]):
        version = step.told.entry.version
        if version in later and step.after is not None:
            for what, _, _ in changed(step.before, step.after, at):
                found.setdefault(what, []).append(version)
    return found


def changed(
    before: State | None, after: State | None, at: datetime
) -> list[tuple[str, str | None, str | None]]:
    """What an event changed: line, before, after."""
    was, now = aspects(before, at), aspects(after, at)
    return [
        (x, was.get(x), now.get(x)) for x in dict.fromkeys([*now, *was]) if was.get(x) != now.get(x)
    ]


def facts(
    course: Sequence[Step], duties: dict[str, Duty], moment: Moment, show: str
) -> tuple[list[dict[str, Any]], int]:
    """The newest events, each with what it changed, and how many older ones there are."""
    found: list[dict[str, Any]] = []
    older = 0
    for step in reversed(course):
        late = is_late(step.told)
        full = len(found) == SHOWN
        if show == "late" and not late:
            continue
        diff = [] if full and show != "changes" else _diff(step)
        if show == "changes" and not diff:
            continue
        if full:
            older += 1
        else:
            found.append(_fact(step, duties, moment, diff, late=late))
    return found, older


def _diff(step: Step) -> list[tuple[str, str | None, str | None]]:
    """What an event changed; nothing where its sentence says all of it."""
    entry = step.told.entry
    if step.before is None or step.after is None or entry.type == "DutyScheduled":
        return []
    return changed(step.before, step.after, entry.recorded_at)


def _fact(
    step: Step, duties: dict[str, Duty], moment: Moment, diff: Sequence[Any], *, late: bool
) -> dict[str, Any]:
    entry = step.told.entry
    return {
        **said_of(entry, duties),
        "entry": entry,
        "late": late,
        "same": abs((entry.recorded_at - entry.happened_at).total_seconds()) < 60,
        "after": not step.told.counts(moment),
        "diff": diff,
    }


def track(told: Sequence[Told], first: date, last: date, moment: Moment) -> dict[str, Any]:
    """The life as a line: what units did above it, what offices and the clock did below."""
    scale = Scale(first, last)
    ticks: dict[tuple[float, str], None] = {}
    for x in told:
        ticks[round(scale.x(day_of(x.entry.happened_at)), 1), _tone(x)] = None
    return {
        "months": [x for n, x in enumerate(months(scale)) if _thin(n, scale)],
        "ticks": [(x, tone, "u" in tone) for x, tone in ticks],
        "as_of": scale.x(day_of(moment.as_of - INSTANT)) if moment.as_of else 100.0,
        "stops": sorted({(day_of(x.entry.happened_at) - first).days for x in told}),
    }


def _thin(n: int, scale: Scale) -> bool:
    """Not every month has room for its name."""
    every = max(1, round((scale.last - scale.first).days / 30 / 14))
    return n % every == 0


def _tone(told: Told) -> str:
    if is_late(told):
        return "l"
    if told.entry.type in ("Overdue", "LetterIssued", "Escalated", "DutyReturned"):
        return "r"
    if told.entry.type in ("DutyFiled", "LetterAnswered", "Acknowledged"):
        return "u"
    return "k" if told.entry.actor in _CLOCK else "c"


def two_times(told: Sequence[Told], first: date, last: date, moment: Moment) -> dict[str, Any]:
    """Happened to the right, recorded upwards: on the slope what was recorded at once."""
    scale = Scale(first, last)

    def x(instant: datetime) -> float:
        return round(scale.x(day_of(instant)) * _SIZE / 100, 1)

    points: dict[tuple[float, float, bool], Told] = {}
    for one in told:
        place = (x(one.entry.happened_at), _SIZE - x(one.entry.recorded_at), is_late(one))
        points.setdefault(place, one)
    late = [one for one in told if is_late(one)]
    return {
        "size": _SIZE,
        "points": [(*place, one.entry.version) for place, one in points.items()],
        "as_of": x(moment.as_of - INSTANT) if moment.as_of else float(_SIZE),
        "known_at": _SIZE - x(moment.known_at - INSTANT) if moment.known_at else 0.0,
        "first": first,
        "last": last,
        "late": len(late),
        "worst": max(late, key=_lag, default=None) and _worst(late),
    }


def _lag(told: Told) -> timedelta:
    return told.entry.recorded_at - told.entry.happened_at


def _worst(late: Sequence[Told]) -> str:
    one = max(late, key=_lag)
    return f"#{one.entry.version}迟记{_lag(one).days}天"


def moment_said(moment: Moment) -> tuple[str, str]:
    """The two moments in words: 6月30日, or 今天."""
    as_of, known_at = (
        dates.dated(day_of(x - INSTANT)) if x else "今天" for x in (moment.as_of, moment.known_at)
    )
    return as_of, known_at
