"""What may be done with a meeting: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from domain.base import refuse_unless
from domain.given import Given, must_reach
from domain.meeting.attendance import TakeAttendance
from domain.meeting.convening import check_convening
from domain.meeting.kinds import RULES
from domain.meeting.messages import (
    CancelMeeting,
    CloseMeeting,
    ConveneMeeting,
    MeetingCancelled,
    MeetingClosed,
    MeetingCommand,
    MeetingConvened,
    MeetingEvent,
    MeetingMoved,
    MeetingOpened,
    MoveMeeting,
    OpenMeeting,
)
from domain.meeting.signing_in import take_attendance
from domain.meeting.state import LIFE_ZH, Life, Meeting
from domain.refusals import AlreadyThere, Contradicted, NotYours, Unknown

Events = Sequence[MeetingEvent]
_FURTHEST = timedelta(days=731)
"""Nobody convenes or records a meeting more than two years from today: a mistyped year."""


def decide(state: Meeting | None, command: MeetingCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, ConveneMeeting):
        _may_record(command.region, command.id, given)
        return convene(state, command, given)
    if state is None:
        raise Unknown("会议", "meeting", "")
    _may_record(state.region, state.id, given)
    match command:
        case MoveMeeting():
            return move(state, command, given)
        case OpenMeeting():
            return open_(state, command, given)
        case CloseMeeting():
            return close(state, command, given)
        case CancelMeeting():
            return cancel(state, command)
        case TakeAttendance():
            return take_attendance(state, command, given)
    assert_never(command)


def convene(state: Meeting | None, c: ConveneMeeting, given: Given) -> Events:
    """召集. Raises AlreadyThere, Malformed, Contradicted (a kind this tier does not have)."""
    if state is not None:
        if state.convened == c:
            return []
        raise AlreadyThere(c.title)
    basis = check_convening(c)
    _possible(c.opens, c.closes, [x.vote for x in c.serves], given)
    return [MeetingConvened(**{x: getattr(c, x) for x in type(c).model_fields}, basis=basis)]


def move(state: Meeting, c: MoveMeeting, given: Given) -> Events:
    """改期. Raises Contradicted once it is opened or cancelled, Malformed for a day that cannot
    be."""
    if (c.opens, c.closes) == (state.opens, state.closes):
        return []
    _still_to_come(state, "改期")
    _possible(c.opens, c.closes, [x.vote for x in state.serves], given)
    return [MeetingMoved(**{x: getattr(c, x) for x in type(c).model_fields})]


def open_(state: Meeting, c: OpenMeeting, given: Given) -> Events:
    """开幕, with the roll. Raises Contradicted without the quorum, Malformed for a day to come."""
    if (state.opened_on, state.roll, state.present) == (c.on, c.roll, c.present):
        return []
    _still_to_come(state, "再次登记开幕")
    _happened(c.on, "开幕", given)
    _after_votes(c.on, [x.vote for x in state.serves])
    refuse_unless(
        c.present <= c.roll,
        f"出席 {c.present} 人超过应到 {c.roll} 人，请核对。",
        f"{c.present} cannot be present of {c.roll}.",
    )
    quorum = RULES[state.kind].quorum
    needed = quorum.needed(c.roll)
    if c.present < needed:
        than = "超过" if quorum.more else "不少于"
        raise Contradicted(
            f"出席 {c.present} 人，应到 {c.roll} 人；须{than}{quorum.zh}（至少 {needed} 人）出席"
            f"才能举行（{quorum.basis}）。请改期，待人数足够时再登记开幕。",
            f"{c.present} of {c.roll} are present; {needed} are needed ({quorum.basis}).",
        )
    return [MeetingOpened(on=c.on, roll=c.roll, present=c.present, needed=needed)]


def close(state: Meeting, c: CloseMeeting, given: Given) -> Events:
    """闭幕. Raises Contradicted before it was opened, Malformed before its opening's day."""
    if state.closed_on == c.on:
        return []
    if state.life is not Life.OPENED or state.opened_on is None:
        raise Contradicted(
            f"会议“{state.title}”{LIFE_ZH[state.life]}，不能登记闭幕；请先登记开幕和出席人数。",
            f"the meeting is {state.life}; record its opening first.",
        )
    _happened(c.on, "闭幕", given)
    refuse_unless(
        c.on >= state.opened_on,
        f"闭幕日 {c.on} 早于开幕日 {state.opened_on}，请核对。",
        f"it cannot be closed ({c.on}) before it was opened ({state.opened_on}).",
    )
    return [MeetingClosed(on=c.on)]


def cancel(state: Meeting, c: CancelMeeting) -> Events:
    """取消. Raises Contradicted once it was opened."""
    if state.life is Life.CANCELLED:
        return []
    _still_to_come(state, "取消")
    return [MeetingCancelled(reason=c.reason, document=c.document)]


def _may_record(region: str, name: str, given: Given) -> None:
    must_reach(region, name, given)
    if given.actor.role is not None:
        raise NotYours(name)


def _still_to_come(state: Meeting, what: str) -> None:
    if state.life is not Life.CONVENED:
        raise Contradicted(
            f"会议“{state.title}”{LIFE_ZH[state.life]}，不能{what}。",
            f"the meeting is {state.life} and stays as it is.",
        )


def _possible(opens: date, closes: date | None, votes: Sequence[date], given: Given) -> None:
    refuse_unless(
        closes is None or closes >= opens,
        f"闭会日 {closes} 早于开会日 {opens}，请核对。",
        f"it cannot close ({closes}) before it opens ({opens}).",
    )
    refuse_unless(
        abs(opens - given.today) <= _FURTHEST,
        f"开会日 {opens} 与今天相差两年以上，请核对年份。",
        f"{opens} is more than two years from today; check the year.",
    )
    _after_votes(opens, votes)


def _after_votes(day: date, votes: Sequence[date]) -> None:
    latest = max(votes, default=None)
    refuse_unless(
        latest is None or day > latest,
        f"会议日期 {day} 不晚于所服务清单的票决日 {latest}，请核对日期或清单。",
        f"the meeting ({day}) must come after the vote ({latest}) it serves.",
    )


def _happened(day: date, what: str, given: Given) -> None:
    refuse_unless(
        day <= given.today,
        f"{what}日 {day} 还没有到（今天是 {given.today}），请在当天或之后登记。",
        f"{day} is still to come (today is {given.today}).",
    )
