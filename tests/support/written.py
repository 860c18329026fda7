"""What the tests' ledgers wrote: gathered on demand for the event fixtures.

`RECORD_EVENTS=1 make test ARGS="tests/api"` lays every stream that holds an event without a fixture
beside the others of `var/written`; `python -m tests.ledger.fixtures` keeps the shortest of them.
"""

import json
import os
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from domain.names import kind_name
from ledger.chain import COLUMNS

WRITTEN = Path(__file__).parents[2] / "var" / "written"
FIXTURES = Path(__file__).parents[1] / "ledger" / "fixtures"
_UNSEEN = """
SELECT DISTINCT ON (split_part(stream, ':', 1), type, schema) stream, type, schema, version
FROM events ORDER BY split_part(stream, ':', 1), type, schema, version
"""
_ROWS = f"""
SELECT {", ".join(COLUMNS)} FROM events WHERE stream = $1 AND version <= $2 ORDER BY version
"""
Key = tuple[str, str, int]
"""(kind of stream, event type, schema number)."""


def key_of(row: dict[str, Any]) -> Key:
    """What a row is a fixture of."""
    return kind_name(row["stream"]), row["type"], row["schema"]


def keys_of(rows: list[dict[str, Any]]) -> set[Key]:
    """What a stream's rows are fixtures of."""
    return {key_of(x) for x in rows}


def read_fixtures() -> dict[str, list[dict[str, Any]]]:
    """The kept rows by the file they lie in."""
    return {x.name: read_rows(x) for x in sorted((FIXTURES / "streams").glob("*.ndjson"))}


def read_rows(file: Path) -> list[dict[str, Any]]:
    """Rows as they stood in `events`, one a line."""
    return [_read(json.loads(x)) for x in file.read_text(encoding="utf-8").splitlines()]


def write_rows(file: Path, rows: list[dict[str, Any]]) -> None:
    """The same, the other way."""
    lines = (json.dumps(x, ensure_ascii=False, sort_keys=True, default=str) for x in rows)
    file.write_text("".join(f"{x}\n" for x in lines), encoding="utf-8")


async def gather(url: str) -> None:
    """Keep aside what a database holds that no fixture shows, if the run was asked to."""
    if not os.environ.get("RECORD_EVENTS"):
        return
    shown = {key for rows in read_fixtures().values() for key in keys_of(rows)}
    try:
        connection = await asyncpg.connect(url)
    except asyncpg.InvalidCatalogNameError:
        return  # dropped already, and gathered then
    try:
        if await connection.fetchval("SELECT to_regclass('events')") is None:
            return
        upto: dict[str, int] = defaultdict(int)
        for stream, type_, schema, version in await connection.fetch(_UNSEEN):
            if (kind_name(stream), type_, schema) not in shown:
                upto[stream] = max(upto[stream], version)
        WRITTEN.mkdir(parents=True, exist_ok=True)
        for stream, version in upto.items():
            rows = [dict(x) for x in await connection.fetch(_ROWS, stream, version)]
            name = f"{os.getpid()}-{url.rpartition('/')[2]}-{rows[-1]['hash'][:16]}.ndjson"
            write_rows(WRITTEN / name, rows)
    finally:
        await connection.close()


def _read(row: dict[str, Any]) -> dict[str, Any]:
    instants = {x: datetime.fromisoformat(row[x]) for x in row if x.endswith("_at")}
    return {**row, **instants, "id": UUID(row["id"])}
