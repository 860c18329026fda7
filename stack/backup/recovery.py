"""Letting PostgreSQL read a base and its archive to a moment, aside and for nobody else.

The server listens on a socket in a folder of its own, where whoever owns the files is let in: the
passwords of the record stay as they were, and are not needed.
"""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import asyncpg

from stack.backup.places import SEGMENT, Base
from stack.backup.trouble import BeyondArchive
from stack.children import Child, spawn
from stack.folder import User
from stack.trouble import DidNotStart

PARTIAL = ".partial"
TOO_EARLY = "recovery ended before configured recovery target was reached"
PATIENCE = 24 * 3600.0
"""Seconds: a year of log is read at some tens of megabytes a second."""
PORT = 5432
"""It only names the socket."""


def lay_out(base: Base, data: Path, archive: Path, more: Iterable[Path], user: User | None) -> None:
    """Copy the cluster and the segments it may need to where its user can read them."""
    shutil.copytree(base.data, data)
    archive.mkdir(mode=0o700)
    for source in (*base.archives, *more):
        for file in sorted(x for x in source.iterdir() if x.is_file()):
            _take(file, archive, base.manifest.first_segment)
    for path in (data, archive):
        _give(path, user)


def _take(file: Path, archive: Path, first: str) -> None:
    """A segment, or a history of timelines. What was being written last is taken as it is: what
    is missing at its end was not written."""
    name = file.name.removesuffix(PARTIAL)
    whole = archive / name
    plain = len(name) == SEGMENT and set(name) <= set("0123456789ABCDEF")
    if not (plain or name.endswith(".history")) or (plain and name < first):
        return
    if not whole.exists() or (not file.name.endswith(PARTIAL)):
        shutil.copyfile(file, whole)


def _give(tree: Path, user: User | None) -> None:
    for path in (tree, *tree.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        if user:
            os.chown(path, user.uid, user.gid, follow_symlinks=False)


@contextmanager
def recovered(
    programs: Path, data: Path, archive: Path, to: datetime | None, log: Path, user: User | None
) -> Iterator[Path]:
    """The server over the data, at the moment: where its socket is. Stopped in the end, and the
    settings of the recovery are taken out of the cluster again.

    Raises BeyondArchive, DidNotStart.
    """
    kept = (data / "postgresql.auto.conf").read_text()
    rules = data / "pg_hba.conf"
    door = rules.read_text()
    socket = Path(tempfile.mkdtemp(prefix="bihuan-"))
    try:
        _tell(data, kept, archive, to, user)
        rules.write_text("local all all trust\n")
        _give(socket, user)
        child = _start(programs, data, socket, log, user)
        try:
            _await(child, data, to)
            yield socket
        finally:
            child.stop(seconds=120)
    finally:
        (data / "postgresql.auto.conf").write_text(kept)
        rules.write_text(door)
        shutil.rmtree(socket)


def _tell(data: Path, kept: str, archive: Path, to: datetime | None, user: User | None) -> None:
    lines = [f'restore_command = \'cp "{archive}/%f" "%p"\'', "recovery_target_action = 'promote'"]
    if to is not None:
        lines.append(f"recovery_target_time = '{to.isoformat()}'")
    (data / "postgresql.auto.conf").write_text(kept + "\n".join(lines) + "\n")
    signal_file = data / "recovery.signal"
    signal_file.touch()
    if user:
        os.chown(signal_file, user.uid, user.gid)


def _start(programs: Path, data: Path, socket: Path, log: Path, user: User | None) -> Child:
    chosen = {
        "port": str(PORT),
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "hot_standby": "off",  # nobody looks before it is done
        "archive_mode": "off",
        "timezone": "Asia/Shanghai",
        "hba_file": str(data / "pg_hba.conf"),
    }
    words = [x for name, value in chosen.items() for x in ("-c", f"{name}={value}")]
    command: list[str | Path] = [programs / "postgres", "-D", data, *words]
    return spawn("PostgreSQL", command, log, ends_on=signal.SIGINT, user=user)


def _await(child: Child, data: Path, to: datetime | None) -> None:
    def ready() -> bool:
        file = data / "postmaster.pid"
        lines = file.read_text().splitlines() if file.exists() else []
        return len(lines) >= 8 and lines[0] == str(child.process.pid) and "ready" in lines[7]

    try:
        child.wait_until(ready, PATIENCE)
    except DidNotStart as failed:
        if to is not None and TOO_EARLY in child.said():
            raise BeyondArchive(to) from failed
        raise


def name_roles(socket: Path, password: str, database: str, role: str) -> None:
    """Give the embedded server's role its new password and the database its name there."""
    asyncio.run(_name_roles(socket, password, database, role))


async def _name_roles(socket: Path, password: str, database: str, role: str) -> None:
    first = await _connect(socket, role)
    owner = await first.fetchval("SELECT rolname FROM pg_roles WHERE oid = 10")
    await first.close()
    connection = await _connect(socket, owner)
    try:
        if not await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bihuan')"
        ):
            await connection.execute("CREATE ROLE bihuan LOGIN SUPERUSER")
        await connection.execute("ALTER ROLE bihuan PASSWORD " + _quoted(password))
        if database != "bihuan":
            await connection.execute(f'ALTER DATABASE "{database}" RENAME TO bihuan')
    finally:
        await connection.close()


async def _connect(socket: Path, role: str) -> asyncpg.Connection:
    return await asyncpg.connect(host=str(socket), port=PORT, user=role, database="postgres")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def url_of(socket: Path, role: str, database: str) -> str:
    """How to reach the server over its socket."""
    return f"postgresql://{role}@/{database}?host={socket}&port={PORT}"
