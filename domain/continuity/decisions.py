"""A restore raises the epoch; what it lost is said by two people before facts are taken again.

A record that was put back may lack what its units hold receipts for. It refuses new facts until
that was compared with what is known outside, and somebody answers for the difference
(reliability §5.2, crash point 11). Where nothing known is missing it goes on at once.
"""

from collections.abc import Sequence
from typing import assert_never

from domain.base import Text, Value
from domain.continuity.messages import (
    ConfirmLoss,
    ContinuityCommand,
    ContinuityEvent,
    DeclareLoss,
    LossConfirmed,
    LossDeclared,
    NoteRestore,
    Person,
    RecordRestored,
)
from domain.continuity.refusals import NobodyWithAName, NothingLost, NotYetDeclared, SamePerson
from domain.given import Actor, Given


class Continuity(Value):
    """The last restore of the record, and how far people are in saying what it lost."""

    restored: RecordRestored | None = None
    held: bool = False
    what: Text | None = None
    declared_by: Person | None = None
    confirmed_by: Person | None = None

    @property
    def epoch(self) -> int:
        """How often the record was put back: a clock of an older epoch ends itself."""
        return self.restored.epoch if self.restored else 0

    @property
    def life(self) -> str:
        """What tells this copy of the record from its older ones; empty for the first."""
        return self.restored.life if self.restored else ""


def decide(
    state: Continuity | None, command: ContinuityCommand, given: Given
) -> Sequence[ContinuityEvent]:
    """The events of a command. Raises NothingLost, NobodyWithAName, NotYetDeclared, SamePerson."""
    state = state or Continuity()
    match command:
        case NoteRestore():
            return _restore(state, command)
        case DeclareLoss():
            return _declare(state, command, given.actor)
        case ConfirmLoss():
            return _confirm(state, given.actor)
        case _:
            assert_never(command)


def _restore(state: Continuity, c: NoteRestore) -> list[ContinuityEvent]:
    if c.life == state.life:
        return []
    return [
        RecordRestored(
            epoch=max(state.epoch, c.known_epoch) + 1,
            life=c.life,
            way=c.way,
            base=c.base,
            asked=c.asked,
            reaches=c.reaches,
            known=c.known,
            lost=c.lost,
            named=c.named,
            held=c.lost > 0 or c.known == 0,
        )
    ]


def _declare(state: Continuity, c: DeclareLoss, actor: Actor) -> list[ContinuityEvent]:
    person = _person(actor)
    if (state.what, state.declared_by) == (c.what, person):
        return []
    if not state.held:
        raise NothingLost
    return [LossDeclared(epoch=state.epoch, what=c.what, by=person)]


def _confirm(state: Continuity, actor: Actor) -> list[ContinuityEvent]:
    person = _person(actor)
    if person == state.confirmed_by:
        return []
    if not state.held:
        raise NothingLost
    if state.declared_by is None:
        raise NotYetDeclared
    if person == state.declared_by:
        raise SamePerson
    return [LossConfirmed(epoch=state.epoch, by=person)]


def _person(actor: Actor) -> Person:
    if not actor.ref.startswith("account:"):
        raise NobodyWithAName
    return actor.ref


def evolve(state: Continuity | None, event: ContinuityEvent) -> Continuity:
    """The record's continuity after the event."""
    state = state or Continuity()
    match event:
        case RecordRestored():
            return Continuity(restored=event, held=event.held)
        case LossDeclared():
            return state.model_copy(update={"what": event.what, "declared_by": event.by})
        case LossConfirmed():
            return state.model_copy(update={"held": False, "confirmed_by": event.by})
        case _:
            assert_never(event)
