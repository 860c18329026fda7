"""Where backups lie, and what a backup says of itself.

BACKUPS/
    LIFE/                     one copy of the record, from a restore to the next
        wal/                  everything written, segment by segment, as it is written
        base-20230504T023000/ a copy of the whole cluster
            data/             as `pg_basebackup` made it, with its own manifest of hashes
            manifest.json     what it is of; written last: without it the copy is not whole, and
                              goes with the next whole one, unless it is being made
            evidence.sha256   which evidence files the record had then (`sha256sum -c`)
    evidence/                 the evidence files, each once, under their hash
    receipts/                 the receipts known outside of the database
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from stack.backup.trouble import NoBackups, NoneOldEnough, NoSuchBase

PREFIX = "base-"
SEGMENT = 24
"""Letters of a segment's name: timeline, and position."""


class Manifest(BaseModel):
    """What a base backup is of."""

    model_config = ConfigDict(frozen=True)

    name: str
    life: str
    epoch: int
    ended: datetime
    """From this moment on it can be restored."""
    server: str
    """The server's version."""
    role: str
    database: str
    schema_revision: str
    first_segment: str
    """The first segment of the archive that it needs."""
    streams: int
    events: int
    newest: datetime | None
    """When the last event that it surely holds was recorded."""
    evidence: int
    bytes: int


class Base:
    """One base backup on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())

    @property
    def data(self) -> Path:
        """The copy of the cluster."""
        return self.folder / "data"

    @property
    def archives(self) -> list[Path]:
        """Where the segments of its life are; more than one where the archive had a gap."""
        return sorted(self.folder.parent.glob("wal*"))


class Backups:
    """The folder of all backups."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.evidence = folder / "evidence"
        self.receipts = folder / "receipts"

    def make(self) -> None:
        """Make the folder, closed to others: it holds everything."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def wal(self, life: str) -> Path:
        """Where the archive of a life is written."""
        return self.folder / life / "wal"

    def bases(self, life: str | None = None) -> list[Base]:
        """Every whole base backup, oldest first."""
        found = self.folder.glob(f"{life or '*'}/{PREFIX}*/manifest.json")
        return sorted((Base(x.parent) for x in found), key=lambda x: x.manifest.ended)

    def base_for(self, moment: datetime | None, name: str | None = None) -> Base:
        """The newest base that is old enough for the moment.

        Raises NoBackups, NoSuchBase, NoneOldEnough.
        """
        there = self.bases()
        if not there:
            raise NoBackups(self.folder)
        bases = [x for x in there if name in (None, x.manifest.name)]
        if not bases:
            raise NoSuchBase(name or "", [x.manifest.name for x in there])
        if moment is None:
            return bases[-1]
        old = [x for x in bases if x.manifest.ended <= moment]
        if not old:
            raise NoneOldEnough(moment, bases[0].manifest.ended)
        return old[-1]

    def prune(self, life: str, keep: int) -> list[str]:
        """Throw away all but the newest `keep` bases of a life, and the segments that only they
        needed, and the copies that were never finished. The names of those that went. Other
        lives are left alone: people decide on them."""
        bases = self.bases(life)
        gone, kept = bases[:-keep], bases[-keep:]
        for base in gone:
            (base.folder / "manifest.json").unlink()
            shutil.rmtree(base.folder)
        if gone and kept:
            first = min(x.manifest.first_segment for x in kept)
            for archive in kept[0].archives:
                for file in archive.iterdir():
                    if len(file.name) >= SEGMENT and file.name[:SEGMENT] < first:
                        file.unlink()
        return [x.manifest.name for x in gone] + [self._forget(x) for x in self._unfinished(bases)]

    def _unfinished(self, bases: list[Base]) -> list[Path]:
        """Copies older than the newest of these bases that have no manifest: killed on the way."""
        if not bases:
            return []
        newest = bases[-1].folder
        older = [x for x in newest.parent.glob(f"{PREFIX}*") if x.name < newest.name]
        return [x for x in older if not (x / "manifest.json").exists() and not in_the_making(x)]

    def _forget(self, folder: Path) -> str:
        shutil.rmtree(folder)
        return folder.name


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """Mark a copy as being made; the mark ends with the process, however that ends."""
    mark = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield
    finally:
        os.close(mark)


def in_the_making(folder: Path) -> bool:
    """Whether some process makes this copy now."""
    mark = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(mark)
    return False
