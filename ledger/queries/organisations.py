"""Organisations: those of a region, and the one whose congress voted there."""

from typing import TYPE_CHECKING

from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FIND = """
SELECT * FROM organisations
WHERE $1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/')
"""
_OF = "SELECT * FROM organisations WHERE region = $1 ORDER BY id LIMIT 1"


class OrganisationRow(Row):
    """One congress's organisation."""

    id: str
    stream: str
    name: str
    region: str
    tier: str
    superior: str | None
    version: int


async def find_organisations(
    ledger: "Ledger", region: str | None = None, *, limit: int = 50, offset: int = 0
) -> Page[OrganisationRow]:
    """The organisations of a region and of what lies below it, from above to below."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            OrganisationRow,
            _FIND,
            (region,),
            order="region, id",
            limit=limit,
            offset=offset,
        )


async def organisation_of(ledger: "Ledger", region: str) -> OrganisationRow | None:
    """The organisation of exactly that region."""
    async with ledger.pool.read() as connection:
        found = (await connection.exec_driver_sql(_OF, (region,))).one_or_none()
    return None if found is None else OrganisationRow.model_validate(found)
