"""The folder of a demonstration: made for it, and gone with it, whatever happened.

A run that was killed cannot clean up: the next one removes what nobody holds any more.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stack import folder

PREFIX = "bihuan-demo-"


@contextmanager
def passing_home() -> Iterator[Path]:
    """A folder that PostgreSQL's user may enter. Everything in it is removed at the end."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _abandoned(old):
            remove(old)
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        home.chmod(0o711)
        with folder.held(home):
            yield home
    finally:
        remove(home)


def remove(home: Path) -> None:
    """Remove a data folder, and its database where that lies elsewhere (`folder.place_for`)."""
    database = home / "postgres"
    if database.is_symlink():
        shutil.rmtree(database.resolve())
        with suppress(OSError):  # others lie there too
            folder.SYSTEM.rmdir()
    shutil.rmtree(home)


def _abandoned(home: Path) -> bool:
    """Whether a folder of ours is held by no process."""
    lock = home / ".lock"
    if home.is_symlink() or home.stat().st_uid != os.geteuid() or not lock.is_file():
        return False
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
