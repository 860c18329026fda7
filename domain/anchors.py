"""The days of one congress and year that its duties hang on, and the lines that wait for one.

A line on an anchor that nobody convened is *unanchored*: there is no duty yet, and no date. With
`latest` the day named there counts (rulebook O15): the earlier of both once a meeting is convened.
"""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from domain.base import ShortText, Value, refuse_unless
from domain.calendar import Calendar
from domain.derivation import Due, Step
from domain.regimes.model import Line, Regime, Scope
from domain.regimes.when import Anchor, FromAnchor, Latest, OnAnchor, OnDate
from domain.terms import Term, due, nominal, on_day

ANCHOR_ZH: dict[Anchor, str] = {
    Anchor.VOTE: "票决日",
    Anchor.NEXT_SESSION: "下一次人代会",
    Anchor.MID_SESSION: "年中人代会",
    Anchor.MID_MEETING: "三季度常委会会议",
    Anchor.SESSION: "本次会议",
}
_THE_DAY = Term.parse("0d")


_YEAR = Term.parse("12m")


class AnchorDay(Value):
    """What a meeting says of an anchor: its day, or that nobody meets then any more."""

    anchor: Anchor
    day: date | None
    meeting: ShortText


class Anchors(Value):
    """The days of one congress and year that its duties hang on."""

    vote: date
    next_session: date
    session_assumed: bool
    """Nobody has convened the next session: the day is the vote's, a year on."""
    mid_session: date | None = None
    mid_meeting: date | None = None
    meetings: dict[Anchor, str] = Field(default_factory=dict)
    """Which meeting set an anchor, where one did."""
    year: str | None = None
    """Set in a year that a project was carried over to: names what comes once a year."""
    session: date | None = None
    """C0, in the months before a vote: then `vote` is the day since when wishes are collected and
    `next_session` the same as this, the end of the time. None after the vote."""

    def day(self, anchor: Anchor) -> date | None:
        """The anchor's day; None where nobody has convened it."""
        match anchor:
            case Anchor.VOTE:
                return self.vote
            case Anchor.NEXT_SESSION:
                return self.next_session
            case Anchor.MID_SESSION:
                return self.mid_session
            case Anchor.MID_MEETING:
                return self.mid_meeting
            case Anchor.SESSION:
                return self.session

    def at(self, said: AnchorDay) -> "Anchors":
        """The anchors after what a meeting said. Without a session the next one is assumed to
        come a year after the vote."""
        meetings = {k: x for k, x in self.meetings.items() if k is not said.anchor}
        if said.day is not None:
            meetings[said.anchor] = said.meeting
        changed: dict[str, object] = {"meetings": meetings}
        match said.anchor:
            case Anchor.NEXT_SESSION:
                changed["next_session"] = said.day or nominal(self.vote, _YEAR)
                changed["session_assumed"] = said.day is None
            case Anchor.MID_SESSION:
                changed["mid_session"] = said.day
            case Anchor.MID_MEETING:
                changed["mid_meeting"] = said.day
            case Anchor.SESSION:
                changed["session"] = changed["next_session"] = said.day or self.session
                changed["session_assumed"] = said.day is None
            case Anchor.VOTE:
                raise AssertionError("no meeting sets the day of a vote that was held")
        return self.model_copy(update=changed)

    @classmethod
    def before(cls, session: date, since: date, *, assumed: bool = False) -> "Anchors":
        """The anchors of a collection that began on a day, for the vote at a session."""
        return cls(vote=since, next_session=session, session_assumed=assumed, session=session)

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Whose duties hang on these days: what comes before the vote, or what comes after it."""
        if self.session is None:
            return (Scope.PROJECT, Scope.PROGRAMME)
        return (Scope.COLLECTION,)

    def next_at(self, day: date) -> "Anchors":
        """The anchors with the next session convened for that day."""
        return self.model_copy(update={"next_session": day, "session_assumed": False})


def must_follow_start(session: date, anchors: Anchors) -> None:
    """Raises Malformed unless the session comes after the day from which the time runs."""
    if anchors.session is None:
        return must_follow(session, anchors.vote)
    return refuse_unless(
        session > anchors.vote,
        f"会议日期 {session} 不能早于或等于征集开始日 {anchors.vote}，请核对。",
        f"the session ({session}) cannot come before its collection began ({anchors.vote}).",
    )


def must_follow(session: date, vote: date) -> None:
    """Raises Malformed unless the session comes after its vote."""
    refuse_unless(
        session > vote,
        f"下一次会议日期 {session} 不能早于或等于票决日 {vote}，请核对。",
        f"the next session ({session}) cannot come before the vote ({vote}).",
    )


def coming(on: OnDate | Latest, after: date) -> date:
    """The first such day of the calendar that comes after a day."""
    day = date(after.year, on.month, on.day)
    return day if day > after else date(after.year + 1, on.month, on.day)


def unanchored(regime: Regime, scope: Scope, anchors: Anchors) -> Sequence[Line]:
    """The lines that wait for a meeting nobody has convened, in the file's order (待召集)."""
    return [x for x in regime.of(scope) if not is_anchored(x, anchors)]


