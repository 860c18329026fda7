"""What a paper says: sentences and tables, every row with the place in the record it comes from."""

from typing import Annotated, Literal

from pydantic import Field

from domain.base import Instant, ShortText, Text, Value
from domain.papers.act import Act
from domain.papers.office import Office
from domain.papers.ref import Ref

__all__ = ["Body", "Column", "Line", "Ref", "Table"]

Kind = Literal["text", "number", "percent", "date"]


class Column(Value):
    """A column of a table. Figures are kept as decimal text, empty where nobody knows them."""

    zh: ShortText
    kind: Kind = "text"


class Line(Value):
    """A row with its source."""

    cells: tuple[Annotated[str, Field(max_length=2000)], ...]
    source: Ref | None = None


class Table(Value):
    """A table with the sentence that says how it was counted."""

    zh: ShortText
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=20)]
    lines: Annotated[tuple[Line, ...], Field(max_length=5000)] = ()
    note: Text | None = None


class Body(Value):
    """The contents of a paper as of one instant and for one scope."""

    title: ShortText
    scope: ShortText
    """Which congress and list: `省/市/县 · 2023 年民生实事项目`."""
    as_of: Instant
    sentences: Annotated[tuple[Text, ...], Field(max_length=50)]
    tables: Annotated[tuple[Table, ...], Field(max_length=20)]
    notes: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    """How it was counted, and which numbers are our defaults."""
    source: Ref
    """The programme, or the collection before it, as it stood."""
    act: Act | None = None
    """Set where it is a document that people read out, vote by or sign."""
    office: Office | None = None
    """Set where it is a report or circular of the office: its parts and the staff's words."""
