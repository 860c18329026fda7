"""Small things that several tests ask for."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A port of this machine on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie, which has no words."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


MEMORY, ROOM = Path("/dev/shm"), 4 << 30


@contextmanager
def data_folder(*, quick: bool = False) -> Iterator[Path]:
    """A data folder as `bihuan up` makes it, gone afterwards (tmp_path is closed to others).

    `quick`: in memory where there is room for it; it survives its processes, but no power cut.
    """
    roomy = quick and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    outer = Path(tempfile.mkdtemp(prefix="bihuan-", dir=MEMORY if roomy else None))
    outer.chmod(0o711)
    try:
        yield outer / "var"
    finally:
        link = outer / "var" / "postgres"
        if link.is_symlink():
            shutil.rmtree(link.resolve(), ignore_errors=True)
        shutil.rmtree(outer)
