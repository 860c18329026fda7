"""The journal of receipts: what was recorded, written down outside of the database each second.

One line an event, `RECEIPTS/DATABASE/2023-05-04.ndjson`, best on another disk than the database.
After a restore it says exactly what was lost; at each start, and each second after it, it shows a
record that somebody put back without saying so.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from pydantic import ValidationError

from domain.calendar import SHANGHAI
from domain.continuity.messages import NoteRestore
from ledger.door import Ledger
from ledger.known import OVERLAP, Known, missing, note_restore, recorded_since
from watch.rounds import rounds

PAUSE = 1.0
MOST = 5000
"""Lines of one round."""
KEPT = 60
"""So many days are kept; each of them is in the backups too."""
LOOKED_AT = 2000
"""So many of the last lines are asked for at a start: the newest are what a rollback loses."""

log = structlog.get_logger("receipts")


class Journal:
    """One folder, a file a day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> list[Path]:
        """The days, oldest first."""
        return sorted(self.folder.glob("*.ndjson"))

    def read(self, newest: int | None = None) -> list[Known]:
        """What is known, oldest first; only the last so many, if that is said."""
        found: list[Known] = []
        for file in reversed(self.files()):
            found = [*_lines(file), *found]
            if newest is not None and len(found) >= newest:
                return found[-newest:]
        return found

    def append(self, known: Sequence[Known]) -> None:
        """Write it down, and see that it is on the disk."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        days: dict[str, list[Known]] = {}
        for one in known:
            day = f"{one.receipt.recorded_at.astimezone(SHANGHAI):%Y-%m-%d}"
            days.setdefault(day, []).append(one)
        for day, ones in days.items():
            with (self.folder / f"{day}.ndjson").open("a", encoding="utf-8") as out:
                out.write("".join(f"{x.model_dump_json()}\n" for x in ones))
                out.flush()
                os.fsync(out.fileno())
        for old in self.files()[:-KEPT]:
            old.unlink()


def _lines(file: Path) -> Iterator[Known]:
    """The lines of one day; the last may be torn where a machine went down."""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield Known.model_validate_json(line)
        except ValidationError:
            log.warning("torn line", file=file.name)


class Receipts:
    """Writes the journal as the record grows."""

    def __init__(self, ledger: Ledger, journal: Journal) -> None:
        self._ledger = ledger
        self._journal = journal
        self._noted: dict[tuple[str, int], Known] = {}
        """What was written down within the overlap."""
        self._since: datetime | None = None

    async def run(self) -> None:
        """Until cancelled."""
        await rounds("receipts", self.round, PAUSE)

    async def round(self) -> int:
        """Write down what is new, and see that what was written last still stands. How many."""
        if self._since is None:
            self._begin()
        if self._noted:
            newest = max(self._noted.values(), key=lambda x: x.receipt.recorded_at)
            await hold_if_behind(self._ledger, [newest])
        since = self._since or datetime.min.replace(tzinfo=SHANGHAI) + timedelta(days=1)
        found = await recorded_since(self._ledger, since, MOST)
        fresh = [x for x in found if (x.receipt.stream, x.receipt.version) not in self._noted]
        if fresh:
            self._journal.append(fresh)
        if found:
            full = len(found) == MOST
            last = found[-1].receipt.recorded_at
            self._since = last if full and last > since else max(since, last - OVERLAP)
        self._noted |= {(x.receipt.stream, x.receipt.version): x for x in fresh}
        self._noted = {
            k: x for k, x in self._noted.items() if x.receipt.recorded_at >= (self._since or since)
        }
        return len(fresh)

    def _begin(self) -> None:
        """Go on where the journal ends."""
        known = self._journal.read(MOST)
        if known:
            self._since = max(x.receipt.recorded_at for x in known) - OVERLAP
            self._noted = {(x.receipt.stream, x.receipt.version): x for x in known}


async def hold_if_behind(ledger: Ledger, known: Sequence[Known]) -> int:
    """Close the record to facts if it lacks what it gave receipts for. How many it lacks.

    Receipts of older epochs were answered for when the epoch rose.
    """
    epoch = await ledger.epoch()
    asked = [x for x in known if x.epoch >= epoch]
    lost = await missing(ledger, asked)
    if lost:
        newest = max(lost, key=lambda x: x.receipt.recorded_at)
        life = f"{epoch + 1}-{newest.receipt.hash[:8]}"
        told = NoteRestore(life=life, way="found_behind")
        await note_restore(ledger, told, asked, lost)
        await ledger.wake_all()
        log.error("behind what is known outside", lost=len(lost), life=life)
    return len(lost)
