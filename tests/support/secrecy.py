"""The search for a link from a voter to a vote: tables, row order, xmin, and the database's files.

It is told the order of casting and what each voter voted.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import asyncpg


class Row(NamedTuple):
    """A row of any table as the database's owner sees it."""

    table: str
    xmin: int
    ctid: tuple[int, ...]
    text: str


async def dump(owner: asyncpg.Connection) -> list[Row]:
    """Every row of every table that is not PostgreSQL's own."""
    tables = await owner.fetch(
        "SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n"
        " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm', 't') AND"
        " n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
    )
    found = []
    for (name,) in tables:
        rows = await owner.fetch(
            f"SELECT t.xmin::text::bigint, t.ctid, t::text AS text FROM {name} AS t"
        )
        found += [Row(name, x["xmin"], tuple(map(int, x["ctid"])), x["text"]) for x in rows]
    return sorted(found)


def links(rows: Sequence[Row], cast: Sequence[tuple[str, str]]) -> list[str]:
    """Every way found from a voter to his vote. `cast` is (voter, a word of his vote), in order."""
    votes = dict(cast)
    named = [(row, [x for x in votes if x in row.text]) for row in rows]
    found = [
        f"{row.table}: one row names both"
        for row, voters in named
        if any(votes[x] in row.text for x in voters)
    ]
    touched: dict[int, set[str]] = {}
    for row, voters in named:
        if voters:
            touched.setdefault(row.xmin, set()).update(voters)
    alone = {xmin: next(iter(x)) for xmin, x in touched.items() if len(x) == 1}
    if any(row.xmin in alone and votes[alone[row.xmin]] in row.text for row in rows):
        found.append("a transaction that touched one voter and his vote alone")
    return found + [f"{x}: in the order of casting" for x in _ordered(named, list(votes))]


def _ordered(named: Sequence[tuple[Row, list[str]]], order: list[str]) -> set[str]:
    """Tables whose rows lie as the votes were cast."""
    seen: dict[str, list[str]] = {}
    for row, voters in named:
        if voters:
            seen.setdefault(row.table, []).append(voters[0])
    return {table for table, x in seen.items() if len(x) > 2 and x == order}


async def files_of(owner: asyncpg.Connection, most: int = 32 << 20) -> bytes:
    """Heap files and write-ahead log as they lie on the disk, after a checkpoint."""
    await owner.execute("CHECKPOINT")
    folder = Path(await owner.fetchval("SHOW data_directory"))
    own = await owner.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
    buffer = io.BytesIO()
    for file in [*folder.glob("pg_wal/0*"), *folder.glob(f"base/{own}/*")]:
        if file.is_file() and file.stat().st_size <= most:
            buffer.write(file.read_bytes())
    return buffer.getvalue()
