"""Looking a restored record over before anybody uses it: its chains, and what is known outside."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.continuity.messages import LostReceipt, NoteRestore
from ledger.audit import verify
from ledger.door import Ledger
from ledger.known import Known, identity, missing, note_restore
from ledger.log.checked import check_log
from ledger.log.note import Checkpoint
from stack.backup.mirror import digest
from stack.backup.places import Base
from watch.receipts import Journal

_NEWEST = "SELECT max(recorded_at) FROM events"
_FILES = "SELECT DISTINCT sha256 FROM uploads"


class Looked(BaseModel):
    """What the restored record is like."""

    model_config = ConfigDict(frozen=True)

    reaches: datetime | None
    streams: int
    events: int
    faults: tuple[str, ...]
    known: int
    lost: tuple[LostReceipt, ...]
    epoch: int
    held: bool
    woken: int
    files: tuple[str, ...]
    """The evidence files that it names."""


async def examine(
    url: str,
    base: Base,
    to: datetime | None,
    life: str,
    folders: tuple[Path, ...],
    kept: tuple[Checkpoint, ...] = (),
) -> Looked:
    """Verify, compare with the receipts of these folders and with what witnesses kept, raise the
    epoch, wake every clock."""
    ledger = await Ledger.connect(url, clients=2)
    try:
        found = await verify(ledger)
        log = await check_log(ledger, kept) if kept else None
        reaches = await _one(ledger, _NEWEST)
        known = await _known(ledger, folders)
        lost = await missing(ledger, known)
        told = NoteRestore(
            life=life,
            way="restored",
            base=base.manifest.name,
            asked=to,
            reaches=reaches,
            lost=max((0, *(x.size - log.size for x in kept))) if log else 0,
        )
        await note_restore(ledger, told, known, lost)
        woken = await ledger.wake_all()
        async with ledger.pool.read() as connection:
            files = list((await connection.exec_driver_sql(_FILES)).scalars())
            held = (await connection.exec_driver_sql("SELECT facts_are_held()")).scalar_one()
        return Looked(
            reaches=reaches,
            streams=found.streams,
            events=found.events,
            faults=tuple(f"{x.stream} 第 {x.version} 条：{x.zh}" for x in found.faults)
            + tuple(x.zh for x in (log.faults if log else ())),
            known=len(known),
            lost=tuple(x.receipt for x in lost),
            epoch=await ledger.epoch(),
            held=held,
            woken=woken,
            files=tuple(files),
        )
    finally:
        await ledger.close()


async def _known(ledger: Ledger, folders: tuple[Path, ...]) -> list[Known]:
    """The receipts of this database in all these folders, each once."""
    name = await identity(ledger)
    found = {
        (x.receipt.stream, x.receipt.version, x.receipt.hash): x
        for folder in folders
        for x in Journal(folder / name).read()
    }
    return sorted(found.values(), key=lambda x: x.receipt.recorded_at)


async def _one(ledger: Ledger, question: str) -> datetime | None:
    async with ledger.pool.read() as connection:
        found: datetime | None = (await connection.exec_driver_sql(question)).scalar_one()
        return found


def absent(store: Path, names: tuple[str, ...]) -> list[str]:
    """Those of the evidence files that are not there, or not what their name says."""
    return [x for x in names if not (store / x[:2] / x).is_file() or digest(store / x[:2] / x) != x]
