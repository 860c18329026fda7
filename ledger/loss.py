"""The two people's words on what a restore lost, from a page or the command line."""

import hashlib
from typing import TYPE_CHECKING

from domain.base import Command
from domain.continuity.decisions import Continuity
from domain.continuity.messages import ConfirmLoss
from domain.continuity.refusals import SamePerson
from domain.given import Actor
from domain.names import RECORD
from ledger.identities import Identities
from ledger.queries.continuity import continuity

if TYPE_CHECKING:
    from ledger.door import Ledger


async def answer_for_loss(ledger: "Ledger", command: Command, actor: Actor) -> Continuity:
    """How the record stands after one person's word; it is woken where it takes facts again.

    Raises NothingLost, NobodyWithAName, NotYetDeclared, and SamePerson also for another account
    of the same human.
    """
    before = await continuity(ledger)
    first = before.declared_by if isinstance(command, ConfirmLoss) and before.held else None
    if first is not None and await Identities(ledger.pool).same_human(first, actor.ref):
        raise SamePerson
    key = f"loss:{before.epoch}:{type(command).__name__}:{_words(command)}"
    await ledger.handle(RECORD, command, actor=actor, client=actor.ref, command_id=key)
    after = await continuity(ledger)
    if before.held and not after.held:
        await ledger.wake_all()
    return after


def _words(command: Command) -> str:
    """The same words under the same key, other words under another."""
    return hashlib.sha256(command.model_dump_json().encode()).hexdigest()[:16]
