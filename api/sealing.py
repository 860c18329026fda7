"""The key that seals authenticators' secrets: 32 bytes in a file, never in the database.

Several processes may begin at once: one makes it, the others read what it made.
"""

import contextlib
import os
import secrets
from pathlib import Path

BYTES = 32


def sealing_key(file: Path) -> bytes:
    """What the file holds; where there is none, the API makes one, whole before it has its name.

    Raises OSError, and ValueError for a file that is none or that others can read.
    """
    if not file.exists():
        _make(file)
    return known_key(file)


def known_key(file: Path) -> bytes:
    """What the file holds: for commands, which would make another than the API's, elsewhere.

    Raises as `sealing_key`, and FileNotFoundError.
    """
    if file.stat().st_mode & 0o077:
        raise ValueError("mode")
    key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    if len(key) != BYTES:
        raise ValueError("length")
    return key


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as out:  # noqa: PTH123  # an open descriptor
        out.write(secrets.token_hex(BYTES) + "\n")
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):  # another process was first, and its key counts
        file.hardlink_to(fresh)
    fresh.unlink()
