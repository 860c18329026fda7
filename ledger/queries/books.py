"""Duty register books: those of a region, a year, a deputy; and what was graded over a term."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from domain.register.scoring import Year
from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FIND = """
SELECT * FROM books
WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND ($2::integer IS NULL OR year = $2)
  AND ($3::text IS NULL OR deputy = $3)
  AND ($4::text IS NULL OR group_id = $4)
  AND ($5::text IS NULL OR congress = $5)
  AND ($6::integer IS NULL OR term = $6)
  AND (NOT $7 OR $1::text IS NULL OR region = $1)
"""
_AT = "SELECT * FROM books WHERE region = $1 AND year = $2 ORDER BY id"
_TERM = """
SELECT * FROM books WHERE congress = $1 AND ($2::integer IS NULL OR term = $2)
    AND ($3::text IS NULL OR deputy = $3) ORDER BY deputy, year
"""


class BookRow(Row):
    """One deputy's book of one year."""

    id: str
    stream: str
    congress: str
    deputy: str
    region: str
    regime: str
    group_id: str | None
    year: int
    term: int
    direct: bool
    entries: int
    oral: int
    written: int
    checks: tuple[str, ...]
    """The periods that were checked."""
    wanting: tuple[str, ...]
    """Those in which something was wanting."""
    total: Decimal | None
    grade: str | None
    grade_zh: str | None
    graded_on: date | None
    appeal_open: bool
    version: int

    @property
    def graded(self) -> Year | None:
        """The standing grade; None before there is one."""
        if self.grade is None:
            return None
        told = {"year": self.year, "term": self.term, "grade": self.grade}
        return Year.model_validate(told)


class BooksWanted(NamedTuple):
    """Which books; None where it does not matter."""

    region: str | None = None
    """With what lies below it."""
    year: int | None = None
    deputy: str | None = None
    group: str | None = None
    congress: str | None = None
    term: int | None = None
    here_only: bool = False
    """Nothing of what lies below the region: a deputy's reference is only its own congress's."""


async def find_books(
    ledger: "Ledger", wanted: BooksWanted, *, limit: int = 50, offset: int = 0
) -> Page[BookRow]:
    """Such books, the latest year first."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            BookRow,
            _FIND,
            wanted,
            order="year DESC, id",
            limit=limit,
            offset=offset,
        )


async def books_at(ledger: "Ledger", region: str, year: int) -> list[BookRow]:
    """Every book of exactly that congress's region and year."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_AT, (region, year))
        return [BookRow.model_validate(x) for x in found]


async def books_of_term(
    ledger: "Ledger", congress: str, term: int | None = None, deputy: str | None = None
) -> list[BookRow]:
    """The books of a term of office of a congress, or of one deputy in all of them."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_TERM, (congress, term, deputy))
        return [BookRow.model_validate(x) for x in found]
