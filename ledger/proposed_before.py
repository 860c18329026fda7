"""A proposal under a key that was used before: the first answer again, whatever became of it since.

The act itself cannot be tried again by then: a second person may have had it done.
"""

from typing import TYPE_CHECKING, NamedTuple

from domain.base import Command
from domain.countersign.messages import ActProposed
from domain.countersign.subjects import pinned_as
from domain.names import COUNTERSIGN, stream_id
from ledger.canon import body_of
from ledger.reading import read_command, read_event
from ledger.refusals import ReusedKey
from ledger.repeats import same_before
from ledger.requests import Receipt

if TYPE_CHECKING:
    from ledger.door import Ledger

_SAID = "SELECT type, schema, body FROM events WHERE id = $1"


class Proposed(NamedTuple):
    """Where a proposal lies."""

    receipt: Receipt
    number: int


async def proposed_before(
    ledger: "Ledger", target: str, command: Command, client: str, command_id: str
) -> Proposed | None:
    """What this key proposed; None where it is new. Raises ReusedKey where it named another act."""
    stream = stream_id(COUNTERSIGN, target)
    async with ledger.pool.read() as connection:
        receipt = await same_before(connection, stream, client, command_id)
        if receipt is None:
            return None
        row = (await connection.exec_driver_sql(_SAID, (receipt.events[0].id,))).one()
    said = read_event(stream, row.type, row.schema, row.body)
    if not isinstance(said, ActProposed) or said.type != type(command).__name__:
        raise ReusedKey(command_id)
    if body_of(pinned_as(command, read_command(target, said.type, said.body))) != said.body:
        raise ReusedKey(command_id)
    return Proposed(receipt, said.number)
