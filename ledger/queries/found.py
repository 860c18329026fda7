"""Names that fit what somebody typed, in 汉字, full pinyin or initials: a list to look among."""

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.readings import Sought


async def names_found(connection: AsyncConnection, names: str, text: str | None) -> list[str]:
    """Which of the names that the query tells fit the text; none where nothing is asked."""
    sought = Sought(text or "")
    if not sought:
        return []
    told = (await connection.exec_driver_sql(names)).scalars()
    return [x for x in told if sought.within(x)]