def waiting_for(regime: Regime, anchors: Anchors) -> Sequence[tuple[Line, Anchor]]:
    """The lines of these scopes that wait for a meeting, each with the meeting it waits for."""
    found = [x for scope in anchors.scopes for x in unanchored(regime, scope, anchors)]
    return [(x, x.when.anchor) for x in found if isinstance(x.when, FromAnchor | OnAnchor)]


def is_anchored(line: Line, anchors: Anchors) -> bool:
    """Whether the line has a day to be counted from; a line on no meeting always has."""
    if not isinstance(line.when, FromAnchor | OnAnchor):
        return True
    return _convened(line.when, anchors) is not None or _latest(line.when, anchors) is not None


def hangs_on_meeting(line: Line) -> bool:
    """Whether the line's day is set by a meeting that is still to be convened or may be moved."""
    return isinstance(line.when, FromAnchor | OnAnchor) and line.when.anchor is not Anchor.VOTE


def is_assumed(line: Line, anchors: Anchors) -> bool:
    """Whether the line's date hangs on a session whose day is only assumed."""
    return (
        isinstance(line.when, FromAnchor | OnAnchor)
        and line.when.anchor in (Anchor.NEXT_SESSION, Anchor.SESSION)
        and line.when.latest is None
        and anchors.session_assumed
    )


def due_on_anchor(when: FromAnchor | OnAnchor, anchors: Anchors, calendar: Calendar) -> Due | None:
    """The due date of a line on an anchor, the earlier of both if it has a latest day.

    None for an anchor that nobody has convened.
    """
    day, last = _convened(when, anchors), _latest(when, anchors)
    found = [] if day is None else [_counted(when, day, calendar)]
    if last is not None:
        found.append(_at_the_latest(when.anchor, day, last, calendar))
    return min(found, key=lambda x: x.due, default=None)


def _convened(when: FromAnchor | OnAnchor, anchors: Anchors) -> date | None:
    assumed = when.anchor in (Anchor.NEXT_SESSION, Anchor.SESSION) and anchors.session_assumed
    return None if assumed and when.latest else anchors.day(when.anchor)


def _latest(when: FromAnchor | OnAnchor, anchors: Anchors) -> date | None:
    """The latest day, if this year has one: a mid-year day after the next session is none."""
    if when.latest is None:
        return None
    day = coming(when.latest, anchors.vote)
    sessions = (Anchor.NEXT_SESSION, Anchor.SESSION)
    of_this_year = when.anchor in sessions or day < anchors.next_session
    return day if of_this_year else None


def _counted(when: FromAnchor | OnAnchor, day: date, calendar: Calendar) -> Due:
    if isinstance(when, FromAnchor):
        return due(day, when.term, calendar)
    return on_day(
        day,
        "会议日期由会议召集者确定，不因休息日顺延",
        "a meeting's day is set by who convenes it and does not roll",
        calendar,
    )


def _at_the_latest(anchor: Anchor, day: date | None, last: date, calendar: Calendar) -> Due:
    name = ANCHOR_ZH[anchor]
    zh = f"{name}尚未召集，按最迟日期 {last}" if day is None else f"不迟于 {last}（{name} {day}）"
    en = f"nobody has convened {anchor}; at the latest {last}"
    if day is not None:
        en = f"at the latest {last} ({anchor} {day})"
    step = Step(rule="latest", article=None, zh=zh, en=en, start=day or last, end=last)
    counted = due(last, _THE_DAY, calendar)
    return counted.model_copy(update={"steps": (step, *counted.steps)})
