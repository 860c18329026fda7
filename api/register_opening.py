"""Opening a year's books for the deputies of a congress: one each, kept by his group."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.callers import Caller
from api.problems import not_found
from api.tools import Tools
from domain.base import ShortText, Value
from domain.calendar import day_of
from domain.names import ORGANISATION, REGISTER, stream_id
from domain.organisation.chart import Chart, Ref
from domain.organisation.state import Organisation
from domain.refusals import Unknown
from domain.regimes import named
from domain.register.messages import BookYear, OpenBook, TermNo, book_id


class Opening(Value):
    """建册: for all deputies of a congress, or for those named."""

    congress: Ref
    year: BookYear
    term: TermNo
    regime: ShortText
    deputies: Annotated[tuple[Ref, ...], Field(max_length=2000)] | None = None


async def commands(sent: Opening, caller: Caller, tools: Tools) -> list[tuple[str, str, OpenBook]]:
    """Deputy, stream and command of each book. Raises Problem 404, Unknown."""
    try:
        standing = await tools.ledger.standing(stream_id(ORGANISATION, sent.congress))
    except Unknown as error:
        raise not_found() from error
    found: object = standing.state
    if not isinstance(found, Organisation) or not caller.actor.reaches(found.region):
        raise not_found()
    first, last = date(sent.year, 1, 1), date(sent.year, 12, 31)
    chart = found.at(max(first, min(day_of(standing.now), last)))
    regime = named(sent.regime).ref
    wanted = [x for x, y in chart.deputies.items() if y.facts.office == "deputy"]
    made = []
    for ref in wanted if sent.deputies is None else sent.deputies:
        if ref not in chart.deputies:
            raise Unknown("在任代表", "deputy in office", ref)
        command = OpenBook(
            congress=sent.congress,
            deputy=ref,
            year=sent.year,
            region=found.region,
            regime=regime,
            term=sent.term,
            group=_group(chart, ref),
        )
        made.append((ref, stream_id(REGISTER, book_id(sent.congress, ref, sent.year)), command))
    return made


def _group(chart: Chart, ref: str) -> str | None:
    """The deputy group he sits in."""
    groups = [x.organ for x in chart.seats if x.ref == ref and x.organ in chart.groups]
    kept = [x for x in groups if chart.groups[x].kind == "deputy"]
    return kept[0] if kept else None
