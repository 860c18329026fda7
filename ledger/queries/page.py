"""A page of an answer, and how much there is in all."""

from collections.abc import Sequence
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.looked import looked_at

MOST = 200
"""Rows on one page at most."""


class Row(BaseModel):
    """One row of an answer."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    @classmethod
    def model_validate(cls, obj: Any, **how: Any) -> Self:
        """The row; whose stream it tells of is noted for the log of reads."""
        row = super().model_validate(obj, **how)
        stream = getattr(row, "stream", None)
        if stream is not None:
            looked_at(stream)
        return row


T = TypeVar("T", bound=Row)


class Page(BaseModel, Generic[T]):
    """Some rows and the number of all."""

    model_config = ConfigDict(frozen=True)

    items: tuple[T, ...]
    total: int


async def page_of(
    connection: AsyncConnection,
    shape: type[T],
    sql: str,
    values: Sequence[Any],
    *,
    order: str,
    limit: int,
    offset: int,
    around: str = "",
) -> Page[T]:
    """The rows of a query from `offset` on, in an order that is total. `around`: a query about
    `({}) AS d`, the rows of this page, that adds columns to each and no row."""
    count = f"SELECT count(*) FROM ({sql}) AS counted"  # noqa: S608  # our own queries
    total = (await connection.exec_driver_sql(count, tuple(values))).scalar_one()
    rows: Sequence[Any] = ()
    if offset < total:
        cut = f"{sql} ORDER BY {order} LIMIT {min(limit, MOST):d} OFFSET {offset:d}"
        if around:
            cut = f"{around.format(cut)} ORDER BY {order}"
        rows = (await connection.exec_driver_sql(cut, tuple(values))).all()
    return Page(items=tuple(shape.model_validate(x) for x in rows), total=total)
