"""The journal of receipts: what was recorded, written down outside of the database each second.

One line an event, `RECEIPTS/DATABASE/2023-05-04.ndjson`, best on another disk than the database.
After a restore it says exactly what was lost; at each start, and each second after it, it shows a
record that somebody put back without saying so.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from pydantic import ValidationError

from domain.calendar import SHANGHAI
from domain.continuity.messages import NoteRestore
from ledger.door import Ledger
from ledger.known import OVERLAP, Known, missing, note_restore, recorded_since
from ledger.pulse import Pulse
from watch.rounds import rounds

PAUSE = 1.0
MOST = 5000
"""Lines of one look at the record."""
LONG_AGO = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
NAME = "watch:receipts"
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
            file = self.folder / f"{day}.ndjson"
            text = "".join(f"{x.model_dump_json()}\n" for x in ones)
            with file.open("a", encoding="utf-8") as out:
                out.write(text if _whole(file) else f"\n{text}")
                out.flush()
                os.fsync(out.fileno())
        for old in self.files()[:-KEPT]:
            old.unlink()


def _whole(file: Path) -> bool:
    """Whether its last line has its end: a crash may have torn it."""
    with file.open("rb") as read:
        if read.seek(0, os.SEEK_END) == 0:
            return True
        read.seek(-1, os.SEEK_END)
        return read.read() == b"\n"


def _lines(file: Path) -> Iterator[Known]:
    """The lines of one day; the last may be torn where a machine went down."""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield Known.model_validate_json(line)
        except ValidationError:
            log.warning("torn line", file=file.name)


class Receipts:
    """Writes the journal as the record grows."""

    def __init__(self, ledger: Ledger, journal: Journal, page: int = MOST) -> None:
        self._ledger = ledger
        self._journal = journal
        self._page = page
        self._pulse = Pulse(ledger)
        self._noted: dict[tuple[str, int, str], Known] = {}
        """What was written down since `_since`, in the order of writing."""
        self._since: datetime | None = None
        """Everything recorded before it is written down."""
        self._seen = LONG_AGO

    async def run(self) -> None:
        """Until cancelled."""
        await self.begin()
        await rounds("receipts", self.round, PAUSE)

    async def begin(self) -> None:
        """From now on its silence is noticed."""
        await self._pulse.begin(NAME)

    async def round(self) -> int:
        """Write down what is new, and see that what was written last still stands. How many.

        Its beat says that a round came to its end.
        """
        since = self._begin() if self._since is None else self._since
        if self._noted:
            await hold_if_behind(self._ledger, [next(reversed(self._noted.values()))])
        now = await self._ledger.now()
        since = min(since, now - OVERLAP)
        written, after = 0, ("", 0)
        while True:
            found = await recorded_since(self._ledger, since, self._page, after)
            written += self._write(found)
            if found:
                last = found[-1].receipt
                since, after = last.recorded_at, (last.stream, last.version)
                self._seen = max(self._seen, since)
                self._forget(min(since, now) - OVERLAP)
            if len(found) < self._page:
                break
        self._since = min(self._seen, now) - OVERLAP
        self._forget(self._since)
        await self._pulse.beat(NAME)
        return written

    def _write(self, found: Sequence[Known]) -> int:
        fresh = {y: x for x in found if (y := _key(x)) not in self._noted}
        if fresh:
            self._journal.append(list(fresh.values()))
        self._noted |= fresh
        return len(fresh)

    def _forget(self, before: datetime) -> None:
        self._noted = {k: x for k, x in self._noted.items() if x.receipt.recorded_at >= before}

    def _begin(self) -> datetime:
        """Go on where the journal ends: at its last line, or earlier."""
        known = self._journal.read(MOST)
        if not known:
            return LONG_AGO
        self._noted = {_key(x): x for x in known}
        self._seen = max(x.receipt.recorded_at for x in known)
        return known[-1].receipt.recorded_at - OVERLAP


def _key(known: Known) -> tuple[str, int, str]:
    return known.receipt.stream, known.receipt.version, known.receipt.hash


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
