"""What a projection is made of: the change it reads, and the part of the one write it adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from pydantic_core import to_json

from domain.base import Event
from domain.duty import Duty
from domain.names import kind_name
from domain.streams import State

Rows = Sequence[Mapping[str, object]]


class Recorded(NamedTuple):
    """An event with the header fields that read models show."""

    id: str
    version: int
    event: Event
    recorded_at: datetime


@dataclass(frozen=True)
class Change:
    """One command's effect on one stream."""

    stream: str
    version: int
    before: State | None
    after: State
    events: Sequence[Recorded]
    head: str
    """The hash of the last event."""

    @cached_property
    def kind(self) -> str:
        """`project`, `programme`, …"""
        return kind_name(self.stream)

    @cached_property
    def duties(self) -> Sequence[tuple[Duty | None, Duty]]:
        """Those of its duties that are not what they were, each with what it was."""
        before: Mapping[str, Duty] = getattr(self.before, "duties", {})
        after: Mapping[str, Duty] = getattr(self.after, "duties", {})
        return [(before.get(name), x) for name, x in after.items() if before.get(name) is not x]


class Part:
    """One data-modifying CTE; `{rows}` stands for its rows, which come as one parameter.

    `columns` are all the columns of `table`, in the table's order: the rows then come as an array
    of its own row type, the cheapest way for both sides. Without them they come as a JSON array:
    for what is seldom written, or only in part.
    """

    def __init__(self, name: str, sql: str, table: str, columns: Sequence[str] | None = None):
        self.name = name
        self.sql = sql
        self.table = table
        self.columns = columns

    def source(self, number: int) -> str:
        """Where its rows come from, its parameter being `$number`."""
        if self.columns is None:
            return f"json_populate_recordset(NULL::{self.table}, ${number}) AS {self.name}"
        return f"unnest(${number}::public.{self.table}[]) AS {self.name}"

    def value(self, rows: Rows) -> object:
        """The parameter that holds these rows; columns they do not name are NULL."""
        if self.columns is None:
            return to_json(rows).decode()
        return [tuple(map(row.get, self.columns)) for row in rows]


class Names(Part):
    """A part whose rows are one `name` each."""

    def source(self, number: int) -> str:
        """As an array of texts."""
        return f"unnest(${number}::text[]) AS {self.name}(name)"

    def value(self, rows: Rows) -> object:
        """The names."""
        return [x["name"] for x in rows]


class Projection(NamedTuple):
    """A part of the write, and the rows a change gives it (none: the part is left out)."""

    kinds: tuple[str, ...]
    part: Part
    rows: Callable[[Change], Rows]
    key: tuple[str, ...]
    """What makes two of its rows the same: of several, the last one holds."""


def upsert(table: str, key: str, columns: str, *, all_columns: str | None = None) -> Part:
    """Insert rows, or bring those of the same key up to date. Names are parted by blanks.

    `all_columns`, in the table's order, for what is written often.
    """
    keys = key.split()
    changes = ", ".join(f'"{x}" = excluded."{x}"' for x in columns.split() if x not in keys)
    names = ", ".join(f'"{x}"' for x in columns.split())
    return Part(
        f"{table}_change",
        f"INSERT INTO {table} ({names}) SELECT {names}"  # noqa: S608  # our own column names
        f" FROM {{rows}} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}",
        table,
        all_columns.split() if all_columns else None,
    )
