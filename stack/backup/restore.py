"""`bihuan restore`: a base and its archive to a moment, in an empty place, looked over and closed.

In this order: nothing is written over; the base is checked against its hashes; PostgreSQL reads the
archive to the moment; the chains are verified, what is known outside is compared, the epoch rises
and every clock is asked to begin anew; only then does the place get its name.
"""

import asyncio
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger.log.note import Checkpoint
from ledger.migrate import upgrade
from stack import folder
from stack.backup.examining import Looked, absent, examine
from stack.backup.mirror import mirror
from stack.backup.places import Backups, Base
from stack.backup.recovery import lay_out, name_roles, recovered, url_of
from stack.backup.tools import run
from stack.backup.trouble import AnotherServer, Damaged, HoldsSomething, ToolFailed
from stack.folder import User
from stack.postgres import MAJOR, ROLE
from stack.programs import reachable_programs
from stack.up import DATABASE


@dataclass(frozen=True)
class Wish:
    """What is to be restored, and where to."""

    backups: Backups
    home: Path
    to: datetime | None = None
    """The moment by the real clock; None: as far as the archive reaches."""
    base: str | None = None
    receipts: tuple[Path, ...] = ()
    kept: tuple[Checkpoint, ...] = ()
    """Checkpoints of the log that a witness held on to."""
    also_wal: tuple[Path, ...] = ()
    cluster: Path | None = None
    """A folder for the bare cluster, for a server of one's own; its passwords stay."""


@dataclass(frozen=True)
class Restored:
    """What was restored from what. It is in place even where `looked` found faults: for whoever
    looks into it, and not to be started."""

    base: Base
    data: Path
    looked: Looked
    evidence: int
    absent: tuple[str, ...]


def restore(wish: Wish) -> Restored:
    """Do it. Raises Trouble: HoldsSomething, NoBackups, NoSuchBase, NoneOldEnough,
    BeyondArchive, Damaged, AnotherServer, DiskFull; after any of them the place is as it was."""
    _need_empty(wish)
    base = wish.backups.base_for(wish.to, wish.base)
    if base.manifest.server.partition(".")[0] != MAJOR:
        raise AnotherServer(base.manifest.server, MAJOR)
    _check(base)
    user = _owner(wish.cluster) if wish.cluster else folder.unprivileged()
    place = folder.place_for(user, wish.cluster.parent if wish.cluster else wish.home / "postgres")
    folder.need_room(place, 2 * base.manifest.bytes + folder.ROOM)
    programs = reachable_programs(user, place)
    data, archive = place / "data.unfinished", place / "wal.unfinished"
    for left in (data, archive):
        shutil.rmtree(left, ignore_errors=True)
    password = None if wish.cluster else secrets.token_urlsafe(24)
    try:
        lay_out(base, data, archive, wish.also_wal, user)
        log = wish.home / "logs" / "restore.log"
        with recovered(programs, data, archive, wish.to, log, user) as socket:
            looked = _look(wish, base, socket, password)
        target = wish.cluster or place / "data"
        if wish.cluster and wish.cluster.exists():
            wish.cluster.rmdir()
        data.rename(target)
    finally:
        shutil.rmtree(archive, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
    if password:
        folder.write(place / "password", password)
    return _with_evidence(wish, base, target, looked)


def _owner(cluster: Path) -> User | None:
    """Root hands a bare cluster to whom the folder above it belongs: no server runs as root."""
    there = cluster
    while not there.exists():
        there = there.parent
    seen, other = there.stat(), folder.unprivileged()
    return User(seen.st_uid, seen.st_gid) if other is not None and seen.st_uid else other


def _need_empty(wish: Wish) -> None:
    """Raises HoldsSomething where anything would be written over."""
    own = wish.cluster or wish.home / "postgres"
    for place in (own, wish.home / "evidence"):
        if place.exists() and any(place.resolve().iterdir()):
            raise HoldsSomething(place)


def _check(base: Base) -> None:
    try:
        run("pg_verifybackup", ["--quiet", base.data])
    except ToolFailed as failed:
        raise Damaged(base.folder, str(failed).partition("请检查")[0]) from failed


def _look(wish: Wish, base: Base, socket: Path, password: str | None) -> Looked:
    manifest = base.manifest
    if password:
        name_roles(socket, password, manifest.database, manifest.role)
    role, database = (ROLE, DATABASE) if password else (manifest.role, manifest.database)
    url = url_of(socket, role, database)
    upgrade(url)
    life = f"{manifest.epoch + 1}-{secrets.token_hex(4)}"
    folders = (wish.backups.receipts, *wish.receipts)
    return asyncio.run(examine(url, base, wish.to, life, folders, wish.kept))


def _with_evidence(wish: Wish, base: Base, data: Path, looked: Looked) -> Restored:
    store = folder.make(wish.home / "evidence")
    copied = mirror(wish.backups.evidence, store).copied
    return Restored(base, data, looked, copied, tuple(absent(store, looked.files)))
