"""The embedded PostgreSQL: made once, started as a child on loopback with a password, stopped.

BIHUAN_HOME/postgres/        (or a link to a folder below /var/lib/bihuan, see folder.py)
    data/                    the cluster; here only once it is whole
    data.unfinished/         an initdb that has not ended; never held anything
    password                 mode 0600, one line
"""

import os
import secrets
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stack import folder
from stack.children import Child, spawn
from stack.folder import User
from stack.programs import reachable_programs
from stack.stale import let_go
from stack.trouble import NotADataFolder, OtherVersion, PasswordLost

ROLE = "bihuan"
MAJOR = "18"
KEPT_FOR_THE_ARCHIVE = "4GB"
"""What the server keeps for an archive that is away, before its own disk is in danger."""
LEAST_BUFFERS, MOST_BUFFERS = 128, 1024
"""Megabytes of shared buffers: PostgreSQL's own default, and what a county's year never fills."""
LEAST_LOG, MOST_LOG = 1024, 4096
"""Megabytes of log before all that changed is flushed to the data files. With PostgreSQL's own, the
least, that comes every ten seconds at a province's midnight, and holds up who commits: decision
52."""
INITDB_SECONDS = 120
START_SECONDS = 120  # recovery after a crash reads the log since the last checkpoint


@dataclass(frozen=True)
class Postgres:
    """A running server; `url` names the database `postgres`, in which nothing is kept."""

    url: str
    child: Child

    def stop(self) -> None:
        """Stop it cleanly (sessions are cut off, committed work is on disk)."""
        self.child.stop(seconds=30)


def start(home: Path, port: int, *, room: int = folder.ROOM, connections: int = 100) -> Postgres:
    """Start the server of this data folder, which is made first if there is none.

    `room` is how many bytes must be free on the disk.
    Call it from the main thread: the server ends with the thread that started it.
    Raises Trouble: PortTaken, DiskFull, NotADataFolder, PasswordLost, OtherVersion,
    FolderUnreachable, DidNotStart.
    """
    user = folder.unprivileged()
    place = folder.place_for(user, home / "postgres")
    folder.need_room(place, room)
    data = place / "data"
    programs = reachable_programs(user, place)
    log = home / "logs" / "postgres.log"
    if not data.exists():
        _initialise(place, programs, log, user)
    password = _checked(place)
    let_go(data)
    folder.need_port("PostgreSQL", port, "POSTGRES_PORT")
    options = _options(port, connections, shutil.disk_usage(place).free)
    child = spawn(
        "PostgreSQL",
        [programs / "postgres", "-D", data, *options],
        log,
        ends_on=signal.SIGINT,  # "fast": PostgreSQL waits for no session
        user=user,
    )
    child.wait_until(_accepts(data, child), START_SECONDS)
    return Postgres(f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/postgres", child)


def _options(port: int, connections: int, free: int) -> list[str]:
    chosen = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        "max_connections": str(connections),
        "shared_buffers": f"{buffers(_memory())}MB",
        "max_slot_wal_keep_size": KEPT_FOR_THE_ARCHIVE,
        "max_wal_size": f"{log_between_flushes(free)}MB",
    }
    return [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]


def buffers(memory: int) -> int:
    """Megabytes of shared buffers on a machine of so many bytes: an eighth, since all of ours
    lives beside it; more than that is the operating system's to keep."""
    return min(max((memory >> 20) // 8, LEAST_BUFFERS), MOST_BUFFERS)


def log_between_flushes(free: int) -> int:
    """Megabytes of log where so many bytes of the disk are free: a sixteenth of them."""
    return min(max((free >> 20) // 16, LEAST_LOG), MOST_LOG)


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _initialise(place: Path, programs: Path, log: Path, user: User | None) -> None:
    """Make a whole cluster aside, then put it in place: what stands in `data` is never half."""
    unfinished = place / "data.unfinished"
    if unfinished.exists():
        shutil.rmtree(unfinished)
    password, given = secrets.token_urlsafe(24), place / "password.given"
    folder.write(given, password, user)
    command: list[str | Path] = [
        programs / "initdb", "-D", unfinished, "-U", ROLE, "-A", "scram-sha-256",
        "--pwfile", given, "-E", "UTF8", "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8", "--data-checksums",
    ]  # fmt: skip
    spawn("initdb", command, log, user=user).finish(INITDB_SECONDS)
    given.unlink()
    folder.write(place / "password", password)
    unfinished.rename(place / "data")


def _checked(place: Path) -> str:
    """The password of a cluster that is whole, ours, and of our version."""
    data, password = place / "data", place / "password"
    if not (data / "PG_VERSION").is_file() or not (data / "global" / "pg_control").is_file():
        raise NotADataFolder(data)
    found = (data / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise OtherVersion(data, found, MAJOR)
    if not password.is_file():
        raise PasswordLost(password)
    return password.read_text().strip()


def _accepts(data: Path, child: Child) -> Callable[[], bool]:
    """Whether the server says in its pid file that it takes connections (as pg_ctl asks it)."""

    def ready() -> bool:
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(child.process.pid) and "ready" in lines[7]

    return ready
