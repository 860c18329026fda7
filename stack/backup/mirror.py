"""Evidence files and known receipts, copied beside the backups as they come.

An evidence file is never changed and is named by its hash: what is there need not be copied again,
and what is copied is read once more against its name.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Mirrored(NamedTuple):
    """What was copied, and what was not because it is not what its name says."""

    copied: int
    damaged: tuple[str, ...]


def stored(folder: Path) -> Iterator[Path]:
    """The evidence files of a store, without those that have not arrived whole."""
    for shelf in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        yield from sorted(x for x in shelf.iterdir() if len(x.name) == 64)


def mirror(store: Path, copies: Path) -> Mirrored:
    """Bring the copies up to the store. Nothing is ever taken away or written over."""
    copied, damaged = 0, list[str]()
    for file in stored(store):
        target = copies / file.parent.name / file.name
        if target.exists():
            continue
        if digest(file) != file.name:
            damaged.append(file.name)
            continue
        copy(file, target)
        copied += 1
    return Mirrored(copied, tuple(damaged))


def mirror_receipts(folder: Path, copies: Path) -> None:
    """Bring the copies of the journals up to date: a journal only grows."""
    for file in sorted(folder.glob("*/*.ndjson")):
        target = copies / file.parent.name / file.name
        if not target.exists() or target.stat().st_size < file.stat().st_size:
            copy(file, target)


def copy(file: Path, target: Path) -> None:
    """A copy that is there whole or not at all, and on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    with file.open("rb") as source, fresh.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(target)


def digest(file: Path) -> str:
    """The SHA-256 of a file's content."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
