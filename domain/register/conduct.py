"""退出: conduct that does not become a deputy, reminded of, not corrected, then decided by people.

The system never decides; it refuses an order to resign before the reminder and the finding that
it was in vain are on record (S002). What follows is the congress's own: nobody loses a seat here.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Day, Event, ShortText, Text, Value, refuse_unless
from domain.given import Given
from domain.refusals import Contradicted, Unknown
from domain.regimes.sections_register import Body
from domain.ruling import Ruling, must_decide

_No = Annotated[int, Field(ge=1, le=1000)]


class RemindDeputy(Command):
    """提醒: what was done, and what is expected."""

    conduct: Text
    on: Day
    document: ShortText


class JudgeCorrection(Command):
    """Whether it was corrected after the reminder."""

    reminder: _No
    corrected: bool
    on: Day
    because: Text


class OrderResignation(Command):
    """责令辞去代表职务, as a body decided."""

    reminder: _No
    because: Text
    ruling: Ruling


class DeputyReminded(Event):
    """On record."""

    no: int
    conduct: str
    on: Day
    document: str
    by: str


class CorrectionJudged(Event):
    """Corrected, or not."""

    reminder: int
    corrected: bool
    on: Day
    because: str
    by: str


class ResignationOrdered(Event):
    """People decided; the seat itself is the congress's matter."""

    reminder: int
    because: str
    ruling: Ruling
    by: str


class Reminder(Value):
    """A reminder and what came of it."""

    no: int
    on: Day
    document: str | None = None
    corrected: bool | None = None
    judged_on: date | None = None
    ordered: Ruling | None = None


ConductCommand = RemindDeputy | JudgeCorrection | OrderResignation
ConductEvent = DeputyReminded | CorrectionJudged | ResignationOrdered


def decide_conduct(
    known: tuple[Reminder, ...], c: ConductCommand, exit_: Body | None, given: Given
) -> list[ConductEvent]:
    """The events; a reminder by the same document is one. Raises Unknown, Contradicted (out of
    order), NotTheirsToDecide, Malformed."""
    match c:
        case RemindDeputy():
            if any((x.on, x.document) == (c.on, c.document) for x in known):
                return []
            _happened(c.on, given)
            told = {x: getattr(c, x) for x in RemindDeputy.model_fields}
            return [DeputyReminded(no=len(known) + 1, by=given.actor.ref, **told)]
        case JudgeCorrection():
            return judge(_found(known, c.reminder), c, given)
        case OrderResignation():
            return order(_found(known, c.reminder), c, exit_, given)


def judge(one: Reminder, c: JudgeCorrection, given: Given) -> list[ConductEvent]:
    """Whether it helped; after an order nobody judges anew."""
    if (one.corrected, one.judged_on) == (c.corrected, c.on):
        return []
    if one.ordered is not None:
        raise Contradicted("已有责令辞职的决定，不再改判。", "the order to resign is on record.")
    _happened(c.on, given)
    refuse_unless(
        c.on >= one.on,
        f"认定日期 {c.on} 早于提醒日期 {one.on}，请核对。",
        f"{c.on} lies before the reminder of {one.on}.",
    )
    told = {x: getattr(c, x) for x in JudgeCorrection.model_fields}
    return [CorrectionJudged(by=given.actor.ref, **told)]


def order(
    one: Reminder, c: OrderResignation, exit_: Body | None, given: Given
) -> list[ConductEvent]:
    """The decision of people, after a reminder in vain."""
    if one.ordered == c.ruling:
        return []
    if one.corrected is not False or one.judged_on is None:
        raise Contradicted(
            "须先提醒，并认定经提醒仍不改正，才能登记责令辞职的决定；请先登记认定。",
            "an order to resign needs a reminder that was found to be in vain.",
        )
    must_decide(c.ruling, exit_.bench if exit_ else None, "责令辞去代表职务", given.today)
    refuse_unless(
        c.ruling.on >= one.judged_on,
        f"决定日期 {c.ruling.on} 早于认定日期 {one.judged_on}，请核对。",
        f"the decision lies before the finding of {one.judged_on}.",
    )
    made = ResignationOrdered(
        reminder=c.reminder, because=c.because, ruling=c.ruling, by=given.actor.ref
    )
    return [made]


def evolve_reminders(known: tuple[Reminder, ...], event: ConductEvent) -> tuple[Reminder, ...]:
    """The reminders after the event. Cannot fail."""
    match event:
        case DeputyReminded(no=no, on=on):
            return (*known, Reminder(no=no, on=on, document=event.document))
        case CorrectionJudged(reminder=no):
            change: dict[str, object] = {"corrected": event.corrected, "judged_on": event.on}
        case ResignationOrdered(reminder=no):
            change = {"ordered": event.ruling}
    return tuple(x.model_copy(update=change) if x.no == no else x for x in known)


def _found(known: tuple[Reminder, ...], no: int) -> Reminder:
    found = next((x for x in known if x.no == no), None)
    if found is None:
        raise Unknown("提醒", "reminder", str(no))
    return found


def _happened(day: date, given: Given) -> None:
    refuse_unless(
        day <= given.today,
        f"日期 {day} 还没有到（今天是 {given.today}）。",
        f"{day} is still to come (today is {given.today}).",
    )
