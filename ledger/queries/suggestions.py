"""Suggestions as lists, their figures as sums, and what each deputy handed in month by month."""

from datetime import date
from typing import TYPE_CHECKING

from domain.suggestion.figures import Figures
from ledger.queries.found import names_found
from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_IN_REGION = "($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))"
_FIND = f"""
SELECT * FROM suggestions WHERE {_IN_REGION}
  AND ($2::text IS NULL OR life = $2 OR ($2 = 'open' AND closed_on IS NULL))
  AND ($3::text IS NULL OR lead = $3 OR $3 = ANY (co))
  AND ($4::text IS NULL OR deputy = $4 OR $4 = ANY (seconders))
  AND ($5::text IS NULL OR session = $5)
  AND ($6::text IS NULL OR kind = $6)
  AND ($7::text IS NULL OR verdict = $7)
  AND ($8::text IS NULL OR strpos(title, $8) > 0 OR id = $8
       OR title = ANY($11::text[]))
  AND ($9::text IS NULL OR $9 = ANY (linked))
  AND (NOT $10 OR $1::text IS NULL OR region = $1)
"""  # noqa: S608  # our own words
_NEWEST = "submitted_on DESC, id"
_OLDEST = "submitted_on, id"
_FIGURES = f"""
SELECT count(*) AS collected,
       count(*) FILTER (WHERE life = 'struck_off') AS completed,
       count(*) FILTER (WHERE life NOT IN ('struck_off', 'withdrawn')) AS in_hand,
       count(*) FILTER (WHERE life = 'withdrawn') AS withdrawn,
       count(*) FILTER (WHERE verdict = 'satisfied') AS satisfied,
       count(*) FILTER (WHERE verdict = 'basic') AS basic,
       count(*) FILTER (WHERE verdict = 'dissatisfied') AS dissatisfied
FROM suggestions WHERE {_IN_REGION}
  AND ($2::text IS NULL OR session = $2) AND ($3::text IS NULL OR raised = $3)
"""  # noqa: S608  # the same
_KINDS = f"""
SELECT kind, count(*) AS number FROM suggestions WHERE {_IN_REGION} AND kind IS NOT NULL
  AND ($2::text IS NULL OR session = $2) AND ($3::text IS NULL OR raised = $3)
GROUP BY kind ORDER BY kind
"""  # noqa: S608  # the same
_SESSIONS = f"""
SELECT session, count(*) AS collected, count(*) FILTER (WHERE life = 'struck_off') AS completed
FROM suggestions WHERE {_IN_REGION} AND session IS NOT NULL GROUP BY session ORDER BY session
"""  # noqa: S608  # the same
_MONTHS = """
SELECT deputy, to_char(submitted_on, 'YYYY-MM') AS month, count(*) AS number FROM suggestions
WHERE region = $1 AND submitted_on BETWEEN $2 AND $3 GROUP BY deputy, month
"""
_MADE_UP = f"SELECT EXISTS (SELECT FROM suggestions WHERE {_IN_REGION} AND synthetic)"  # noqa: S608  # the same


class SuggestionRow(Row):
    """One suggestion in a list."""

    id: str
    stream: str
    title: str
    region: str
    regime: str
    deputy: str
    """The organisation's opaque reference."""
    seconders: tuple[str, ...]
    raised: str
    session: str | None
    field: str | None
    submitted_on: date
    life: str
    lead: str | None
    co: tuple[str, ...]
    assigned_on: date | None
    difficult: bool
    stages: tuple[str, ...]
    replies: int
    kind: str | None
    replied_on: date | None
    verdict: str | None
    closed_on: date | None
    linked: tuple[str, ...]
    synthetic: bool
    version: int


class Wanted(Row):
    """Which suggestions; None: whatever it is."""

    region: str | None = None
    life: str | None = None
    """One of `domain.suggestion.state.Life`, or `open`."""
    unit: str | None = None
    """Lead or co-handler."""
    deputy: str | None = None
    """Who handed it in or signed along."""
    session: str | None = None
    kind: str | None = None
    verdict: str | None = None
    text: str | None = None
    """In its title, as it is written, by pinyin or initials; or its number."""
    recommendation: str | None = None
    """The number of a procuratorial recommendation it is linked with."""
    here_only: bool = False
    """Nothing of what lies below the region: there an office of the same name is another one."""


async def find_suggestions(
    ledger: "Ledger", wanted: Wanted, *, oldest: bool = False, limit: int = 50, offset: int = 0
) -> Page[SuggestionRow]:
    """The suggestions that fit, the newest first."""
    async with ledger.pool.read(snapshot=True) as connection:
        titles = await names_found(connection, "SELECT title FROM suggestions", wanted.text)
        return await page_of(
            connection,
            SuggestionRow,
            _FIND,
            (*(getattr(wanted, x) for x in Wanted.model_fields), titles),
            order=_OLDEST if oldest else _NEWEST,
            limit=limit,
            offset=offset,
        )


async def figures_of(
    ledger: "Ledger", region: str | None, session: str | None = None, raised: str | None = None
) -> tuple[Figures, dict[str, int]]:
    """The sums over a region and what lies below it, and how many replies are of each class."""
    values = (region, session, raised)
    async with ledger.pool.read(snapshot=True) as connection:
        row = (await connection.exec_driver_sql(_FIGURES, values)).one()
        kinds = (await connection.exec_driver_sql(_KINDS, values)).all()
        return Figures(**row._asdict()), {x.kind: x.number for x in kinds}


async def sessions_of(ledger: "Ledger", region: str | None) -> dict[str, tuple[int, int]]:
    """Of each congress: how many suggestions it brought, and how many of them are completed."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_SESSIONS, (region,))
        return {x.session: (x.collected, x.completed) for x in found}


async def handed_in(
    ledger: "Ledger", region: str, first: date, last: date
) -> dict[tuple[str, str], int]:
    """How many suggestions each deputy of that congress handed in, by month `2022-04`."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_MONTHS, (region, first, last))
        return {(x.deputy, x.month): x.number for x in found}


async def any_made_up(ledger: "Ledger", region: str | None) -> bool:
    """Whether suggestions made up for a demonstration are among them."""
    async with ledger.pool.read() as connection:
        return bool((await connection.exec_driver_sql(_MADE_UP, (region,))).scalar_one())
