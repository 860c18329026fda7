"""A book of figures: what was told last of each, and every claim. Cannot fail."""

from pydantic import Field

from domain.base import Value
from domain.figures.messages import (
    Claim,
    ClaimsNoted,
    ClaimWithdrawn,
    FigureCorrected,
    FiguresEvent,
    FiguresOpened,
    FiguresTold,
    Told,
)


class Book(Value):
    """统计台账 of a region."""

    id: str
    region: str
    title: str
    told: dict[str, Told] = Field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


def evolve(state: Book | None, event: FiguresEvent) -> Book:
    """The state after the event."""
    if isinstance(event, FiguresOpened):
        return Book(id=event.id, region=event.region, title=event.title)
    assert state is not None, "a book's first event is its opening"
    match event:
        case FiguresTold():
            told = {**state.told, **{x.key: x for x in event.figures}}
            return state.model_copy(update={"told": told})
        case FigureCorrected():
            told = {**state.told, event.figure.key: event.figure}
            return state.model_copy(update={"told": told})
        case ClaimsNoted():
            return state.model_copy(update={"claims": (*state.claims, *event.claims)})
        case ClaimWithdrawn():
            left = tuple(x for x in state.claims if x.key != event.claim.key)
            return state.model_copy(update={"claims": left})
