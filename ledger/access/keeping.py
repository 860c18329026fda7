"""Copying the log of reads out of the database, line by line, and letting the oldest go."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.base import refuse_unless
from ledger.access.chain import Broken, Check
from ledger.access.visit import COLUMNS, GENESIS
from ledger.canon import instant
from ledger.known import identity

if TYPE_CHECKING:
    from ledger.door import Ledger

LEAST_DAYS = 180
"""What the law demands (网络安全法)."""
PART = 1000
"""Lines that are copied at a time, and at a time let go ten times as many."""
_NEXT = f"""
SELECT {", ".join(COLUMNS)} FROM access_log WHERE seq > $1 ORDER BY seq LIMIT {PART}
"""  # noqa: S608  # our own columns
_LET_GO = "SELECT let_go_of_reads($1, $2)"
_OWN = "SELECT seq, hash FROM access_log WHERE seq = ANY($1)"
_GONE = "SELECT coalesce(max(seq), 0) FROM access_anchors"


class Copy:
    """A folder elsewhere: a file a month, a line of JSON for each line, only ever appended to.

    Every life of the record has a folder of its own: what was restored from a backup goes on from
    an older line, and what was copied before stays as it was."""

    def __init__(self, folder: Path) -> None:
        self._above = folder
        self.folder = folder
        self._after: int | None = None

    def files(self) -> list[Path]:
        """The months, oldest first."""
        return sorted(self.folder.glob("reads-*.ndjson"))

    async def go_on(self, ledger: "Ledger") -> int:
        """Copy what is new, and see that it is on the disk. How many lines. Raises Unavailable,
        OSError."""
        await self.of(ledger)
        after = self._last() if self._after is None else self._after
        async with ledger.pool.read() as connection:
            rows = (await connection.exec_driver_sql(_NEXT, (after,))).all()
        months: dict[str, list[str]] = {}
        for row in rows:
            months.setdefault(f"{row.at:%Y-%m}", []).append(_line(row))
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for month, lines in months.items():
            append_lines(self.folder / f"reads-{month}.ndjson", lines)
        self._after = rows[-1].seq if rows else after
        return len(rows)

    async def of(self, ledger: "Ledger") -> None:
        """Turn to the folder of the record's present life. Raises Unavailable."""
        async with ledger.pool.read() as connection:
            epoch = (await connection.exec_driver_sql("SELECT record_epoch()")).scalar_one()
        folder = self._above / await identity(ledger) / f"{epoch}"
        if folder != self.folder:
            self.folder, self._after = folder, None

    def lines(self) -> Iterator["Copied"]:
        """What was copied, oldest first."""
        for file in self.files():
            with file.open(encoding="utf-8") as read:
                for line in read:
                    if line.endswith("\n"):  # a crash may have torn the last
                        yield Copied(json.loads(line))

    def _last(self) -> int:
        """The last line that lies here whole; what is torn behind it is taken away."""
        for file in reversed(self.files()):
            whole = file.read_bytes().rpartition(b"\n")[0]
            if whole:
                os.truncate(file, len(whole) + 1)
                return int(json.loads(whole.rpartition(b"\n")[2])["seq"])
        return 0


class Copied:
    """A line of the copy, with the names of the table's columns."""

    def __init__(self, told: dict[str, Any]) -> None:
        told["at"] = datetime.fromisoformat(told["at"])
        self.__dict__.update(told)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class Compared(NamedTuple):
    """A copy beside the database's log."""

    lines: int
    faults: tuple[Broken, ...]


async def compare(ledger: "Ledger", copy: Copy) -> Compared:
    """Verify the copy by itself, and beside what the database says. Raises Unavailable."""
    await copy.of(ledger)
    check, known = Check(0, GENESIS), dict[int, str]()
    for n, row in enumerate(copy.lines()):
        if n == 0:
            check = Check(row.seq - 1, row.prev_hash)
        check.see(row)
        known[row.seq] = row.hash
        if len(known) == PART:
            check.against(known.items(), *await _own(ledger, known))
            known.clear()
    check.against(known.items(), *await _own(ledger, known))
    return Compared(check.lines, tuple(check.faults))


async def _own(ledger: "Ledger", known: dict[int, str]) -> tuple[dict[int, str], int]:
    """Which of them the database has; then, so that nothing is let go unseen in between, up to
    which line they were let go."""
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_OWN, (list(known),))).all()
        gone = (await connection.exec_driver_sql(_GONE)).scalar_one()
    return {x.seq: x.hash for x in rows}, gone


async def let_go(ledger: "Ledger", days: int) -> int:
    """Let what is older than so many days go, leaving where the chain stood. How many lines.

    Raises Malformed for fewer days than the law demands, Unavailable."""
    refuse_unless(
        days >= LEAST_DAYS,
        f"查看记录至少保留{LEAST_DAYS}天，请写{LEAST_DAYS}或更多。",
        f"reads are kept for {LEAST_DAYS} days at least.",
    )
    done = await ledger.pool.write(lambda x: x.exec_driver_sql(_LET_GO, (days, 10 * PART)))
    return int(done.scalar_one())


def _line(row: Any) -> str:
    told = {x: getattr(row, x) for x in COLUMNS} | {"at": instant(row.at)}
    return json.dumps(told, ensure_ascii=False)


def append_lines(file: Path, lines: list[str]) -> None:
    """Add the lines, and see that they are on the disk. Raises OSError."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as out:
        out.write("".join(f"{x}\n" for x in lines))
        out.flush()
        os.fsync(out.fileno())
