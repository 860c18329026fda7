"""What a collection keeps of its resolution and announcement. Cannot fail."""

from datetime import date

from domain.adoption.messages import (
    AdoptionEvent,
    DecisionRecorded,
    ResolutionPassed,
    ResultAnnounced,
)
from domain.adoption.origin import Kind
from domain.base import Value


class Adoption(Value):
    """The end of a collection: what was decided, and when it was made known."""

    number: str
    """文号."""
    document: str
    on: date
    next_session: date
    projects: tuple[str, ...]
    """The projects that were opened, in the order of the resolution."""
    items: tuple[str, ...]
    """The pool's items they come from, in the same order."""
    by_resolution: bool
    """False in a street, which has no congress and passes none."""
    kind: Kind
    in_favour: int | None = None
    announced_on: date | None = None
    announcement: str | None = None
    """文号 of the announcement."""
    where: str | None = None


def evolve_adoption(known: Adoption | None, event: AdoptionEvent) -> Adoption | None:
    """What is kept after the event."""
    match event:
        case ResolutionPassed():
            kept = _decided(event, event.passed_on)
            return kept.model_copy(update={"in_favour": event.in_favour})
        case DecisionRecorded():
            return _decided(event, event.decided_on)
        case ResultAnnounced():
            if known is None:
                return None
            told = {"announced_on": event.on, "announcement": event.number, "where": event.where}
            return known.model_copy(update=told)


def _decided(event: ResolutionPassed | DecisionRecorded, on: date) -> Adoption:
    return Adoption(
        number=event.number,
        document=event.document,
        on=on,
        next_session=event.next_session,
        projects=tuple(x.card.id for x in event.projects),
        items=tuple(x.origin.item for x in event.projects),
        by_resolution=isinstance(event, ResolutionPassed),
        kind=event.projects[0].origin.kind,
    )
