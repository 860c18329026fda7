"""After a restore: the epoch rises, and two people say what was lost before facts are taken."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from domain import streams
from domain.base import Command
from domain.calendar import SHANGHAI, Calendar
from domain.continuity.decisions import Continuity
from domain.continuity.messages import (
    ConfirmLoss,
    DeclareLoss,
    LostReceipt,
    NoteRestore,
    RecordRestored,
)
from domain.continuity.refusals import NobodyWithAName, NothingLost, NotYetDeclared, SamePerson
from domain.given import SYSTEM, Actor, Given
from domain.names import RECORD
from domain.refusals import Refused
from domain.regimes import named

AT = datetime(2023, 5, 4, 10, tzinfo=SHANGHAI)
LI, WANG = (Actor(f"account:{UUID(int=n)}", "clerk") for n in (1, 2))
TOKEN = Actor(f"token:{UUID(int=3)}", "clerk")
GONE = LostReceipt(
    stream="project:LG23-01", version=3, hash="ab" * 32, type="DutyFiled", recorded_at=AT
)
BEHIND = NoteRestore(life="life-1", way="restored", known=20, lost=1, named=(GONE,))
WHOLE = NoteRestore(life="life-1", way="restored", known=20)
WORD = DeclareLoss(what="5月4日10时以后的1份工作方案，已请承办单位凭回执重报")


def after(*said: tuple[Actor, Command]) -> Continuity:
    state: Any = None
    for actor, command in said:
        given = Given(actor, AT, AT, Calendar.seeded(), named("longgang@1"))
        state = streams.evolve_all(RECORD, state, streams.decide(RECORD, state, command, given))
    return Continuity() if state is None else Continuity.model_validate(state)


def refusal(*said: tuple[Actor, Command]) -> type[Refused]:
    after(*said[:-1])
    with pytest.raises(Refused) as refused:
        after(*said)
    return refused.type


def test_a_restore_raises_the_epoch_once():
    assert after((SYSTEM, WHOLE), (SYSTEM, WHOLE)).epoch == 1
    again = WHOLE.model_copy(update={"life": "life-2"})
    assert after((SYSTEM, WHOLE), (SYSTEM, again)).epoch == 2


def test_the_epoch_is_higher_than_any_that_is_known_outside():
    assert after((SYSTEM, WHOLE.model_copy(update={"known_epoch": 4}))).epoch == 5


@pytest.mark.parametrize(
    ("restore", "held"),
    [(WHOLE, False), (BEHIND, True), (WHOLE.model_copy(update={"known": 0}), True)],
    ids=["nothing known is missing", "a known receipt is missing", "nothing to compare with"],
)
def test_facts_are_held_unless_everything_known_is_there(restore: NoteRestore, held: bool):
    assert after((SYSTEM, restore)).held is held


def test_two_people_release_it():
    state = after((SYSTEM, BEHIND), (LI, WORD), (WANG, ConfirmLoss()))
    assert not state.held
    assert (state.what, state.declared_by, state.confirmed_by) == (WORD.what, LI.ref, WANG.ref)
    assert isinstance(state.restored, RecordRestored)
    assert state.restored.named == (GONE,)


def test_one_alone_does_not():
    assert refusal((SYSTEM, BEHIND), (LI, WORD), (LI, ConfirmLoss())) is SamePerson
    assert refusal((SYSTEM, BEHIND), (WANG, ConfirmLoss())) is NotYetDeclared
    assert after((SYSTEM, BEHIND), (LI, WORD)).held


def test_a_program_is_nobody():
    assert refusal((SYSTEM, BEHIND), (TOKEN, WORD)) is NobodyWithAName
    assert refusal((SYSTEM, BEHIND), (LI, WORD), (TOKEN, ConfirmLoss())) is NobodyWithAName


def test_where_nothing_was_lost_nothing_is_declared():
    assert refusal((LI, WORD)) is NothingLost
    assert refusal((SYSTEM, WHOLE), (LI, WORD)) is NothingLost


def test_said_again_it_is_nothing_new():
    told = ((SYSTEM, BEHIND), (LI, WORD), (LI, WORD), (WANG, ConfirmLoss()), (WANG, ConfirmLoss()))
    assert after(*told) == after(*told[:2], told[3])
