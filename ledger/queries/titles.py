"""How streams are called: what a page says in the place of an id."""

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.door import Ledger

_TITLES = """
SELECT stream, name AS title FROM projects WHERE stream = ANY($1::text[])
UNION ALL SELECT stream, title FROM years WHERE stream = ANY($1::text[])
"""


async def titles_of(ledger: "Ledger", streams: Collection[str]) -> dict[str, str]:
    """The names of these projects, lists, collections and suggestions, by stream."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_TITLES, (sorted(set(streams)),))
        return {x.stream: x.title for x in found}
