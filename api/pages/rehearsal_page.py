"""A rehearsal as a page and as a file, whosever year it is: on record, or of a published list."""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from api.lists import as_file
from api.pages import rehearsal_shown as shown
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.samples import sample_shown
from api.problems import not_found
from api.rehearsals import (
    Asked,
    Source,
    happenings,
    middle_of,
    question_of,
    shifts_of,
    who_may_be_silent,
)
from api.rehearsing import Stage
from api.tools import Tools
from documents.table_file import csv_of, xlsx_of
from domain.anchors import ANCHOR_ZH
from domain.calendar import day_of
from domain.refusals import Refused
from domain.regimes import known
from domain.rehearsal.question import KIND_ZH


class Place(NamedTuple):
    """Where this year is asked about: its address, and what every question repeats."""

    at: str
    kept: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    """The other lists of the same file: address and title."""

    def files(self, query: str) -> str:
        """The question as the address of a file repeats it."""
        return query or urlencode(self.kept)


async def shown_on(
    place: Place,
    source: Source,
    asked: Asked,
    query: str,
    signed: Signed,
    tools: Tools,
    stage: Stage,
) -> Response:
    """The suppositions, and under them the year that follows from them."""
    now = await tools.ledger.now()
    told: dict[str, Any] = {"answer": None, "refused": None, "shifts": None}
    if asked.anything:
        told = await _played(tools, stage, source, asked, day_of(now))
    return page(
        "rehearsal.html",
        signed,
        now,
        here="/rehearsals",
        sample=await sample_shown(tools) or any(x.lead_unit_synthetic for x in source.cards),
        place=place,
        source=source,
        asked=asked,
        parties=who_may_be_silent(source),
        regimes=_measures(source),
        middle=ANCHOR_ZH[middle_of(source.measure)],
        supposed=_supposed(source, asked, day_of(now)),
        query=place.files(query),
        today=day_of(now),
        **told,
    )


async def as_table(source: Source, asked: Asked, form: str, tools: Tools, stage: Stage) -> Response:
    """Every message as a file. Raises Problem 404 for another form."""
    if form not in ("csv", "xlsx"):
        raise not_found()
    today = day_of(await tools.ledger.now())
    answer = await stage.play(question_of(source, asked, today))
    rows = shown.as_rows(answer, _names(source))
    title = f"{source.programme}推演（不是记录）"
    if form == "csv":
        return as_file(f"{title}.csv", csv_of(shown.HEADER, rows), "csv")
    return as_file(f"{title}.xlsx", xlsx_of(title, shown.HEADER, rows, today), "xlsx")


async def _played(
    tools: Tools, stage: Stage, source: Source, asked: Asked, today: date
) -> dict[str, Any]:
    """The year, or why it cannot be played: the form stays as it was filled in."""
    try:
        question = question_of(source, asked, today)
        answer = await stage.play(question)
        shifts = await shifts_of(tools, source, asked) if source.recorded else []
    except Refused as refusal:
        return {"answer": None, "refused": refusal.zh, "shifts": None}
    return {
        "refused": None,
        "answer": answer,
        "sentence": shown.sentence(answer),
        "timeline": shown.timeline(answer),
        "addressees": shown.addressees(answer),
        "months": shown.months(answer, _names(source)),
        "kinds": KIND_ZH,
        "shifts": shown.shifted(shifts) if source.recorded and _moves(asked) else None,
    }


def _moves(asked: Asked) -> bool:
    return bool(asked.session_to or asked.regime)


def _supposed(source: Source, asked: Asked, today: date) -> list[str]:
    """Each supposition in a line."""
    known_as = {x["value"]: x["zh"] for x in who_may_be_silent(source)}
    silent = (
        "全部" if "all" in asked.silent else "、".join(known_as.get(x, x) for x in asked.silent)
    )
    lines = [f"一直不报、不签收：{silent}"] if silent else []
    return [*lines, *(x.zh for x in happenings(source, asked, today))]


def _names(source: Source) -> dict[str, str]:
    return {x.id: x.name for x in source.cards}


def _measures(source: Source) -> list[tuple[str, str]]:
    """The measures that this list could be moved to: those of its tier, without its own."""
    own = source.measure
    return [
        (x.ref, f"{x.zh}（{x.ref}）")
        for x in sorted(known().values(), key=lambda x: (x.id != own.id, x.ref))
        if x.tier == own.tier and x.ref != own.ref
    ]
