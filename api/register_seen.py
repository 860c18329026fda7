"""A duty register book as somebody may see it: its entries, what the record knows, its sheet."""

from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel

from api.callers import Caller
from api.matrix import scope
from api.problems import not_found
from api.sight import reads
from api.tools import Tools
from domain.names import REGISTER, stream_id
from domain.refusals import Unknown
from domain.regimes import named
from domain.regimes.sections_register import Register
from domain.register.assessing import scoring_of, sheet_of
from domain.register.catalogue import catalogue, form_of
from domain.register.coverage import Coverage, Reporting, coverage
from domain.register.facts import PRESENCE_ZH, Fact, counted
from domain.register.refusals import register_of
from domain.register.scoring import Sheet, band_of, reason_zh, recommended
from domain.register.state import Book
from ledger.queries.books import books_of_term
from ledger.queries.deputy_facts import facts_of


def sees_book(caller: Caller, book: Book) -> bool:
    """Whether the book is shown to the caller: a deputy sees his own, a group those it keeps."""
    if not reads(caller, book.region):
        return False
    match scope("register", caller.role):
        case "all":
            return True
        case "own":
            return caller.party in (book.party, book.keeper)
        case _:
            return False


class SeenBook(NamedTuple):
    """A book with what the record knows beside it."""

    book: Book
    version: int
    facts: tuple[Fact, ...]
    section: Register

    @property
    def sheet(self) -> Sheet | None:
        """As it would be scored now; None where books are not scored."""
        if self.section.scoring is None:
            return None
        return sheet_of(self.book, self.facts, self.section.scoring)


async def seen_book(name: str, caller: Caller, tools: Tools) -> SeenBook:
    """The book. Raises Problem 404 for one that is not shown."""
    try:
        standing = await tools.ledger.standing(stream_id(REGISTER, name))
    except Unknown as error:
        raise not_found() from error
    book: object = standing.state
    if not isinstance(book, Book) or not sees_book(caller, book):
        raise not_found()
    section = register_of(named(book.regime))
    return SeenBook(book, standing.version, await facts_of(tools.ledger, book), section)


class FactShown(BaseModel):
    """One thing in the book."""

    act: str
    on: str
    title: str
    presence: str
    count: int
    source: str


class FormShown(BaseModel):
    """One of the forms with what is in it."""

    code: str
    zh: str
    origin: str
    items: tuple[FactShown, ...]


class LineShown(BaseModel):
    """One line of the sheet with its reason."""

    item: str
    zh: str
    category: str
    points: Decimal
    of: int
    because: str
    sources: tuple[str, ...]


class SheetShown(BaseModel):
    """A score sheet."""

    total: Decimal
    grade: str
    grade_zh: str
    lines: tuple[LineShown, ...]


def forms_shown(seen: SeenBook) -> tuple[FormShown, ...]:
    """Every form, empty ones too: what the record knows and what was written by hand."""
    once = counted((*seen.facts, *seen.book.own))
    return tuple(
        FormShown(
            code=x.code,
            zh=x.zh,
            origin=x.origin,
            items=tuple(_fact(y) for y in once if form_of()[y.act].code == x.code),
        )
        for x in catalogue().form
    )


def sheet_shown(section: Register, sheet: Sheet) -> SheetShown:
    """A sheet with the reason of each line."""
    scoring = scoring_of(section)
    band = band_of(scoring, sheet.total)
    lines = {x.item: x for x in sheet.lines}
    return SheetShown(
        total=sheet.total,
        grade=band.code,
        grade_zh=band.zh,
        lines=tuple(
            LineShown(
                item=item.code,
                zh=item.zh,
                category=category.zh,
                points=lines[item.code].points,
                of=item.points,
                because=reason_zh(item, lines[item.code]),
                sources=lines[item.code].sources,
            )
            for category in scoring.categories
            for item in category.items
        ),
    )


async def recommended_in(seen: SeenBook, tools: Tools) -> bool:
    """Whether the deputy is to be recommended again, by the grades of this term so far."""
    scoring = seen.section.scoring
    if scoring is None:
        return False
    book = seen.book
    rows = await books_of_term(tools.ledger, book.congress, None, book.deputy)
    return book.term in recommended(scoring, [x.graded for x in rows if x.graded is not None])


class CoverageShown(BaseModel):
    """述职覆盖 of a congress by term, and who is to be recommended again."""

    congress: str
    terms: tuple[Coverage, ...]
    recommended: dict[int, tuple[str, ...]]
    """By term, who was excellent often enough in it; people recommend."""


async def coverage_in(congress: str, caller: Caller, tools: Tools) -> CoverageShown | None:
    """Who reported to the voters; None where no book of that congress is shown."""
    rows = [x for x in await books_of_term(tools.ledger, congress) if reads(caller, x.region)]
    if not rows:
        return None
    section = register_of(named(rows[-1].regime))
    flagged: dict[int, list[str]] = {}
    for deputy in sorted({x.deputy for x in rows}) if section.scoring else ():
        years = [x.graded for x in rows if x.deputy == deputy and x.graded is not None]
        for term in recommended(section.scoring, years) if section.scoring else ():
            flagged.setdefault(term, []).append(deputy)
    told = [
        Reporting(
            deputy=x.deputy,
            year=x.year,
            term=x.term,
            direct=x.direct,
            reports=x.oral + x.written,
            graded=x.graded,
        )
        for x in rows
    ]
    return CoverageShown(
        congress=congress,
        terms=coverage(told, section.voters_report.per_term),
        recommended={x: tuple(y) for x, y in flagged.items()},
    )


def published(seen: SeenBook) -> dict[str, Any]:
    """What of the book the public may read (LAW-3 art 58), as the measure says; never a score
    sheet, an appeal or a reminder."""
    book, said = seen.book, seen.section.published
    told: dict[str, Any] = {"congress": book.congress, "deputy": book.deputy, "year": book.year}
    if "acts" in said:
        forms = forms_shown(seen)
        told["acts"] = {x.zh: sum(y.count for y in x.items) for x in forms}
    if "voters_report" in said:
        acts = {"oral_report", "written_report"}
        told["reported_to_voters"] = any(x.act in acts for x in (*seen.facts, *book.own))
    if "grade" in said and book.grade is not None:
        told["grade"] = book.grade.zh
    return told


def _fact(x: Fact) -> FactShown:
    return FactShown(
        act=x.act,
        on=x.on.isoformat(),
        title=x.title,
        presence=PRESENCE_ZH[x.presence],
        count=x.count,
        source=x.source,
    )
