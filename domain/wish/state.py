"""A wish's state: how it follows from its events. Cannot fail."""

from domain.base import Value
from domain.wish.messages import (
    Outcome,
    Source,
    WishAnswered,
    WishEvent,
    WishJoined,
    WishKeptApart,
    WishMerged,
    WishParted,
    WishPooled,
    WishTaken,
    WishUnmerged,
    WishUnpooled,
)


class Answer(Value):
    """The newest answer."""

    number: int
    outcome: Outcome
    text: str


class Wish(Value):
    """One wish as the record knows it."""

    id: str
    collection: str
    region: str
    text: str
    place: str | None
    source: Source
    merged_into: str | None = None
    """The main wish, in whose place this one is answered."""
    members: tuple[str, ...] = ()
    """The wishes that were merged into this one. A member has none: merging is one level deep."""
    apart: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """The items of the pool that took it up."""
    answer: Answer | None = None
    closed: bool = False


def evolve(state: Wish | None, event: WishEvent) -> Wish:  # one line per fact
    """The state after the event."""
    if isinstance(event, WishTaken):
        known = {x: getattr(event, x) for x in WishTaken.model_fields if x != "by"}
        return Wish(**known)
    assert state is not None, "a wish's first event is that it was taken"
    match event:
        case WishMerged(into=into):
            return state.model_copy(update={"merged_into": into})
        case WishUnmerged():
            return state.model_copy(update={"merged_into": None})
        case WishJoined(wish=wish):
            return state.model_copy(update={"members": (*state.members, wish)})
        case WishParted(wish=wish):
            return state.model_copy(update={"members": _without(state.members, wish)})
        case WishKeptApart(other=other):
            return state.model_copy(update={"apart": (*state.apart, other)})
        case WishPooled(item=item):
            return state.model_copy(update={"items": (*state.items, item)})
        case WishUnpooled(item=item):
            return state.model_copy(update={"items": _without(state.items, item)})
        case WishAnswered(number=number, outcome=outcome, text=text):
            said = Answer(number=number, outcome=outcome, text=text)
            return state.model_copy(update={"answer": said})


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(x for x in names if x != name)
