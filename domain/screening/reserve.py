"""储备库: a later collection of the same congress draws what an earlier one did not choose.

Asked for here, given there with all that is known, taken here: three facts in two streams.
"""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.given import SYSTEM, Given
from domain.refusals import AlreadyThere, Contradicted, NotYours
from domain.screening.before import Before, must_handle, stands
from domain.screening.item import Past, PoolItem, Source
from domain.screening.messages import PoolEvent
from domain.screening.refusals import WrongPhase
from domain.screening.reserve_messages import (
    Drawing,
    DrawReserve,
    ReleaseReserve,
    ReserveAsked,
    ReserveReleased,
    ReserveTaken,
    TakeReserve,
)
from domain.screening.state import Entry, Phase

Events = Sequence[PoolEvent]


def draw(state: Before, c: DrawReserve, given: Given) -> Events:
    """从往年储备库提取. Raises NotYours, AlreadyThere for a number in use, Settled, Malformed."""
    must_handle(state.collection, given)
    refuse_unless(c.source != state.collection, "请选择往年的征集。", "name an earlier collection.")
    numbers = [x.id for x in c.items]
    refuse_unless(
        len(set(numbers)) == len(numbers) and len({x.item for x in c.items}) == len(numbers),
        "同一项目或者编号填了两次，请核对。",
        "an item or a number is named twice.",
    )
    new = tuple(x for x in c.items if (c.source, x.item) not in state.pool.asked)
    if not new:
        return []
    state.must_be_open()
    for x in new:
        if x.id in state.pool.entries:
            raise AlreadyThere(x.id)
    return [
        ReserveAsked(
            source=c.source,
            region=state.region,
            to=state.collection,
            items=new,
            by=given.actor.ref,
        )
    ]


def release(state: Before, c: ReleaseReserve, given: Given) -> Events:
    """转出. Raises NotYours for a person, Contradicted for another congress, Unknown, and
    WrongPhase for what is not in the reserve."""
    _must_be_the_record(state, given)
    if c.region != state.region:
        raise Contradicted(
            f"{state.collection} 是另一个地方的征集，不能提取它的储备项目；请选本地往年的征集。",
            "a congress draws from its own reserve.",
        )
    new = [x for x in c.items if state.entry(x.item).taken_by != c.to]
    if not new:
        return []
    free = {x.item.id for x in state.pool.reserve}
    for x in new:
        if x.item not in free:
            entry = state.entry(x.item)
            raise WrongPhase(entry.item.title, stands(entry), "不在储备库中，不能提取。")
    return [
        ReserveReleased(
            to=c.to,
            source=state.collection,
            items=tuple(_moved(state, x, given.regime.word) for x in new),
            numbers=tuple(x.item for x in new),
        )
    ]


def take(state: Before, c: TakeReserve, given: Given) -> Events:
    """转入. Raises NotYours for a person, AlreadyThere for a number in use."""
    _must_be_the_record(state, given)
    new = tuple(x for x in c.items if x.id not in state.pool.entries)
    if not new:
        return []
    return [ReserveTaken(source=c.source, items=new)]


def _moved(state: Before, drawing: Drawing, word: str) -> PoolItem:
    entry = state.entry(drawing.item)
    past = Past(
        collection=state.collection,
        item=entry.item.id,
        year=state.year,
        outcome=_outcome(entry, word),
    )
    return entry.item.model_copy(
        update={
            "id": drawing.id,
            "source": Source.RESERVE,
            "past": (*entry.item.past, past),
        }
    )


def _outcome(entry: Entry, word: str) -> str:
    assert entry.phase is Phase.POOLED, "only what is in the reserve goes on"
    return f"列为候选，{word}未选上" if entry.lost else "入库，未列为候选"


def _must_be_the_record(state: Before, given: Given) -> None:
    if given.actor.party != SYSTEM.party:
        raise NotYours(state.collection)
