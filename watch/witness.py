"""A witness: another county, or the audit office, that looks whether a log only ever grows.

It remembers the last checkpoint it cosigned, in a file of its own. A new one is cosigned only if
its signature holds and the log proves that it continues the old one. Otherwise it refuses, keeps
both checkpoints as evidence and says so at every look until a person has decided: two histories
signed by one key are a proof that no explanation undoes.
"""

import time
from pathlib import Path
from typing import Protocol

import structlog

from domain.refusals import Refused
from ledger.log.keys import kept
from ledger.log.merkle import EMPTY, extends
from ledger.log.note import Checkpoint, Signer, Verifier, trusted

log = structlog.get_logger("witness")


class NotConsistent(Refused):
    """The log does not continue what was cosigned; both checkpoints lie beside the memory."""

    def __init__(self, before: int, now: int, evidence: Path) -> None:
        super().__init__(
            f"账册现在的{now}条接不上以前见证过的{before}条：被截断、改写，或给不同的人看了不同的账。"
            f"不予联签。两个校验点存于 {evidence}，请报告审计机关。",
            f"the log of {now} does not continue the {before} that were witnessed; not cosigned."
            f" Both checkpoints are kept in {evidence}.",
        )


class Log(Protocol):
    """What a witness asks of a log."""

    async def checkpoint(self) -> str:
        """The newest signed note."""
        ...

    async def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the log's first `new` events begin with its first `old`."""
        ...

    async def cosigned(self, note: str) -> None:
        """Hand a cosigned note over."""
        ...


class Witness:
    """Looks at one log with one key."""

    def __init__(self, key: Signer, of: Verifier, memory: Path) -> None:
        self._key = key
        self._of = of
        self._memory = memory

    @property
    def last(self) -> Checkpoint | None:
        """What was cosigned last. Raises BadNote where the file is another log's."""
        if not self._memory.exists():
            return None
        return trusted(self._memory.read_text(encoding="utf-8"), self._of)

    async def look(self, at: Log) -> Checkpoint:
        """Cosign the newest checkpoint. Raises NotConsistent, BadNote, what the log raises."""
        note = await at.checkpoint()
        found, last = trusted(note, self._of), self.last
        before = last or Checkpoint(found.origin, 0, EMPTY)
        grown = before.size < found.size
        proof = await at.consistency(before.size, found.size) if grown and before.size else []
        if not extends(before.size, found.size, before.root, found.root, proof):
            raise self._refused(before, note, found)
        line = self._key.cosign(found.body, int(time.time())).rstrip("\n")
        made = Checkpoint(found.origin, found.size, found.root, (*found.lines, line))
        kept(self._memory, made.note)
        await at.cosigned(made._replace(lines=(line,)).note)  # under our own line alone
        log.info("cosigned", log=found.origin, size=found.size)
        return made

    def _refused(self, before: Checkpoint, note: str, found: Checkpoint) -> NotConsistent:
        evidence = self._memory.with_name(f"{self._memory.name}.refused-{found.size}")
        if not evidence.exists():
            kept(evidence, f"{before.note}\n{note}")
        log.error("refused", log=found.origin, witnessed=before.size, shown=found.size)
        return NotConsistent(before.size, found.size, evidence)
