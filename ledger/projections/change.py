"""What a projection is made of: the change it reads, and the part of the one write it adds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain.base import Event
from domain.names import kind_name
from domain.streams import State


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

    @property
    def kind(self) -> str:
        """`project`, `programme`, …"""
        return kind_name(self.stream)


class Part(NamedTuple):
    """One data-modifying CTE; `{rows}` stands for its rows as a JSON array."""

    name: str
    sql: str


class Projection(NamedTuple):
    """A part of the write, and the rows a change gives it (none: the part is left out)."""

    kinds: tuple[str, ...]
    part: Part
    rows: Callable[[Change], list[dict[str, object]]]
    key: tuple[str, ...]
    """What makes two of its rows the same: of several, the last one holds."""


def upsert(table: str, key: str, columns: str) -> Part:
    """Insert rows, or bring those of the same key up to date. Names are parted by blanks."""
    keys = key.split()
    changes = ", ".join(f'"{x}" = excluded."{x}"' for x in columns.split() if x not in keys)
    names = ", ".join(f'"{x}"' for x in columns.split())
    return Part(
        f"{table}_rows",
        f"INSERT INTO {table} ({names}) SELECT {names}"  # noqa: S608  # our own column names
        f" FROM json_populate_recordset(NULL::{table}, {{rows}})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}",
    )
