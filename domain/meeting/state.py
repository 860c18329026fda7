"""A meeting's state: how it follows from its events. Cannot fail."""

from datetime import date
from enum import StrEnum

from domain.base import Value
from domain.meeting.attendance import Attendance, AttendanceTaken
from domain.meeting.kinds import MeetingKind, Tier
from domain.meeting.messages import (
    ConveneMeeting,
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingEvent,
    MeetingMoved,
    MeetingOpened,
    Served,
)


class Life(StrEnum):
    """How far a meeting is."""

    CONVENED = "convened"
    OPENED = "opened"
    CLOSED = "closed"
    CANCELLED = "cancelled"


LIFE_ZH: dict[Life, str] = {
    Life.CONVENED: "已召集",
    Life.OPENED: "已开幕",
    Life.CLOSED: "已闭会",
    Life.CANCELLED: "已取消",
}


class Meeting(Value):
    """One meeting as the record knows it."""

    convened: ConveneMeeting
    """As it was convened first."""
    opens: date
    closes: date | None
    document: str
    life: Life = Life.CONVENED
    moved: int = 0
    opened_on: date | None = None
    roll: int | None = None
    present: int | None = None
    closed_on: date | None = None
    attendance: Attendance | None = None

    @property
    def id(self) -> str:
        """The meeting's own number."""
        return self.convened.id

    @property
    def title(self) -> str:
        """What people call it."""
        return self.convened.title

    @property
    def kind(self) -> MeetingKind:
        """The kind of meeting."""
        return self.convened.kind

    @property
    def tier(self) -> Tier:
        """The tier whose meeting it is."""
        return self.convened.tier

    @property
    def region(self) -> str:
        """Whose meeting it is."""
        return self.convened.region

    @property
    def serves(self) -> tuple[Served, ...]:
        """The years whose duties hang on it."""
        return self.convened.serves

    @property
    def day(self) -> date:
        """The day duties hang on: when it was opened, until then when it is to be."""
        return self.opened_on or self.opens

    @property
    def closed(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.life in (Life.CLOSED, Life.CANCELLED)


def evolve(state: Meeting | None, event: MeetingEvent) -> Meeting:
    """The state after the event."""
    if isinstance(event, MeetingConvened):
        fields = {x: getattr(event, x) for x in ConveneMeeting.model_fields}
        return Meeting(
            convened=ConveneMeeting.model_construct(**fields),
            opens=event.opens,
            closes=event.closes,
            document=event.document,
        )
    assert state is not None, "a meeting's first event is its convening"
    return state.model_copy(update=_changes(state, event))


def _changes(state: Meeting, event: MeetingEvent) -> dict[str, object]:
    match event:
        case MeetingMoved():
            return {
                "opens": event.opens,
                "closes": event.closes,
                "document": event.document,
                "moved": state.moved + 1,
            }
        case MeetingOpened():
            attended = {"roll": event.roll, "present": event.present}
            return {"life": Life.OPENED, "opened_on": event.on, **attended}
        case MeetingClosed():
            return {"life": Life.CLOSED, "closed_on": event.on}
        case MeetingCancelled():
            return {"life": Life.CANCELLED}
        case AttendanceTaken():
            return {"attendance": event.attendance}
        case MeetingConvened():
            return {}
