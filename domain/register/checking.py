"""Checks of the books: what the year's list files becomes a note in each book (O30, O31)."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.base import refuse_unless
from domain.duty import Duty
from domain.forms import Filing, RegisterCheck, SpotCheck
from domain.given import Given
from domain.names import REGISTER, stream_id
from domain.register.messages import RecordCheck


class Note(NamedTuple):
    """What a book is told."""

    stream: str
    command: RecordCheck


def possible(duty: Duty, filing: RegisterCheck | SpotCheck, given: Given) -> None:
    """Raises Malformed for a day outside the period, or a book that is listed twice."""
    refuse_unless(
        duty.opens <= filing.checked_on <= given.today,
        f"检查日期 {filing.checked_on} 应在 {duty.opens} 至今天（{given.today}）之间，请核对。",
        f"{filing.checked_on} is not between {duty.opens} and today.",
    )
    named = [x.book for x in filing.books]
    refuse_unless(
        len(set(named)) == len(named), "同一本登记册列了两次，请合并。", "a book is listed twice."
    )


def notes(programme: str, duty: Duty, filing: Filing) -> Sequence[Note]:
    """What each of the books that were looked at is told."""
    match filing:
        case RegisterCheck():
            told: dict[str, object] = {"kind": "quarterly"}
        case SpotCheck(circular=circular):
            told = {"kind": "spot", "circular": circular}
        case _:
            return ()
    told |= {"programme": programme, "party": duty.obligor, "on": filing.checked_on}
    period = duty.period or duty.id
    return [
        Note(
            stream_id(REGISTER, x.book),
            RecordCheck.model_validate(
                {**told, "period": period, "complete": x.complete, "note": x.note}
            ),
        )
        for x in filing.books
    ]
