"""What is shown of a session: its agenda, the lines about its papers, and each kind of paper."""

from datetime import date

from pydantic import BaseModel

from api.papers import PaperListed
from api.shown import DutyShown
from domain.collection.agenda import before
from domain.collection.state import Collection
from domain.papers.messages import SessionKind, kind_zh
from domain.regimes import named
from domain.regimes.artefacts import Artefact
from domain.session.decisions import missing_papers, proposed
from domain.session.messages import AgendaItem


class PaperKnown(BaseModel):
    """A kind of paper: what it is called here, the duty it fulfils, the last one issued."""

    kind: SessionKind
    zh: str
    duty: str | None
    due: date | None
    number: str | None
    no: int | None


class AgendaShown(BaseModel):
    """The agenda, or what the measure suggests before there is one."""

    drafted: bool
    fixed_on: date | None
    document: str | None
    form: str | None
    items: tuple[AgendaItem, ...]
    missing: tuple[str, ...]
    """Documents without which it cannot be fixed."""


class SessionShown(BaseModel):
    """The session's agenda, duties and papers."""

    session: date
    session_assumed: bool
    agenda: AgendaShown
    duties: tuple[DutyShown, ...]
    papers: tuple[PaperKnown, ...]
    issued: tuple[PaperListed, ...]


def session_lines(state: Collection) -> set[str]:
    """The lines of the measure that are about the session's papers."""
    regime = named(state.regime)
    kinds = {Artefact(x) for x in SessionKind}
    points = regime.session.items if regime.session else ()
    asked = {x.name for x in regime.lines if x.fulfilled_by in kinds}
    return asked | {x.line for x in points if x.line} | SESSION_LINES


SESSION_LINES = {"explanation_draft", "explanation_final", "candidate_list"}
"""Lines about the session whose papers are filed as they are."""


def agenda_shown(state: Collection) -> AgendaShown:
    """The agenda as it stands, or as the measure suggests it."""
    regime, found = named(state.regime), state.agenda
    return AgendaShown(
        drafted=found is not None,
        fixed_on=found.fixed_on if found else None,
        document=found.document if found else None,
        form=regime.session.form if regime.session else None,
        items=found.items if found else proposed(regime),
        missing=tuple(x.zh for x in missing_papers(before(state), regime)),
    )


def papers_known(state: Collection, issued: list[PaperListed]) -> list[PaperKnown]:
    """Every kind of paper with the duty it fulfils and the one that stands. A street, which passes
    none, has no resolution."""
    regime = named(state.regime)
    decision = regime.decision
    street = decision is not None and decision.kind != "ballot"
    lines = {x.fulfilled_by: x.name for x in regime.lines if x.fulfilled_by}
    standing = {x.kind: x for x in reversed(issued) if x.replaced_by is None}
    found = []
    for kind in SessionKind:
        if street and kind is SessionKind.RESOLUTION:
            continue
        line = lines.get(Artefact(kind))
        duty = next((x for x in state.duties.values() if x.line == line), None)
        last = standing.get(kind)
        found.append(
            PaperKnown(
                kind=kind,
                zh=kind_zh(kind, decision),
                duty=duty.id if duty else None,
                due=duty.due if duty else None,
                number=last.number if last else None,
                no=last.no if last else None,
            )
        )
    return found
