"""How the record stands after its last restore."""

from typing import TYPE_CHECKING

from domain.continuity.decisions import Continuity
from domain.names import RECORD
from domain.refusals import Unknown

if TYPE_CHECKING:
    from ledger.door import Ledger


async def continuity(ledger: "Ledger") -> Continuity:
    """Its epoch, what it lost, and what people said of that; of epoch 0 where it never was."""
    try:
        state: object = (await ledger.standing(RECORD)).state
    except Unknown:
        return Continuity()
    return state if isinstance(state, Continuity) else Continuity()
