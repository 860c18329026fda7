"""推演页: suppose who is silent and what happens, and read the year that follows; none is kept."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from api.lists import as_file
from api.pages import rehearsal_shown as shown
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned, check
from api.problems import not_found
from api.rehearsals import (
    Asked,
    Source,
    WithStage,
    happenings,
    middle_of,
    on_record,
    question_of,
    shifts_of,
    who_may_be_silent,
)
from api.rehearsing import Stage
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from documents.table_file import csv_of, xlsx_of
from domain.anchors import ANCHOR_ZH
from domain.calendar import day_of
from domain.refusals import Refused
from domain.regimes import known
from domain.rehearsal.question import KIND_ZH
from ledger.queries.programmes import find_programmes

router = page_router()
LISTED = 200
Blank = Annotated[str, Query(max_length=20)]


@router.get("/rehearsals")
async def choose(signed: WithSigned, tools: WithTools) -> Response:
    """Whose year?"""
    check(signed, "board")
    found = await find_programmes(tools.ledger, signed.region, limit=LISTED)
    return page(
        "rehearsals.html",
        signed,
        await tools.ledger.now(),
        here="/rehearsals",
        sample=await sample_shown(tools),
        programmes=found,
    )


async def supposed(
    silent: Annotated[list[str], Query(max_length=60)] = [],  # noqa: B006  # never written to
    session_to: Blank = "",
    mid_to: Blank = "",
    regime: Annotated[str, Query(max_length=50)] = "",
    storm_on: Blank = "",
    storm_until: Blank = "",
    told_on: Blank = "",
) -> Asked:
    """What the form says; a field left empty supposes nothing. Raises Problem 404 for no day."""
    days = {
        "session_to": session_to,
        "session_on": told_on,
        "regime_on": told_on,
        "mid_to": mid_to,
        "storm_on": storm_on,
        "storm_until": storm_until,
    }
    try:
        told = {k: date.fromisoformat(x) for k, x in days.items() if x}
        return Asked(silent=silent, regime=regime or None, **told)
    except ValueError:
        raise not_found() from None


Supposed = Annotated[Asked, Depends(supposed)]


@router.get("/rehearsals/{programme}")
async def rehearse_page(
    programme: ProgrammeId,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
    stage: WithStage,
    asked: Supposed,
) -> Response:
    """The suppositions, and under them the year that follows from them."""
    check(signed, "board")
    source = await on_record(tools, signed, programme)
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
        source=source,
        asked=asked,
        parties=who_may_be_silent(source),
        regimes=_measures(source),
        middle=ANCHOR_ZH[middle_of(source.measure)],
        supposed=_supposed(source, asked, day_of(now)),
        query=request.url.query,
        today=day_of(now),
        **told,
    )


@router.get("/rehearsals/{programme}/messages.{form}")
async def as_table(
    programme: ProgrammeId,
    form: str,
    signed: WithSigned,
    tools: WithTools,
    stage: WithStage,
    asked: Supposed,
) -> Response:
    """Every message as a file."""
    check(signed, "board")
    if form not in ("csv", "xlsx"):
        raise not_found()
    source = await on_record(tools, signed, programme)
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
        shifts = await shifts_of(tools, source, asked)
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
        "shifts": shown.shifted(shifts) if asked.session_to or asked.regime else None,
    }


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
