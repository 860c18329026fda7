"""代表履职公开 as anybody sees it (LAW-3 art 58): as much of each book as the measure publishes."""

from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from api.pages.render import alone
from api.pages.router import page_router
from api.problems import not_found
from api.register_seen import SeenBook, published
from api.tools import Tools, WithTools
from domain.names import REGISTER, stream_id
from domain.organisation.chart import Ref
from domain.refusals import Unknown
from domain.regimes import named
from domain.register.messages import book_id
from domain.register.refusals import register_of
from domain.register.state import Book
from ledger.people import names_of
from ledger.queries.books import BooksWanted, find_books
from ledger.queries.deputy_facts import facts_of
from ledger.readings import by_surname

router = page_router()
LISTED = 200
BookYear = Annotated[int, Path(ge=1990, le=2100)]


@router.get("/deputies/{congress}/{year}")
async def list_page(congress: Ref, year: BookYear, tools: WithTools) -> Response:
    """The deputies of a congress whose duty information of that year is published."""
    wanted = BooksWanted(congress=congress, year=year)
    found = await find_books(tools.ledger, wanted, limit=LISTED)
    shown = [x for x in found.items if register_of(named(x.regime)).published]
    if not shown:
        raise not_found()
    names = await names_of(tools.ledger, congress)
    shown.sort(key=lambda x: by_surname(names.get(x.deputy, x.deputy)))
    return alone(
        "deputies_public.html",
        congress=congress,
        year=year,
        place=shown[0].region.rsplit("/", 1)[-1],
        names=names,
        books=shown,
    )


@router.get("/deputies/{congress}/{year}/{deputy}")
async def one_page(congress: Ref, year: BookYear, deputy: Ref, tools: WithTools) -> Response:
    """One deputy's year: counts, whether he reported to the voters, the grade. No sheet."""
    seen = await _seen(book_id(congress, deputy, year), tools)
    if not seen.section.published:
        raise not_found()
    names = await names_of(tools.ledger, congress, [deputy])
    return alone(
        "deputy_public.html",
        congress=congress,
        year=year,
        place=seen.book.region.rsplit("/", 1)[-1],
        name=names.get(deputy, deputy),
        told=published(seen),
    )


async def _seen(name: str, tools: Tools) -> SeenBook:
    try:
        standing = await tools.ledger.standing(stream_id(REGISTER, name))
    except Unknown as error:
        raise not_found() from error
    book: object = standing.state
    if not isinstance(book, Book):
        raise not_found()
    section = register_of(named(book.regime))
    return SeenBook(book, standing.version, await facts_of(tools.ledger, book), section)
