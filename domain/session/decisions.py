"""Drafting and fixing the agenda of the session at which projects are chosen.

It has every point of the measure, in an order in which one hears before one votes; it is fixed once
the two reports, the explanation and the voting method lie before the session.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from domain.base import refuse_unless
from domain.duty_evolve import Duties
from domain.given import Given, must_be_office
from domain.refusals import Contradicted
from domain.regimes.model import Regime
from domain.regimes.sections_session import AgendaPoint, Point, SessionAgenda, out_of_order
from domain.session.messages import (
    AgendaDrafted,
    AgendaFixed,
    AgendaItem,
    DraftAgenda,
    FixAgenda,
    Laid,
    SessionCommand,
    SessionEvent,
)
from domain.session.state import Agenda


@dataclass(frozen=True)
class Before:
    """What a collection says that its agenda turns on."""

    collection: str
    agenda: Agenda | None
    duties: Duties
    closed: bool


def decide_session(state: Before, command: SessionCommand, given: Given) -> Sequence[SessionEvent]:
    """The events of such a command; the same thing twice gives none. Raises NotYours,
    Contradicted, Malformed."""
    must_be_office(state.collection, given)
    match command:
        case DraftAgenda():
            return draft(state, command, given)
        case FixAgenda():
            return fix(state, command, given)
    assert_never(command)


def draft(state: Before, c: DraftAgenda, given: Given) -> Sequence[SessionEvent]:
    """拟订议程. Raises Contradicted for one that is fixed, lacks a point or has them in a wrong
    order, Malformed for a point that stands on it twice."""
    if state.agenda is not None and state.agenda.items == c.items:
        return []
    _open(state)
    _check_items(c.items, given.regime)
    return [AgendaDrafted(items=c.items, by=given.actor.ref)]


def fix(state: Before, c: FixAgenda, given: Given) -> Sequence[SessionEvent]:
    """通过议程. Raises Contradicted before it was drafted or while a document of it is not filed,
    Malformed for a day to come."""
    found = state.agenda
    if found is None:
        raise Contradicted("会议议程还没有拟订，请先拟订议程。", "the agenda is not drafted yet.")
    if (found.fixed_on, found.document) == (c.on, c.document):
        return []
    _open(state)
    refuse_unless(
        c.on <= given.today,
        f"议程通过日期 {c.on} 还没有到（今天是 {given.today}），请在当天或之后登记。",
        f"{c.on} is still to come (today is {given.today}).",
    )
    _check_items(found.items, given.regime)
    laid = tuple(_laid(state, found.items, given.regime))
    return [
        AgendaFixed(items=found.items, laid=laid, on=c.on, document=c.document, by=given.actor.ref)
    ]


def proposed(regime: Regime) -> tuple[AgendaItem, ...]:
    """The agenda that the measure itself suggests; nothing where it says nothing of one."""
    points = regime.session.items if regime.session else ()
    return tuple(AgendaItem(zh=x.zh, point=x.name, by=x.by) for x in points)


def missing_papers(state: Before, regime: Regime) -> list[AgendaPoint]:
    """The points whose document nobody has filed yet, in the measure's order."""
    points = regime.session.items if regime.session else ()
    return [x for x in points if x.line is not None and not _filed(state.duties, x.line)]


def _open(state: Before) -> None:
    if state.closed:
        raise Contradicted("会议已经结束，议程不再改动。", "the session is over.")
    if state.agenda is not None and state.agenda.fixed_on is not None:
        raise Contradicted(
            f"议程已于 {state.agenda.fixed_on} 通过，不能再改；如需调整，请由大会主席团另行决定。",
            f"the agenda was fixed on {state.agenda.fixed_on}.",
        )


def _check_items(items: Sequence[AgendaItem], regime: Regime) -> None:
    names = [x.point for x in items if x.point is not None]
    refuse_unless(
        len(set(names)) == len(names), "议程中有一项出现两次，请删去一处。", "a point stands twice."
    )
    section = regime.session
    if section is None:
        return
    lacking = [x.zh for x in section.items if x.required and x.name not in names]
    if lacking:
        form = f"（{section.form}）" if section.form else ""
        raise Contradicted(
            f"议程缺少：{'；'.join(lacking)}。请按本地办法{form}补全后再提交。",
            f"the agenda lacks {len(lacking)} points of the measure.",
        )
    if wrong := out_of_order(names):
        first, second = (_zh(x, section) for x in wrong)
        raise Contradicted(
            f"议程顺序不对：“{first}”应当在“{second}”之前，请调整后再提交。",
            f"{wrong[0]} comes before {wrong[1]}.",
        )


def _zh(point: Point, section: SessionAgenda) -> str:
    found = section.point(point)
    return found.zh if found else str(point)


def _laid(state: Before, items: Sequence[AgendaItem], regime: Regime) -> Iterator[Laid]:
    listed = {x.point for x in items}
    points = [x for x in regime.session.items if x.name in listed] if regime.session else []
    missing = [x for x in points if x.line is not None and not _filed(state.duties, x.line)]
    if missing:
        raise Contradicted(
            "还没有备齐文件，不能通过议程：" + "；".join(f"{x.zh}" for x in missing) + "。"
            "请先报送（或印发）相应的报告、说明和办法草案。",
            f"{len(missing)} documents are not filed yet.",
        )
    for x in points:
        if x.line is not None:
            yield from (Laid(point=x.name, duty=y) for y in _of_line(state.duties, x.line))


def _of_line(duties: Duties, line: str) -> list[str]:
    return [x.id for x in duties.values() if x.line == line]


def _filed(duties: Duties, line: str) -> bool:
    """Filed, whoever still has to accept it, or released from it; a line that this collection owes
    nothing under holds nothing back."""
    owed = [x for x in duties.values() if x.line == line]
    return not owed or any(x.submission is not None or x.closed is not None for x in owed)
