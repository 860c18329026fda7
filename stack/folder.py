"""The data folder: one supervisor at a time, room on its disk, and a place PostgreSQL may enter."""

import errno
import fcntl
import os
import pwd
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from stack.trouble import AlreadyUp, DiskFull, FolderUnreachable, PortTaken

PATIENCE = 4  # seconds that a program killed a moment ago may need to leave its port
ROOM = 200 << 20  # bytes that must be free before a server is started
SYSTEM = Path("/var/lib/bihuan")  # where root keeps what lies below a folder closed to others


@dataclass(frozen=True)
class User:
    """Whom a child runs as."""

    uid: int
    gid: int


def unprivileged() -> User | None:
    """PostgreSQL refuses to run as root: whom it runs as instead. None: as ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return User(nobody.pw_uid, nobody.pw_gid)


def make(folder: Path, mode: int = 0o700) -> Path:
    """The folder, made with `mode` if it is not there, and surely writable."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as bad:
        raise FolderUnreachable(folder, bad.strerror or str(bad)) from bad
    return folder


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the data folder for this process. The lock ends with the process, however it ends."""
    with (make(home, 0o711) / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyUp(home) from None
        yield


def need_room(folder: Path, need: int = ROOM) -> None:
    """Raise DiskFull unless `need` bytes are free."""
    free = disk_usage(folder).free
    if free < need:
        raise DiskFull(folder, free, need)


def need_port(what: str, port: int, variable: str, host: str = "127.0.0.1") -> None:
    """Raise PortTaken if anything still listens there after PATIENCE."""
    limit = time.monotonic() + PATIENCE
    while not _free(host, port):
        if time.monotonic() > limit:
            raise PortTaken(what, port, variable)
        time.sleep(0.1)


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as bad:
            if bad.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def write(file: Path, text: str, owner: User | None = None) -> None:
    """Put a secret in place at once and whole, readable by its owner alone."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    if owner:
        os.chown(fresh, owner.uid, owner.gid)
    fresh.replace(file)


def place_for(user: User | None, folder: Path) -> Path:
    """`folder` itself, owned by `user`; or, where that user cannot reach it, a stand-in.

    Somebody may work as root below a closed folder (/root, a mktemp). We change no mode of a
    folder that is not ours: `folder` becomes a link to a new one below /var/lib/bihuan, so that
    a later start finds it again.
    """
    if folder.is_symlink() and not folder.exists():
        raise FolderUnreachable(folder, f"它指向的 {folder.readlink()} 不在")
    make(folder.parent, 0o711)
    if user and not folder.exists() and not reaches(user, folder.parent):
        SYSTEM.mkdir(parents=True, exist_ok=True, mode=0o755)
        folder.symlink_to(make(SYSTEM / secrets.token_hex(6)))
    place = make(folder.resolve())
    if user:
        os.chown(place, user.uid, user.gid)
        if not reaches(user, place):
            raise FolderUnreachable(place, f"用户 nobody（{user.uid}）进不了它或它的上级目录")
    return place


def open_to_read(tree: Path) -> None:
    """Let everybody read (and run what the owner runs) in a tree that we made."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def reaches(user: User, path: Path) -> bool:
    """Whether `user` can enter a folder, or run a file."""
    seen = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", path],
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return seen.returncode == 0
