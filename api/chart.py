"""A chart as data: what its table says is what is drawn, on a page and as JSON."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["lines", "shares", "calendar", "matrix", "marks"]
FEW = 20
"""Below so many cases a share is told as a fraction alone (design §6)."""


MOST = 24
"""So many rows are drawn at most; all stand in the table."""


class Frozen(BaseModel):
    """A value."""

    model_config = ConfigDict(frozen=True)


class Column(Frozen):
    """One series: its word, and the name of its look in chart-kinds.js."""

    zh: str
    look: str


class Cell(Frozen):
    """One number with the words it is told in; None where nothing is known."""

    value: Decimal | int | None
    zh: str


class ChartRow(Frozen):
    """One place, day or year."""

    key: str
    zh: str
    cells: tuple[Cell, ...]
    said: str = ""
    """What stands behind the row as a whole: a fraction, a sum."""
    within: str | None = None
    """The region that lies behind the row, where there is more to see of it."""


class Chart(Frozen):
    """A chart and its table."""

    name: str
    kind: Kind
    zh: str
    note: str
    """How it is counted, and of what."""
    said: str
    """The chart in one sentence, for who does not see it."""
    head: str
    """What a row is."""
    columns: tuple[Column, ...]
    rows: tuple[ChartRow, ...]
    unit: str = ""
    tail: str = ""
    """The word over `said` of the rows; without it the table does not show them."""
    wide: bool = False
    empty: str = "还没有可以画的数据。"


def fraction(part: int, of: int) -> str:
    """5/6 below twenty cases; from there the per cent, rounded half up, with its fraction."""
    if of < FEW:
        return f"{part}/{of}"
    return f"{(200 * part + of) // (2 * of)}%（{part}/{of}）"


def counted(number: int) -> Cell:
    """A count."""
    return Cell(value=number, zh=str(number))


def percent(number: Decimal | None, zh: str | None = None) -> Cell:
    """A percentage to one decimal; unknown stays unknown."""
    if number is None:
        return Cell(value=None, zh="未知")
    rounded = round(number, 1)
    return Cell(value=rounded, zh=zh or f"{rounded.normalize():f}%")
