"""The notary: signs checkpoints, and nothing that is not a continuation of what it signed last.

It runs as a process of its own, the only one that holds the log's key. What it signed last stands
in a file beside the key, outside the database: whoever rewrites the database cannot make it forget.
The file is written, durably, before the signature leaves this process; after a crash the same
checkpoint is put on record again.
"""

import time
from pathlib import Path

import structlog

from domain.refusals import Refused
from ledger.log.checkpoints import keep, newest
from ledger.log.keys import kept
from ledger.log.merkle import EMPTY, extends
from ledger.log.note import BadNote, Checkpoint, Signer, trusted
from ledger.log.tree import consistency_of, size_of
from ledger.pool import Pool
from watch.rounds import rounds

PAUSE = 1.0
EVERY = 60.0
"""Seconds after which even a single new event is signed for."""
MANY = 100
"""New events for which nobody waits that long (reliability §5.2)."""

log = structlog.get_logger("notary")


class NotAContinuation(Refused):
    """The log does not begin with what was signed: it was cut or rewritten, or a backup is back."""

    def __init__(self, signed: int, found: int) -> None:
        super().__init__(
            f"账册现有{found}条，接不上已签的{signed}条：记录被截断或改写，或恢复到了旧备份。"
            "公证停止签发，请按“校验点接不上”的处置办法办理。",
            f"the log of {found} does not continue the {signed} that were signed: cut, rewritten"
            " or restored. Nothing is signed until people have decided.",
        )


class AnotherKey(Refused):
    """The record has checkpoints of this name that another key signed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”以前的校验点是另一把密钥签的：请放回原来的密钥目录；确已丢失的，"
            "移开现在的密钥目录，换一个 LOG_NAME，另起一本账册。",
            f"another key signed for {name}: put the folder of keys back; if it is lost, move this"
            " one away and begin a new log with another LOG_NAME.",
        )


class Notary:
    """Holds the key, and remembers."""

    def __init__(self, pool: Pool, key: Signer, memory: Path) -> None:
        self._pool = pool
        self._key = key
        self._memory = memory
        self._since = time.monotonic() - EVERY
        self.last = self._remembered()
        self._on_record = False

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("notary", self.look, PAUSE)

    async def look(self) -> Checkpoint | None:
        """Sign for what is new, if it is time. Raises NotAContinuation, Unavailable."""
        await self._settle()
        signed, before = (self.last.size, self.last.root) if self.last else (0, EMPTY)
        async with self._pool.read(snapshot=True) as connection:
            size = await size_of(connection)
            if signed <= size < signed + MANY and time.monotonic() - self._since < EVERY:
                return None
            if size < signed:
                raise NotAContinuation(signed, size)
            try:
                proven = await consistency_of(connection, signed, size)
            except KeyError as missing:
                raise NotAContinuation(signed, size) from missing
        if not extends(signed, size, before, proven.root, proven.proof):
            raise NotAContinuation(signed, size)
        if size == signed:  # looked at all the same: what is signed still stands
            self._since = time.monotonic()
            return None
        return await self._sign(size, proven.root)

    async def _settle(self) -> None:
        """See that what was signed last is known here and on record, whichever file was lost."""
        if self._on_record:
            return
        if self.last is None:
            await self._recall()
        if self.last is not None:
            await keep(self._pool, self.last, self._key.verifier)
        self._on_record = True

    async def _recall(self) -> None:
        found = await newest(self._pool, self._key.name)
        if found is None:
            if (ended := await newest(self._pool)) is not None:
                was = ended.note.partition("\n")[0]
                log.warning("a new log begins", log=self._key.name, ended=was, signed=ended.size)
            return
        try:
            self.last = trusted(found.note, self._key.verifier)
        except BadNote as bad:
            raise AnotherKey(self._key.name) from bad
        kept(self._memory, self.last.note)

    async def _sign(self, size: int, root: bytes) -> Checkpoint:
        made = Checkpoint(self._key.name, size, root)
        made = made._replace(lines=(self._key.sign(made.body).rstrip("\n"),))
        kept(self._memory, made.note)
        self.last, self._on_record, self._since = made, False, time.monotonic()
        await keep(self._pool, made, self._key.verifier)
        self._on_record = True
        log.info("signed", size=size)
        return made

    def _remembered(self) -> Checkpoint | None:
        """What was signed last. Raises BadNote where the file is not of this key."""
        if not self._memory.exists():
            return None
        return trusted(self._memory.read_text(encoding="utf-8"), self._key.verifier)
