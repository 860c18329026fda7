"""履职登记册 on pages: the list, one book on a phone, entries, appeals, the sheet with reasons."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.field_errors import described
from api.matrix import scope
from api.pages.acts.offered import of_book
from api.pages.meeting_forms import Wrong, texts_of, tried
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.register_seen import (
    SeenBook,
    coverage_in,
    forms_shown,
    recommended_in,
    seen_book,
    sheet_shown,
)
from api.tools import Tools, WithTools
from api.where import BookId
from domain.base import Command
from domain.names import REGISTER, stream_id
from domain.parties import ROLE_ZH
from domain.register.catalogue import catalogue
from domain.register.messages import CHECK_ZH, AppealGrade, MakeEntry, StrikeEntry, Told
from domain.ruling import SITTING_ZH
from ledger.people import names_of
from ledger.queries.books import BooksWanted, find_books
from ledger.readings import by_surname

router = page_router()
LISTED = 200
Done = Annotated[int | None, Query(ge=1)]


@router.get("/registers")
async def registers_page(
    signed: WithSigned,
    tools: WithTools,
    year: Annotated[int | None, Query(ge=1990, le=2100)] = None,
) -> Response:
    """The books that are shown to the reader; a deputy with one book of the year goes to it."""
    return await listed(signed, tools, year=year)


@router.get("/registers/{book}")
async def book_page(
    book: BookId, signed: WithSigned, tools: WithTools, done: Done = None
) -> Response:
    """One book: what is in it, form by form, and what can be written now."""
    return await _shown(await seen_book(book, signed, tools), signed, tools, done=done)


@router.get("/registers/{book}/sheet")
async def sheet_page(book: BookId, signed: WithSigned, tools: WithTools) -> Response:
    """The score sheet, item by item, with its reasons and the places they come from."""
    return await sheet_shown_to(await seen_book(book, signed, tools), signed, tools)


@router.post("/registers/{book}/entries")
async def enter(
    book: BookId, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """登记一项, 划去一项 or 申诉."""
    seen = await seen_book(book, signed, tools)
    texts = texts_of(form)
    try:
        command = _command(texts)
        stream = stream_id(REGISTER, book)
        receipt = await tried(record(request, tools, signed, stream, command, key_of(form)))
    except Wrong as wrong:
        return await _shown(seen, signed, tools, values=texts, wrong=wrong)
    return RedirectResponse(f"/registers/{book}?done={receipt.version}", 303)


async def listed(
    signed: Signed,
    tools: Tools,
    *,
    year: int | None = None,
    values: Mapping[str, str] | None = None,
    wrong: Wrong | None = None,
) -> Response:
    """The list page, and a form to open a year's books."""
    name = signed.party.partition(":")[2]
    wanted = BooksWanted(
        region=signed.region,
        year=year,
        deputy=name if signed.role == "deputy" else None,
        group=name if signed.role == "deputy_group" else None,
        here_only=signed.role in ("deputy", "deputy_group"),
    )
    found = await find_books(tools.ledger, wanted, limit=LISTED)
    names = {x: await names_of(tools.ledger, x) for x in {y.congress for y in found.items}}
    shown = sorted(
        found.items,
        key=lambda x: (-x.year, by_surname(names[x.congress].get(x.deputy, x.deputy)), x.id),
    )
    covered = [
        one
        for congress in sorted({x.congress for x in found.items})
        if scope("register", signed.role) == "all"
        and (one := await coverage_in(congress, signed, tools)) is not None
    ]
    return page(
        "registers.html",
        signed,
        await tools.ledger.now(),
        here="/registers",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        books=shown if scope("register", signed.role) else (),
        total=found.total,
        names=names,
        covered=covered,
        opens=can(signed, "decide"),
        values=values or {},
        refused=wrong.zh if wrong else None,
        key=new_key(),
    )


async def sheet_shown_to(
    seen: SeenBook,
    signed: Signed,
    tools: Tools,
    *,
    values: Mapping[str, str] | None = None,
    wrong: Wrong | None = None,
) -> Response:
    """The sheet; to the office also what has to be written down of a decision."""
    sheet, section = seen.sheet, seen.section
    bench = section.assessors
    bodies = [(d, s) for d in bench.deciders for s in bench.sittings] if bench else []
    return page(
        "register_sheet.html",
        signed,
        await tools.ledger.now(),
        here="/registers",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        book=seen.book,
        name=await _name(seen, tools),
        sheet=sheet_shown(section, sheet) if sheet else None,
        ours=section.scoring.ours if section.scoring else (),
        bodies=[(f"{d}|{s}", f"{ROLE_ZH[d]}，{SITTING_ZH[s]}") for d, s in bodies],
        decides=can(signed, "decide") and (not seen.book.grades or seen.book.open_appeal),
        values=values or {},
        refused=wrong.zh if wrong else None,
        key=new_key(),
    )


def _command(texts: Mapping[str, str]) -> Command:
    """What the form means. Raises Wrong."""
    told: dict[str, Any] = {k: v for k, v in texts.items() if v}
    try:
        match texts.get("what"):
            case "strike":
                return StrikeEntry.model_validate(_only(told, "entry", "because"))
            case "appeal":
                return AppealGrade.model_validate(_only(told, "grade", "text"))
            case _:
                said = _only(told, "act", "on", "title", "text", "count")
                return MakeEntry(told=Told.model_validate(said))
    except ValidationError as error:
        said_wrong = described(error.errors(include_url=False))
        raise Wrong(
            422, "；".join(f"{_ZH.get(x.field, x.field)}：{x.zh}" for x in said_wrong)
        ) from (error)


_ZH = {
    "act": "做了什么",
    "on": "日期",
    "title": "内容",
    "count": "次数",
    "because": "原因",
    "text": "说明",
}


def _only(told: dict[str, Any], *names: str) -> dict[str, Any]:
    return {x: told[x] for x in names if x in told}


async def _name(seen: SeenBook, tools: Tools) -> str:
    book = seen.book
    return (await names_of(tools.ledger, book.congress, [book.deputy])).get(
        book.deputy, book.deputy
    )


async def _shown(
    seen: SeenBook,
    signed: Signed,
    tools: Tools,
    *,
    values: Mapping[str, str] | None = None,
    wrong: Wrong | None = None,
    done: int | None = None,
) -> Response:
    book, sheet = seen.book, seen.sheet
    writes = signed.role == "clerk" or signed.party in (book.party, book.keeper)
    return page(
        "register.html",
        signed,
        await tools.ledger.now(),
        here="/registers",
        sample=await sample_shown(tools),
        status=wrong.status if wrong else 200,
        book=book,
        name=await _name(seen, tools),
        forms=forms_shown(seen),
        acts=catalogue().form,
        sheet=sheet_shown(seen.section, sheet) if sheet else None,
        checks=book.checks,
        check_zh=CHECK_ZH,
        recommended=await recommended_in(seen, tools),
        writes=writes and not book.grades,
        own=signed.party == book.party,
        doable=of_book(signed, book.id, book),
        values=values or {},
        refused=wrong.zh if wrong else None,
        done=done,
        key=new_key(),
    )
