"""A base backup: a copy of the running cluster, checked, with what it is of written beside it."""

import asyncio
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from ledger.refusals import NotMigrated
from ledger.url import plain_url
from stack import folder
from stack.backup.mirror import mirror, stored
from stack.backup.places import PREFIX, Backups, Manifest, making
from stack.backup.tools import reach, run
from stack.probes import without_password
from stack.trouble import DatabaseUnreachable

_ABOUT = """
SELECT (SELECT system_identifier FROM pg_control_system())::text AS system,
       current_setting('server_version') AS server, current_user AS role,
       current_database() AS database,
       (SELECT version_num FROM alembic_version) AS schema_revision,
       record_epoch() AS epoch,
       (SELECT life FROM continuity WHERE id = 'continuity:record') AS life,
       (SELECT count(*) FROM streams) AS streams, (SELECT count(*) FROM events) AS events,
       (SELECT max(recorded_at) FROM events) AS newest,
       pg_database_size(current_database()) AS bytes
"""


def take(url: str, backups: Backups, evidence: Path) -> Manifest:
    """Make a base backup and bring the evidence beside it.

    Raises ToolFailed, DiskFull, DatabaseUnreachable, NotMigrated.
    """
    about = asyncio.run(ask(url))
    backups.make()
    folder.need_room(backups.folder, int(about["bytes"]) + folder.ROOM)
    life = life_of(about)
    moment = asyncio.run(_clock(url))
    target = backups.folder / life / f"{PREFIX}{moment:%Y%m%dT%H%M%SZ}"
    target.mkdir(parents=True, mode=0o700)
    words, env = reach(plain_url(url))
    try:
        with making(target):
            copy_cluster(target / "data", words, env)
            run("pg_verifybackup", ["--quiet", target / "data"])
            files = _evidence(backups, evidence, target)
            manifest = _manifest(target, about, life, files, asyncio.run(_clock(url)))
            folder.write(target / "manifest.json", manifest.model_dump_json(indent=2))
    except BaseException:
        shutil.rmtree(target)
        raise
    return manifest


def copy_cluster(data: Path, words: list[str], env: dict[str, str]) -> None:
    """The copy itself, with every segment that it needs to be whole alone."""
    how = ["--format=plain", "--wal-method=stream", "--checkpoint=fast", "--label=bihuan"]
    run("pg_basebackup", [f"--pgdata={data}", *how, "--manifest-checksums=SHA256", *words], env)


def life_of(about: Any) -> str:
    """The folder of this copy of the record: the first one is named by its cluster."""
    return str(about["life"] or f"0-{about['system']}")


async def ask(url: str) -> Any:
    """What the cluster says of itself. Raises DatabaseUnreachable, NotMigrated."""
    return (await _answer(url, _ABOUT))[0]


async def _clock(url: str) -> datetime:
    moment: datetime = (await _answer(url, "SELECT clock_timestamp()"))[0][0]
    return moment


async def _answer(url: str, question: str) -> list[Any]:
    try:
        connection = await asyncpg.connect(plain_url(url), timeout=10)
        try:
            return list(await connection.fetch(question))
        finally:
            await connection.close()
    except (asyncpg.UndefinedTableError, asyncpg.UndefinedFunctionError) as bad:
        raise NotMigrated from bad
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as bad:
        raise DatabaseUnreachable(without_password(url), str(bad)) from bad


def _evidence(backups: Backups, evidence: Path, target: Path) -> int:
    """Copy what is new, and name every file that stands beside this backup, by its hash."""
    mirror(evidence, backups.evidence)
    names = [x.name for x in stored(backups.evidence)]
    lines = "".join(f"{name}  {name[:2]}/{name}\n" for name in names)
    (target / "evidence.sha256").write_text(lines, encoding="ascii")
    return len(names)


def _manifest(target: Path, about: Any, life: str, files: int, ended: datetime) -> Manifest:
    label = (target / "data" / "backup_label").read_text()
    first = label.partition("(file ")[2].partition(")")[0]
    size = sum(x.stat().st_size for x in (target / "data").rglob("*") if x.is_file())
    return Manifest(
        name=target.name,
        life=life,
        epoch=about["epoch"],
        ended=ended,
        server=about["server"],
        role=about["role"],
        database=about["database"],
        schema_revision=about["schema_revision"],
        first_segment=first,
        streams=about["streams"],
        events=about["events"],
        newest=about["newest"],
        evidence=files,
        bytes=size,
    )
