"""What the holder of a receipt is shown: where his event stands, and that it was signed for."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from domain.refusals import Unknown
from ledger.log.checkpoints import covering
from ledger.log.note import b64
from ledger.log.tree import inclusion_of

if TYPE_CHECKING:
    from ledger.pool import Pool

_BY_HASH = "SELECT position, stream, version FROM log WHERE hash = $1"


class LogReceipt(BaseModel):
    """A receipt that proves itself: `bihuan-verify --receipt` reads it, offline and for ever."""

    model_config = ConfigDict(frozen=True)

    stream: str
    version: int
    hash: str
    position: int
    """From 1, over all events of this log."""
    checkpoint: str | None
    """The signed note that covers it, with the witnesses' lines; None: at most a minute away."""
    size: int | None
    proof: tuple[str, ...]
    """RFC 6962 inclusion proof in base64, the lowest first."""
    witnesses: tuple[str, ...]


async def log_receipt(pool: "Pool", digest: str) -> LogReceipt:
    """Where the event with this hash stands. Raises Unknown where it is not in the log (yet)."""
    async with pool.read() as connection:
        found = (await connection.exec_driver_sql(_BY_HASH, (bytes.fromhex(digest),))).all()
        if not found:
            raise Unknown(
                "账册里的这一散列（刚登记的请过一会儿再查）", "such hash in the log", digest
            )
        note = await covering(pool, found[0].position)
        proof = (await inclusion_of(connection, found[0].position, note.size)).proof if note else ()
    return LogReceipt(
        stream=found[0].stream,
        version=found[0].version,
        hash=digest,
        position=found[0].position,
        checkpoint=note.note if note else None,
        size=note.size if note else None,
        proof=tuple(b64(x) for x in proof),
        witnesses=note.witnesses if note else (),
    )
