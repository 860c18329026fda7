"""What a rehearsal says: the marks of its duties, as they would be delivered."""

from datetime import date
from typing import NamedTuple

from domain.duty import LEVEL, Rung
from domain.duty_events import (
    Escalated,
    EscalationRecommended,
    LetterIssued,
    Mark,
    Overdue,
    Reminded,
)
from domain.names import PROJECT, kind_name
from domain.parties import label
from domain.streams import State

_RUNG: dict[type[Mark], Rung] = {
    Reminded: Rung.REMINDER,
    Overdue: Rung.OVERDUE,
    LetterIssued: Rung.LETTER,
    Escalated: Rung.ESCALATED,
    EscalationRecommended: Rung.RECOMMENDED,
}


class Message(NamedTuple):
    """One mark of a duty, on its day (rest days too): what would be delivered, to whom, why."""

    date: date
    project: str | None
    """None for a duty of the whole programme."""
    duty: str
    """The regime line's name."""
    period: str | None
    kind: str
    rung: int
    to: str
    because: str


def level_of(mark: Mark) -> int:
    """The mark's rung as a number: 0 a reminder, 4 a recommendation."""
    return LEVEL[_RUNG[type(mark)]]


def message_of(stream: str, state: State, mark: Mark, *, several: bool) -> Message:
    """The message of a mark. With several lists, a programme's message says which it is about."""
    duty = state.duties[mark.duty]
    name, of_project = stream.split(":", 1)[1], kind_name(stream) == PROJECT
    return Message(
        date=mark.on,
        project=name if of_project else None,
        duty=duty.line,
        period=duty.period,
        kind=_RUNG[type(mark)].value,
        rung=level_of(mark),
        to=label(mark.to),
        because=f"{name}：{mark.because}" if several and not of_project else mark.because,
    )


def in_order(message: Message) -> tuple[date, str, str, str, int]:
    """By day, then project (a programme's first), duty, period and rung."""
    return (
        message.date,
        message.project or "",
        message.duty,
        message.period or "",
        message.rung,
    )
