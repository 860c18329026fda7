"""Is the record whole: every chain from its first event on, from the events alone; and does it
carry every project that was decided on here (`ledger.audit.origins`).

An edited, deleted or moved event breaks its chain; an event cut off at the end is missed by the
head that the stream's row holds. A rewriting of both is found by the log's signed checkpoints, and
a rewriting of these too by those that are held outside.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from domain.refusals import Malformed
from ledger.audit.origins import Origins
from ledger.audit.scan import events_by_stream
from ledger.chain import START, Head, event_id, hash_of
from ledger.log.checked import check_log_on
from ledger.log.note import Checkpoint

if TYPE_CHECKING:
    from ledger.door import Ledger

Law = Literal["hash", "link", "tail", "id", "origin", "log"]
_WAITING = "SELECT DISTINCT stream FROM follow_ups WHERE done_at IS NULL"
_HEADS = "SELECT id, version, head FROM streams WHERE $1::text IS NULL OR id = $1"


class Fault(BaseModel):
    """Something that cannot be in a whole record."""

    model_config = ConfigDict(frozen=True)

    stream: str
    version: int
    zh: str
    law: Law = "origin"
    """Which of the promises it breaks."""


class Verified(BaseModel):
    """What was read, and what is wrong with it."""

    model_config = ConfigDict(frozen=True)

    streams: int
    events: int
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


async def verify(
    ledger: "Ledger", stream: str | None = None, kept: Sequence[Checkpoint] = ()
) -> Verified:
    """Check every chain, or that of one stream; with all of them, what carries each project, and
    the log beside its own checkpoints and those that were kept elsewhere. Raises Malformed for one
    stream with kept checkpoints: they are of the whole log."""
    if stream is not None and kept:
        raise Malformed(
            "留存的校验点要与整本账册比较：请不写项目编号",
            "a kept checkpoint is compared with the whole log: name no project",
        )
    faults: list[Fault] = []
    origins = Origins()
    events = 0
    async with ledger.pool.read(snapshot=True) as connection:
        found = await connection.exec_driver_sql(_HEADS, (stream,))
        heads = {x.id: Head(x.version, x.head) for x in found}
        streams = len(heads)
        async for name, rows in events_by_stream(connection, stream):
            events += len(rows)
            broken = _faults(name, rows, heads.pop(name, None))
            faults += broken
            if not broken:
                origins.see(name, rows)
        if stream is None:
            waiting = {x.stream for x in await connection.exec_driver_sql(_WAITING)}
            faults += [_fault(*x) for x in origins.faults(waiting)]
            log = await check_log_on(connection, kept)
            faults += [_fault(*x, "log") for x in log.faults]
    faults += [_fault(x, 0, "链尾有记录，事件却一条也没有", "tail") for x in heads]
    return Verified(streams=streams, events=events, faults=tuple(faults))


def _faults(stream: str, rows: list[Any], head: Head | None) -> list[Fault]:
    found: list[Fault] = []
    last = START
    for row in rows:
        complaint = _complaint(row, last)
        if complaint is not None:
            found.append(_fault(stream, row["version"], *complaint))
        last = Head(row["version"], row["hash"])
    if head is None:
        found.append(_fault(stream, last.version, "有事件，却没有这个流的链尾记录", "tail"))
    elif head != last:
        found.append(
            _fault(
                stream,
                last.version,
                f"链尾应为第 {head.version} 条，末尾的事件被截去或改动",
                "tail",
            )
        )
    return found


def _complaint(row: Any, last: Head) -> tuple[str, Law] | None:
    if row["version"] != last.version + 1:
        return f"第 {last.version + 1} 条缺失或次序被改动", "link"
    if row["prev_hash"] != last.hash:
        return "与前一条的连接断开，前一条被改动、删除或调换", "link"
    if row["hash"] != hash_of(row):
        return "内容与其散列不符，事件被改动", "hash"
    if row["id"] != event_id(row["client"], row["command_id"], row["n"]):
        return "编号与其命令不符，事件被改动", "id"
    return None


def _fault(stream: str, version: int, zh: str, law: Law = "origin") -> Fault:
    return Fault(stream=stream, version=version, zh=zh, law=law)
