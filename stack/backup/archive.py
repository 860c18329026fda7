"""The archive: everything that is written, streamed away within seconds, and a base each night.

`pg_receivewal` holds a replication slot, so that the server keeps what was not taken yet (up to its
`max_slot_wal_keep_size`); where even that was exceeded the archive has a gap, which is set aside,
and a new base is made at once.
"""

import asyncio
import time
from datetime import datetime
from pathlib import Path

import structlog

from domain.calendar import SHANGHAI
from domain.refusals import Refused
from ledger.url import plain_url
from settings import Settings
from stack.backup.base import ask, life_of, take
from stack.backup.mirror import mirror, mirror_receipts
from stack.backup.places import Backups
from stack.backup.tools import programs, reach, run
from stack.backup.trouble import NoBackups
from stack.children import Child, spawn
from stack.trouble import Trouble

SLOT = "bihuan_archive"
PAUSE = 5.0
"""Seconds between looks: evidence and receipts are copied, the stream is watched."""
SOON = ("--status-interval=2",)
GONE = "has already been removed"
AGAIN = 300.0
"""Seconds after which a base that failed is tried again."""

log = structlog.get_logger("archive")


class Archive:
    """The stream of one cluster into the folder of its life."""

    def __init__(self, own: Settings) -> None:
        if own.backups is None:
            raise NoBackups(None)
        self.own = own
        self.backups = Backups(own.backups.expanduser().resolve())
        self.backups.make()
        self.life = life_of(asyncio.run(ask(own.database)))
        self.words, self.env = reach(plain_url(own.database))
        self.child: Child | None = None
        self._tried = 0.0

    @property
    def folder(self) -> Path:
        """Where the segments are written."""
        return self.backups.wal(self.life)

    def begin(self) -> None:
        """Take the slot and stream. Raises ToolFailed."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        slot = [f"--slot={SLOT}", f"--directory={self.folder}"]
        run("pg_receivewal", [*slot, "--create-slot", "--if-not-exists", *self.words], self.env)
        self.child = spawn(
            "archive",
            [programs() / "pg_receivewal", *slot, "--synchronous", *SOON, *self.words],
            self.own.logs / "pg_receivewal.log",
            env=self.env,
        )

    def look_after(self) -> None:
        """Copy what is new beside the stream; begin the stream anew where it ended."""
        mirrored = mirror(self.own.evidence, self.backups.evidence)
        if mirrored.damaged:
            log.error("evidence is not what its name says", files=mirrored.damaged)
        mirror_receipts(self.own.journal, self.backups.receipts)
        if self.child is not None and GONE in self.child.said():
            self._set_gap_aside(self.child)
        if self.child is None or not self.child.alive:
            self.begin()
        if self.is_time_for_a_base():
            self.base()

    def is_time_for_a_base(self) -> bool:
        """None yet, or the hour has come since the last one."""
        if time.monotonic() - self._tried < AGAIN and self._tried:
            return False
        bases = self.backups.bases(self.life)
        if not bases:
            return True
        now = datetime.fromtimestamp(time.time(), SHANGHAI)  # the machine's own
        hour = self.own.backup_at
        today = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
        return now >= today > bases[-1].manifest.ended

    def base(self) -> None:
        """Make a base, and throw away those that are too old. What fails is tried again."""
        self._tried = time.monotonic()
        try:
            manifest = take(self.own.database, self.backups, self.own.evidence)
        except (Trouble, Refused, OSError) as trouble:
            log.exception("no base", trouble=str(trouble))
            return
        gone = self.backups.prune(self.life, self.own.backups_kept)
        log.info("base", name=manifest.name, events=manifest.events, gone=gone)

    def stop(self) -> None:
        """End the stream; the slot stays, and the server keeps what comes meanwhile."""
        if self.child is not None:
            self.child.stop()

    def _set_gap_aside(self, child: Child) -> None:
        child.stop()
        number = len(list(self.folder.parent.glob("wal*")))
        self.folder.rename(self.folder.with_name(f"wal-{number:03}"))
        log.error("the archive has a gap: a new base is made", aside=f"wal-{number:03}")
        run("pg_receivewal", [f"--slot={SLOT}", "--drop-slot", *self.words], self.env)
        self.child, self._tried = None, 0.0
        self.begin()
        self.base()
