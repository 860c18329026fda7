"""What was forgotten, written down outside of the database: a backup that is restored brings the
names back, and `bihuan erase again` takes them away once more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledger.access.keeping import append_lines
from ledger.door import Ledger
from ledger.erasing import Erasure, erasures_since
from ledger.pulse import Pulse
from watch.rounds import rounds

PAUSE = 5.0
NAME = "watch:erasures"
OVERLAP = timedelta(minutes=10)
"""A transaction may end that long after it noted its time."""


class Erasures:
    """Keeps `erasures.ndjson` beside the copies of the log of reads: references, no names."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self._ledger, self._file = ledger, folder / "erasures.ndjson"
        self._known: set[tuple[int, datetime]] | None = None
        self._last = datetime.min.replace(tzinfo=UTC) + OVERLAP
        self._pulse = Pulse(ledger)

    async def run(self) -> None:
        """Until cancelled. Its beat says that it could write: silence becomes an incident."""
        await self._pulse.begin(NAME)
        await rounds("erasures", self.look, PAUSE)

    async def look(self) -> int:
        """Write down what is new. How many. Raises Unavailable, OSError."""
        known = self._read() if self._known is None else self._known
        found = await erasures_since(self._ledger, self._last - OVERLAP)
        new = [x for x in found if (x.id, x.at) not in known]
        if new:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            append_lines(self._file, [x.model_dump_json() for x in new])
            self._last = max(self._last, new[-1].at)
        self._known = known | {(x.id, x.at) for x in new}
        await self._pulse.beat(NAME)
        return len(new)

    def _read(self) -> set[tuple[int, datetime]]:
        if not self._file.is_file():
            return set()
        lines = self._file.read_text(encoding="utf-8").splitlines()
        known = [Erasure.model_validate_json(x) for x in lines if x.endswith("}")]
        self._last = max((x.at for x in known), default=self._last)
        return {(x.id, x.at) for x in known}
