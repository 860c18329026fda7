"""Names that fit what somebody typed, in 汉字, full pinyin or initials: a list to look among."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.readings import Sought

MANY = 2_000
"""Names from which on looking through them is a thread's work: others must not wait for it."""


async def names_found(
    connection: AsyncConnection, names: str, text: str | None, values: tuple[object, ...] = ()
) -> list[str]:
    """Which of the names that the query tells fit the text; none where nothing is asked."""
    sought = Sought(text or "")
    if not sought:
        return []
    told = list((await connection.exec_driver_sql(names, values)).scalars())

    def look() -> list[str]:
        return [x for x in told if sought.within(x)]

    return look() if len(told) < MANY else await asyncio.to_thread(look)
