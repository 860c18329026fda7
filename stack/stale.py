"""What an earlier run left behind when it was killed: a server still stopping, or only its pid."""

import os
import signal
import time
from pathlib import Path

SECONDS = 60


def let_go(data: Path) -> None:
    """Make sure that no PostgreSQL holds this cluster, which belongs to us (the lock is held).

    A server that outlived its supervisor is stopped. A pid file whose number now belongs to
    another program is removed; any other stale one PostgreSQL sees through by itself.
    """
    file = data / "postmaster.pid"
    pid = _first_number(file)
    if pid is None:
        return
    if _serves(pid, data):
        os.kill(pid, signal.SIGINT)
        _wait_gone(pid, data)
    if file.exists() and _command(pid) and not _serves(pid, data):
        file.unlink(missing_ok=True)


def _wait_gone(pid: int, data: Path) -> None:
    limit = time.monotonic() + SECONDS
    while _serves(pid, data) and time.monotonic() < limit:
        time.sleep(0.1)


def _serves(pid: int, data: Path) -> bool:
    command = _command(pid)
    return bool(command) and Path(command[0]).name == "postgres" and str(data) in command


def _command(pid: int) -> list[str]:
    """The words a process was started with; none if there is no such process (or no /proc)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _first_number(file: Path) -> int | None:
    try:
        first = file.read_text().partition("\n")[0]
    except FileNotFoundError:
        return None
    return int(first) if first.isdigit() else None
