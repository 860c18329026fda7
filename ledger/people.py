"""Who stands behind a reference: names, which the record never holds and which can be erased."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.refusals import Unknown

if TYPE_CHECKING:
    from ledger.door import Ledger

_SET = """
INSERT INTO people (organisation, ref, name)
SELECT $1::text, told.ref, told.name FROM unnest($2::text[], $3::text[]) AS told (ref, name)
ON CONFLICT (organisation, ref) DO UPDATE SET name = excluded.name, set_at = clock_timestamp()
    WHERE people.name <> excluded.name
"""
_NAMES = """
SELECT ref, name FROM people
WHERE organisation = $1 AND ($2::text[] IS NULL OR ref = ANY($2)) ORDER BY ref
"""
_ERASE = "DELETE FROM people WHERE organisation = $1 AND ref = $2"


async def set_names(ledger: "Ledger", organisation: str, names: Mapping[str, str]) -> int:
    """Keep who is behind these references. How many are new or changed."""

    async def work(connection: AsyncConnection) -> int:
        values = (organisation, list(names), list(names.values()))
        return int((await connection.exec_driver_sql(_SET, values)).rowcount)

    return await ledger.pool.write(work) if names else 0


async def names_of(
    ledger: "Ledger", organisation: str, refs: Collection[str] | None = None
) -> dict[str, str]:
    """The names of those references, or of all; one that was erased has none."""
    wanted = None if refs is None else list(refs)
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_NAMES, (organisation, wanted))
        return {x.ref: x.name for x in found}


async def erase_name(ledger: "Ledger", organisation: str, ref: str) -> None:
    """Forget who it was; the record keeps the opaque reference. Raises Unknown."""

    async def work(connection: AsyncConnection) -> int:
        return int((await connection.exec_driver_sql(_ERASE, (organisation, ref))).rowcount)

    if not await ledger.pool.write(work):
        raise Unknown("姓名", "name", f"{organisation} {ref}")
