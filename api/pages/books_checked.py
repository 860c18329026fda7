"""The books that a check has before it: those of the duty's region and year, with names."""

from typing import Any

from domain.duty import Duty
from ledger.door import Ledger
from ledger.people import names_of
from ledger.queries.books import books_at


async def books_to_check(ledger: Ledger, region: str, duty: Duty) -> list[dict[str, Any]]:
    """One row a book, by deputy."""
    year = int((duty.period or str(duty.opens.year))[:4])
    books = await books_at(ledger, region, year)
    names: dict[str, str] = {}
    for congress in {x.congress for x in books}:
        names |= await names_of(ledger, congress)
    return [
        {"book": x.id, "name": names.get(x.deputy, x.deputy), "entries": x.entries} for x in books
    ]
