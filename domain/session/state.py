"""What a collection keeps of its session's agenda. Cannot fail."""

from datetime import date

from domain.base import Value
from domain.session.messages import AgendaFixed, AgendaItem, SessionEvent


class Agenda(Value):
    """As it was drafted last, or fixed."""

    items: tuple[AgendaItem, ...]
    fixed_on: date | None = None
    document: str | None = None


def evolve_agenda(event: SessionEvent) -> Agenda:
    """The agenda after the event."""
    if isinstance(event, AgendaFixed):
        return Agenda(items=event.items, fixed_on=event.on, document=event.document)
    return Agenda(items=event.items)
