"""A county reads its towns: a town's whole export is verified as it arrives, and only then read.

The town's key was given beforehand, out of band. An export counts where its chains are whole, its
log leads to a checkpoint that this key signed, and that checkpoint continues the one that arrived
before. What does not count is put on record too, with what is wrong, and nothing of it is read.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.names import PROJECT, kind_name
from domain.project.state import Project
from domain.refusals import Malformed
from domain.streams import evolve_all
from ledger.audit.offline import Checkpoint, Package, key_of
from ledger.log.note import Verifier
from ledger.projections.projects import lag_light
from ledger.queries.page import Row
from ledger.reading import read_events

if TYPE_CHECKING:
    from ledger.door import Ledger

_COLUMNS = "id, origin, size, note, sha256, streams, events, faults, projects, witnesses, by, at"
_BEFORE = """
SELECT note FROM arrivals WHERE origin = $1 AND faults = '{}' ORDER BY size DESC, at DESC LIMIT 1
"""
_KEEP = f"""
INSERT INTO arrivals
    (origin, size, root, note, sha256, streams, events, faults, projects, witnesses, by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11) RETURNING {_COLUMNS}
"""  # noqa: S608  # our own query
_LATEST = f"""
SELECT DISTINCT ON (origin, faults = '{{}}') {_COLUMNS} FROM arrivals
ORDER BY origin, faults = '{{}}' DESC, at DESC
"""  # noqa: S608  # the same
MOST = 50
"""Faults that are kept of one export."""


class TownProject(Row):
    """One project as its town's own record says it."""

    id: str
    name: str
    region: str
    light: str
    zh: str
    """Why the light is what it is."""
    owed: int
    late: int
    """Duties that are late at the time of arrival."""
    closed: bool


class Arrival(Row):
    """One export that arrived."""

    origin: str
    size: int
    note: str
    sha256: str
    streams: int
    events: int
    faults: tuple[str, ...]
    projects: tuple[TownProject, ...]
    witnesses: tuple[str, ...]
    by: str
    at: datetime

    @property
    def verified(self) -> bool:
        """已核验: nothing was wrong on arrival."""
        return not self.faults


async def arrive(
    ledger: "Ledger",
    content: bytes,
    towns: Sequence[Verifier],
    witnesses: Sequence[Verifier] = (),
    *,
    by: str,
) -> Arrival:
    """Verify an export and put its arrival on record, whatever came out.

    Raises Malformed for what is no export of a known town, Unavailable.
    """
    try:
        package, note, text = _read(content, towns)
    except Exception as bad:  # a hostile file ends in a refusal
        raise Malformed(f"收不了这份账册：{bad}", f"no export that can be taken in: {bad}") from bad
    found = list(package.found)
    if not package.leaves and note.size:
        found.append("不是全册导出，请用 bihuan export log 导出")
    async with ledger.pool.read() as connection:
        before = (await connection.exec_driver_sql(_BEFORE, (note.origin,))).scalar_one_or_none()
    if before is not None:
        found += package.against(Checkpoint(before))
    projects = [] if found else _told(content, await ledger.now(), found)
    seen = [x.name for x in witnesses if note.signed_by(key_of(str(x)))]
    values = (
        *(note.origin, note.size, note.root, text, sha256(content).hexdigest()),
        *(len(package.last), len(package.rows), found[:MOST]),
        *(json.dumps([x.model_dump() for x in projects], ensure_ascii=False), seen, by),
    )
    done = await ledger.pool.write(lambda x: x.exec_driver_sql(_KEEP, values))
    return _arrival(done.one())


async def arrivals(ledger: "Ledger") -> list[Arrival]:
    """Of each town the last that counts, and beside it the last that did not."""
    async with ledger.pool.read() as connection:
        return [_arrival(x) for x in await connection.exec_driver_sql(_LATEST)]


def _arrival(row: Any) -> Arrival:
    said = row._mapping
    projects = said["projects"]
    return Arrival.model_validate(
        {**said, "projects": json.loads(projects) if isinstance(projects, str) else projects}
    )


def _read(content: bytes, towns: Sequence[Verifier]) -> tuple[Package, Checkpoint, str]:
    """The package, checked with the key of the town that it names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = json.loads(archive.read("log.json"))["checkpoint"]
    if text is None:
        raise ValueError("导出里没有签过的校验点，请对方启动公证以后重新导出")
    note = Checkpoint(text)
    known = [x for x in towns if x.name == note.origin]
    if not known:
        raise ValueError(f"不认得“{note.origin}”：请先把它的公钥登记在 TOWNS")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.zip"
        file.write_bytes(content)
        package = Package(str(file), [key_of(str(x)) for x in known])
    return package, note, text


def _told(content: bytes, now: datetime, found: list[str]) -> list[TownProject]:
    """The town's projects; what cannot be read here is a fault of its own."""
    try:
        return list(_projects(content, now))
    except (LookupError, ValueError) as bad:
        found.append(f"事件读不懂，本系统可能要先升级：{str(bad)[:200]}")
        return []


def _projects(content: bytes, now: datetime) -> Iterator[TownProject]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lines = archive.read("events.ndjson").decode().splitlines()
    rows = (json.loads(x) for x in lines)
    for stream, group in groupby(rows, key=itemgetter("stream")):
        if kind_name(stream) != PROJECT:
            continue
        state = evolve_all(stream, None, read_events(stream, group))
        if isinstance(state, Project):
            shown, duties = lag_light(state), state.duties.values()
            yield TownProject(
                id=state.card.id,
                name=state.card.name,
                region=state.card.region,
                light=str(shown.light),
                zh=shown.zh,
                owed=sum(x.owed for x in duties),
                late=sum(x.late_at(now) for x in duties),
                closed=state.closed,
            )
