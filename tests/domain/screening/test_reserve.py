"""储备库: what was not chosen keeps its history and goes on into a later year."""

from datetime import date

import pytest

from domain.collection.messages import OpenCollection
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours, Unknown
from domain.screening.item import Past, Source
from domain.screening.pool_messages import AddPoolItem
from domain.screening.refusals import WrongPhase
from domain.screening.reserve_messages import (
    Drawing,
    DrawReserve,
    ReleaseReserve,
    ReserveAsked,
    TakeReserve,
)
from domain.screening.state import Phase, Pool
from tests.support.collections import OPENING
from tests.support.screening import LISTED, Proposing, draft

NEXT = OpenCollection.model_validate(
    {
        **dict(OPENING),
        "id": "ZZ24",
        "title": "赵庄镇2024年民生实事项目征集",
        "year": 2024,
        "session": date(2024, 3, 8),
        "opens": date(2024, 2, 1),
        "closes": date(2024, 2, 20),
    }
)
NEXT_STREAM, LATER = stream_id(COLLECTION, "ZZ24"), date(2024, 1, 10)


def after_the_vote(town: Proposing, *adopted: str) -> None:
    """As the resolution on these leaves it."""
    state = town.state
    won = state.model_copy(update={"pool": state.pool.win(adopted)})
    town.world.states[town.stream] = won


def next_pool(town: Proposing) -> Pool:
    found: object = town.world.states[NEXT_STREAM]
    assert isinstance(found, Collection)
    return found.pool


def draw(*pairs: tuple[str, str]) -> DrawReserve:
    items = tuple(Drawing(item=old, id=new) for old, new in pairs)
    return DrawReserve(source="ZZ23", items=items)


@pytest.fixture
def town() -> Proposing:
    """Three candidates, two adopted; a fourth item was never listed."""
    town = Proposing()
    town.listed(3, 2)
    town.hear("W1")
    town.ask(AddPoolItem(id="K04", draft=draft(3), wishes=("W1",)), LISTED)
    after_the_vote(town, "K01", "K02")
    town.ask(NEXT, LATER, NEXT_STREAM)
    return town


def test_what_was_not_chosen_is_the_reserve(town: Proposing) -> None:
    assert [x.item.id for x in town.pool.reserve] == ["K03", "K04"]
    assert [x.lost for x in town.pool.reserve] == [True, False]
    assert town.pool.entries["K01"].phase is Phase.ADOPTED
    assert [x.id for x in town.pool.candidates] == ["K01", "K02", "K03"]


def test_the_next_year_draws_from_it_and_nothing_is_lost(town: Proposing) -> None:
    (asked,) = town.ask(draw(("K03", "N01"), ("K04", "N02")), LATER, NEXT_STREAM)
    assert isinstance(asked, ReserveAsked)
    first, second = next_pool(town).item("N01"), next_pool(town).item("N02")
    assert first.source is Source.RESERVE
    assert first.title == draft(2).title
    assert first.past == (
        Past(collection="ZZ23", item="K03", year=2023, outcome="列为候选，票决未选上"),
    )
    assert second.wishes == ("W1",)
    assert second.past[0].outcome == "入库，未列为候选"
    assert town.pool.reserve == ()
    assert town.pool.entries["K03"].taken_by == "ZZ24"
    assert town.ask(draw(("K03", "N01")), LATER, NEXT_STREAM) == []


def test_what_was_chosen_or_turned_down_is_not_drawn(town: Proposing) -> None:
    with pytest.raises(WrongPhase):
        town.ask(draw(("K01", "N01")), LATER, NEXT_STREAM)
    with pytest.raises(Unknown):
        town.ask(draw(("K09", "N01")), LATER, NEXT_STREAM)


def test_a_number_in_use_and_one_s_own_reserve_are_refused(town: Proposing) -> None:
    town.ask(AddPoolItem(id="N01", draft=draft(7)), LATER, NEXT_STREAM)
    with pytest.raises(AlreadyThere):
        town.ask(draw(("K03", "N01")), LATER, NEXT_STREAM)
    with pytest.raises(Malformed):
        town.ask(draw(("K03", "N02"), ("K04", "N02")), LATER, NEXT_STREAM)
    own = draw(("K03", "K10")).model_copy(update={"source": "ZZ24"})
    with pytest.raises(Malformed):
        town.ask(own, LATER, NEXT_STREAM)


def test_a_congress_draws_from_its_own_reserve(town: Proposing) -> None:
    elsewhere = NEXT.model_copy(update={"id": "SQ24", "region": "河南省/平顶山市/宝丰县/石桥镇"})
    town.ask(elsewhere, LATER, stream_id(COLLECTION, "SQ24"))
    with pytest.raises(Contradicted):
        town.ask(draw(("K03", "N01")), LATER, stream_id(COLLECTION, "SQ24"))


def test_people_ask_and_the_record_itself_hands_over(town: Proposing) -> None:
    handed = ReleaseReserve(
        to="ZZ24", region=OPENING.region, items=(Drawing(item="K03", id="N01"),)
    )
    with pytest.raises(NotYours):
        town.ask(handed, LATER)
    taken = TakeReserve(source="ZZ23", items=(town.pool.item("K03"),))
    with pytest.raises(NotYours):
        town.ask(taken, LATER, NEXT_STREAM)


def test_before_the_choice_nothing_is_reserve() -> None:
    town = Proposing()
    town.listed(3, 2)
    town.ask(NEXT, LATER, NEXT_STREAM)
    with pytest.raises(WrongPhase):
        town.ask(draw(("K01", "N01")), LATER, NEXT_STREAM)
