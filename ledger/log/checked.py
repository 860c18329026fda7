"""Does the log say what the record says: made again from the events, compared with what is kept.

Every position is followed in order; the hash is taken from the *event*, so that an event that was
altered, removed or given another number makes another root than the one that was signed.
"""

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.chain import hash_of as hash_of_row
from ledger.log.merkle import EMPTY, leaf, parent
from ledger.log.note import BadNote, Checkpoint, Verifier, checkpoint_of, verifier_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ledger.door import Ledger

_PAGE = 5000
_NEXT = """
SELECT log.position, log.stream AS of, log.version AS number, log.hash AS kept, events.*
FROM log LEFT JOIN events ON events.stream = log.stream AND events.version = log.version
WHERE position > $1 ORDER BY position LIMIT $2
"""
_NOTES = "SELECT size, root, note FROM checkpoints ORDER BY size"
_KEYS = "SELECT vkey FROM log_keys"
_WAITING = """
SELECT coalesce(sum(streams.version - coalesce(sequenced.version, 0)), 0)
FROM streams LEFT JOIN sequenced ON sequenced.stream = id
"""
MOST = 100
"""Faults that are named; a log that was rewritten has as many as it has events."""


class LogFault(NamedTuple):
    """Something that cannot be in a whole log. Position 0: a checkpoint."""

    stream: str
    version: int
    zh: str


class LogChecked(NamedTuple):
    """What was read of the log, and what is wrong with it."""

    size: int
    waiting: int
    """Events that have no position yet."""
    checkpoints: int
    signed: int
    """How far the newest checkpoint reaches."""
    faults: tuple[LogFault, ...]


class Growing:
    """A tree of which only the right edge is remembered."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    def add(self, leaf_hash: bytes) -> None:
        """One more leaf."""
        self._edge.append(leaf_hash)
        self.size += 1
        full = self.size
        while not full & 1:
            right = self._edge.pop()
            self._edge.append(parent(self._edge.pop(), right))
            full >>= 1

    @property
    def root(self) -> bytes:
        """The root of what is there now."""
        if not self._edge:
            return EMPTY
        *rest, found = self._edge
        while rest:
            found = parent(rest.pop(), found)
        return found


async def check_log(ledger: "Ledger", kept: Sequence[Checkpoint] = ()) -> LogChecked:
    """Follow the whole log; `kept` are checkpoints that somebody outside held on to."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await check_log_on(connection, kept)


async def check_log_on(
    connection: "AsyncConnection", kept: Sequence[Checkpoint] = ()
) -> LogChecked:
    """`check_log` within somebody's snapshot."""
    notes = (await connection.exec_driver_sql(_NOTES)).all()
    keys = [verifier_of(x) for x in (await connection.exec_driver_sql(_KEYS)).scalars()]
    waiting = (await connection.exec_driver_sql(_WAITING)).scalar_one()
    faults = [x for note in notes for x in _signed(note, keys)]
    wanted: dict[int, list[tuple[bytes, str]]] = {}
    for x in notes:
        wanted.setdefault(x.size, []).append((x.root, "登记的校验点"))
    for y in kept:
        wanted.setdefault(y.size, []).append((y.root, "外面留存的校验点"))
    tree = Growing()
    async for row in _rows(connection):
        faults += _complaints(row, tree.size)
        tree.add(leaf(bytes.fromhex(row.hash) if row.hash else row.kept))
        faults += [
            LogFault("log", tree.size, f"前{tree.size}条的根与{whose}不符，账册被改写")
            for root, whose in wanted.pop(tree.size, ())
            if root != tree.root
        ]
    faults += [
        LogFault("log", size, f"账册有{tree.size}条，短于{whose}的{size}条，末尾被截去")
        for size, several in wanted.items()
        for _, whose in several
        if size > 0
    ]
    newest = notes[-1].size if notes else 0
    return LogChecked(tree.size, int(waiting), len(notes), newest, tuple(faults[:MOST]))


def _signed(row: Any, keys: Sequence[Verifier]) -> list[LogFault]:
    try:
        note = checkpoint_of(row.note)
    except BadNote:
        note = None
    same = note is not None and (note.size, note.root) == (row.size, row.root)
    if same and note and any(note.signed_by(x) for x in keys if x.name == note.origin):
        return []
    return [LogFault("log", row.size, f"{row.size}条的校验点签名不对或内容不符")]


def _complaints(row: Any, before: int) -> list[LogFault]:
    if row.position != before + 1:
        return [LogFault("log", before + 1, f"账册第{before + 1}条缺失")]
    if row.hash is None:
        return [LogFault(row.of, row.number, f"账册第{row.position}条在记录里没有，被删除")]
    if bytes.fromhex(row.hash) != row.kept or hash_of_row(row._mapping) != row.hash:
        return [LogFault(row.of, row.number, f"账册第{row.position}条与记录不符，被改动")]
    return []


async def _rows(connection: "AsyncConnection") -> AsyncIterator[Any]:
    last = 0
    while True:
        found = (await connection.exec_driver_sql(_NEXT, (last, _PAGE))).all()
        for row in found:
            yield row
        if len(found) < _PAGE:
            return
        last = found[-1].position
