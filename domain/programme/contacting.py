"""What may be published as the contact schedule: a group and leader for every project, and nobody
with a conflict (rulebook §4.6, no. 5)."""

from collections.abc import Sequence
from datetime import date

from domain.base import refuse_unless
from domain.duty_events import DutyEvent
from domain.fulfilment import Fulfil, published
from domain.given import Given, must_be_office
from domain.matching.schedule import check_row
from domain.programme.contact import (
    ChangeContactSchedule,
    ContactCommand,
    ContactEvent,
    ContactScheduleChanged,
    ContactSchedulePublished,
    PublishContactSchedule,
)
from domain.programme.state import Programme
from domain.refusals import AlreadyThere, Contradicted
from domain.regimes.artefacts import Artefact
from domain.regimes.groups import DEFAULT


def contact(
    state: Programme, c: ContactCommand, given: Given
) -> Sequence[ContactEvent | DutyEvent]:
    """The events of either command. Raises NotYours, Contradicted, Malformed, AlreadyThere."""
    must_be_office(state.id, given)
    match c:
        case PublishContactSchedule():
            return publish(state, c, given)
        case ChangeContactSchedule():
            return change(state, c, given)


def publish(
    state: Programme, c: PublishContactSchedule, given: Given
) -> Sequence[ContactEvent | DutyEvent]:
    """The schedule, once, and what it fulfils. Raises AlreadyThere for another one: lines are
    changed one by one."""
    known = state.schedule
    if known is not None:
        if (known.number, known.published_on, known.rows) == (c.number, c.published_on, c.rows):
            return []
        raise AlreadyThere(f"监督联系安排表 {known.number}")
    _open(state)
    _day(state, c.published_on, given)
    refuse_unless(
        sorted(x.project for x in c.rows) == sorted(state.here),
        "监督联系安排表应包括清单中的每个项目，且每个项目一行。",
        "the schedule names every project of the list exactly once.",
    )
    for row in c.rows:
        check_row(row, given.regime.matching or DEFAULT)
    told = {x: getattr(c, x) for x in PublishContactSchedule.model_fields}
    said = Fulfil(
        artefact=Artefact.CONTACT_SCHEDULE,
        reference=c.number,
        title=f"{state.title}监督联系安排表",
        on=c.published_on,
    )
    published_now = ContactSchedulePublished(**told, by=given.actor.ref)
    return [published_now, *published(state.duties, said, given)]


def change(state: Programme, c: ChangeContactSchedule, given: Given) -> Sequence[ContactEvent]:
    """One line. Raises Contradicted before anything is published."""
    known = state.schedule
    if known is None:
        raise Contradicted(
            "监督联系安排表还没有公布，请先公布再调整。", "the schedule is not published yet."
        )
    before = next((x for x in known.rows if x.project == c.row.project), None)
    refuse_unless(
        c.row.project in state.projects,
        f"清单中没有项目 {c.row.project}，请核对项目编号。",
        f"{c.row.project} is not in the list.",
    )
    if before == c.row:
        return []
    _open(state)
    _day(state, c.on, given)
    check_row(c.row, given.regime.matching or DEFAULT)
    told = {x: getattr(c, x) for x in ChangeContactSchedule.model_fields}
    return [ContactScheduleChanged(**told, by=given.actor.ref)]


def _open(state: Programme) -> None:
    if state.closed:
        raise Contradicted(
            "本年度已办结，不能再安排联系监督。",
            "the year is closed; nothing is arranged any more.",
        )


def _day(state: Programme, day: date, given: Given) -> None:
    refuse_unless(
        state.anchors.vote <= day <= given.today,
        f"日期 {day} 应在项目确定日 {state.anchors.vote} 与今天 {given.today} 之间。",
        f"{day} lies before the vote or in the future.",
    )
