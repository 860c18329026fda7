"""Verifying the log of reads: every line hashed anew, dense, and ending where the head says."""

from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.access.visit import COLUMNS, GENESIS, hash_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ledger.door import Ledger

PART = 2000
MOST = 20
"""Faults that are told."""
_PART = f"""
SELECT {", ".join(COLUMNS)} FROM access_log WHERE seq > $1 ORDER BY seq LIMIT {PART}
"""  # noqa: S608  # our own columns
_HEAD = "SELECT seq, hash FROM access_head"
_ANCHOR = "SELECT seq, hash FROM access_anchors ORDER BY seq DESC LIMIT 1"


class Broken(NamedTuple):
    """Where the chain does not hold."""

    seq: int
    zh: str


class Verified(NamedTuple):
    """What a verification found."""

    first: int
    last: int
    lines: int
    faults: tuple[Broken, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was altered, taken out or cut off."""
        return not self.faults


async def verify_reads(ledger: "Ledger", newest: int | None = None) -> Verified:
    """Every line that is kept, or the newest so many. Raises Unavailable.

    Between the first line that is looked at and its forerunner, nothing is said.
    """
    async with ledger.pool.read(snapshot=True, whole=True) as connection:
        head = (await connection.exec_driver_sql(_HEAD)).one()
        begin = None if newest is None else max(0, head.seq - newest)
        seq, prev = await _start(connection, begin)
        check = Check(seq, prev)
        async for row in _rows(connection, seq):
            check.see(row)
        check.ends_with(head.seq, head.hash)
    return Verified(seq + 1, check.seq, check.lines, tuple(check.faults[:MOST]))


async def _start(connection: "AsyncConnection", begin: int | None) -> tuple[int, str]:
    """After which line to begin, and that line's hash."""
    if begin:
        found = await connection.exec_driver_sql(
            "SELECT seq, hash FROM access_log WHERE seq = $1", (begin,)
        )
        row = found.one_or_none()
        if row is not None:
            return row.seq, row.hash
    anchor = (await connection.exec_driver_sql(_ANCHOR)).one_or_none()
    return (anchor.seq, anchor.hash) if anchor is not None else (0, GENESIS)


async def _rows(connection: "AsyncConnection", after: int) -> AsyncIterator[Any]:
    while rows := (await connection.exec_driver_sql(_PART, (after,))).all():
        for row in rows:
            yield row
        after = rows[-1].seq


class Check:
    """Goes along a chain, line by line."""

    def __init__(self, seq: int, prev: str) -> None:
        self.seq, self.lines = seq, 0
        self.faults: list[Broken] = []
        self._prev = prev

    def see(self, row: Any) -> None:
        """The next line."""
        if row.seq != self.seq + 1:
            self.faults.append(Broken(row.seq, f"第{self.seq + 1}行到第{row.seq - 1}行不见了"))
        elif row.prev_hash != self._prev:
            self.faults.append(Broken(row.seq, "接不上前一行"))
        if hash_of(row.seq, row, row.prev_hash) != row.hash:
            self.faults.append(Broken(row.seq, "内容与散列不符，改动过"))
        self.seq, self._prev, self.lines = row.seq, row.hash, self.lines + 1

    def ends_with(self, seq: int, hash_: str) -> None:
        """Whether the end is the end that is known elsewhere."""
        if self.seq != seq:
            self.faults.append(Broken(self.seq, f"链尾应在第{seq}行，后面的不见了"))
        elif self._prev != hash_:
            self.faults.append(Broken(seq, "链尾的散列与登记的不符"))

    def against(self, kept: Iterable[tuple[int, str]], own: dict[int, str], let_go: int) -> None:
        """Beside a copy that lies elsewhere: the same line has the same hash, and only what was let
        go, up to that line, is not there any more."""
        for seq, hash_ in kept:
            if seq not in own and seq > let_go:
                self.faults.append(Broken(seq, "外面的副本有这一行，查看记录里不见了"))
            elif seq in own and own[seq] != hash_:
                self.faults.append(Broken(seq, "与外面的副本不同"))
