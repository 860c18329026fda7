"""What people fill in for a session: the agenda as lines of text, its passing, a paper to issue."""

from collections.abc import Iterable

from starlette.datastructures import FormData

from api.session_papers import SessionIssuing
from domain.regimes.model import Regime
from domain.session.messages import AgendaItem, DraftAgenda, FixAgenda

BAR = "——"
"""Between an item and who speaks to it."""


def agenda_text(items: Iterable[AgendaItem]) -> str:
    """One item a line, with who speaks to it."""
    return "\n".join(f"{x.zh}{BAR}{x.by}" if x.by else x.zh for x in items)


def agenda_of(form: FormData, regime: Regime) -> DraftAgenda:
    """The agenda that was written down; a line in the measure's own words is the measure's point.
    Raises ValidationError for an empty one."""
    points = regime.session.items if regime.session else ()
    known = {_bare(x.zh): x.name for x in points}
    items = []
    for line in str(form.get("items", "")).splitlines():
        zh, _, by = line.partition(BAR)
        if zh.strip():
            item = {"zh": zh.strip(), "by": by.strip() or None, "point": known.get(_bare(zh))}
            items.append(item)
    return DraftAgenda.model_validate({"items": items})


def fixing_of(form: FormData) -> FixAgenda:
    """When and by which document the agenda was passed. Raises ValidationError for no day."""
    document = str(form.get("document", "")).strip() or None
    return FixAgenda.model_validate({"on": str(form.get("on", "")), "document": document})


def issuing_of(form: FormData) -> SessionIssuing:
    """Which paper is issued. Raises ValidationError for one that there is not."""
    said = {x: str(form.get(x, "")).strip() for x in SessionIssuing.model_fields}
    return SessionIssuing.model_validate({k: v for k, v in said.items() if v})


def _bare(zh: str) -> str:
    return "".join(zh.split())
