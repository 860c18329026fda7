"""What a meeting means for a stream whose duties hang on it: its anchor moves, it was held."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.anchors import AnchorDay, Anchors, must_follow_start
from domain.base import Command, Event, ShortText, Text
from domain.duty import Duty
from domain.duty_commands import Rebase
from domain.duty_events import DutyScheduled
from domain.given import Given
from domain.refusals import Contradicted, Malformed
from domain.regimes.model import Scope
from domain.regimes.when import After, Anchor, Trigger, When
from domain.scheduling import Owners, schedule_after


class AnchorSet(Event):
    """A meeting that duties hang on was convened, moved or cancelled (`day` is None)."""

    anchored: AnchorDay
    because: Text
    reference: str


class RecordMeeting(Command):
    """A meeting that serves this congress's year was closed."""

    meeting: ShortText
    anchor: Anchor | None
    closed_on: date


class MeetingHeld(Event):
    """A meeting that serves this year was closed; duties may be counted from that day."""

    meeting: str
    anchor: Anchor | None
    closed_on: date


def convene(anchors: Anchors, c: Rebase) -> Anchors:
    """The anchors after the change. Raises Malformed for a day that is not after the vote, and
    Contradicted where another meeting holds the anchor."""
    if c.anchored is not None:
        return _said(anchors, c.anchored)
    if c.next_session is None:
        return anchors
    must_follow_start(c.next_session, anchors)
    _not_held(anchors, Anchor.NEXT_SESSION, by=None)
    return anchors.next_at(c.next_session)


def _said(anchors: Anchors, said: AnchorDay) -> Anchors:
    if said.anchor is Anchor.VOTE:
        raise Malformed(
            "票决日是已经发生的事实，不能由会议改期。", "a vote that was held is not moved."
        )
    if said.day is None:
        return anchors.at(said) if anchors.meetings.get(said.anchor) == said.meeting else anchors
    must_follow_start(said.day, anchors)
    _not_held(anchors, said.anchor, by=said.meeting)
    return anchors.at(said)


def _not_held(anchors: Anchors, anchor: Anchor, *, by: str | None) -> None:
    holder = anchors.meetings.get(anchor)
    if holder is not None and holder != by:
        raise Contradicted(
            f"该日期已由会议“{holder}”确定，请将该会议改期或取消，不要另行设定。",
            f"the meeting “{holder}” sets this day; move or cancel that meeting.",
        )


def called_by_closing(
    duties: Mapping[str, Duty], scope: Scope, owners: Owners, c: RecordMeeting, given: Given
) -> Sequence[DutyScheduled]:
    """The duties that the closing brings, named by its day; none that stand already."""
    found = schedule_after(
        given.regime,
        scope,
        Trigger.SESSION_CLOSED,
        c.closed_on,
        owners,
        given.calendar,
        instance=c.closed_on.isoformat(),
    )
    lines = {x.line: given.regime.line(x.line).when for x in found}
    return [x for x in found if x.duty not in duties and _is_for(lines[x.line], c.anchor)]


def _is_for(when: When, anchor: Anchor | None) -> bool:
    return isinstance(when, After) and when.anchor in (None, anchor)
