"""What can be asked of a session's agenda, and what can happen to it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Value
from domain.regimes.sections_session import Point


class AgendaItem(Value):
    """One item 议程: a point that the measure knows, or anything else the meeting takes."""

    zh: ShortText
    point: Point | None = None
    by: ShortText | None = None
    """Who speaks to it, by office."""


Items = Annotated[tuple[AgendaItem, ...], Field(min_length=1, max_length=60)]


class DraftAgenda(Command):
    """拟订议程: as it goes out with the notice. A later draft takes the place of an earlier one."""

    items: Items


class FixAgenda(Command):
    """通过议程, at the preparatory meeting: it stands as drafted."""

    on: date
    document: ShortText | None = None


class AgendaDrafted(Event):
    """The agenda as it is proposed."""

    items: Items
    by: str


class Laid(Value):
    """A document that lies before the session when its agenda is fixed."""

    point: Point
    duty: str


class AgendaFixed(Event):
    """The agenda stands, with the documents that it rests on."""

    items: Items
    laid: tuple[Laid, ...]
    on: date
    document: str | None
    by: str


SessionCommand = DraftAgenda | FixAgenda
SessionEvent = AgendaDrafted | AgendaFixed
