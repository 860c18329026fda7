"""What stands in an organisation, each from a day to a day, and the whole as of one day.

`since` is the first day, `until` the first day no more; None: no end is known.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from domain.base import ShortText, Value
from domain.organisation.tiers import BodyKind

Ref = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
"""An opaque reference; of a person never the name, which stands in an erasable table alone."""
Names = Annotated[tuple[ShortText, ...], Field(max_length=50)]
Office = Literal["deputy", "deliberative_deputy", "staff"]
OFFICE_ZH: dict[Office, str] = {
    "deputy": "人大代表",
    "deliberative_deputy": "议政代表",
    "staff": "机关工作人员",
}
GroupKind = Literal["leading", "deputy"]
GROUP_ZH: dict[GroupKind, str] = {"leading": "监督组", "deputy": "代表监督小组"}
SeatRole = Literal["chair", "vice_chair", "member", "in_charge", "leader", "sc_leader"]
SEAT_ZH: dict[SeatRole, str] = {
    "chair": "主任（主席）",
    "vice_chair": "副主任（副主席）",
    "member": "成员",
    "in_charge": "分管领导",
    "leader": "组长",
    "sc_leader": "牵头领导",
}
ALONE: tuple[SeatRole, ...] = ("chair", "in_charge", "leader", "sc_leader")
"""Roles that one person has at a time in one organ."""


class Facts(Value):
    """What is known of a deputy besides the name: what matching goes by."""

    office: Office = "deputy"
    professions: Annotated[tuple[ShortText, ...], Field(max_length=10)] = ()
    """Codes of the closed list in `domain.matching.catalogue`."""
    other_profession: ShortText | None = None
    work_place: ShortText | None = None
    """A path as regions are written: province/city/county/town/village."""
    home_place: ShortText | None = None
    employer: ShortText | None = None
    conflicts: Names = ()
    """Units, contractors or project ids that the deputy declared a conflict with."""
    synthetic: bool = False
    """Made up where no real data exist, and shown as such."""


class Span(Value):
    """Something from a day to a day."""

    since: date
    until: date | None = None


class Body(Span):
    """An organ of the congress."""

    id: Ref
    kind: BodyKind
    name: ShortText
    fields: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    """Professions that a committee's work is about."""


class Group(Span):
    """A leading supervision group 监督组, or a deputy group 代表小组."""

    id: Ref
    kind: GroupKind
    name: ShortText
    committee: Ref | None = None
    """The working committee that leads it."""
    under: Ref | None = None
    """The leading group it belongs to."""


class Unit(Span):
    """承办单位, by its name, and its superior."""

    name: ShortText
    superior: ShortText | None = None


class Deputy(Span):
    """A person in office."""

    ref: Ref
    facts: Facts
    term: date | None = None
    """The end of the term of office as it was said on entering."""


class Seat(Span):
    """A person's role in a body or group."""

    ref: Ref
    organ: Ref
    role: SeatRole


D = TypeVar("D", bound=Span)


def at(things: Iterable[D], day: date) -> list[D]:
    """Those that hold on the day."""
    return [x for x in things if x.since <= day and (x.until is None or day < x.until)]


class Chart(Value):
    """An organisation as of one day."""

    day: date
    bodies: dict[str, Body]
    groups: dict[str, Group]
    units: dict[str, Unit]
    deputies: dict[str, Deputy]
    seats: tuple[Seat, ...]

    def of(self, organ: str, *roles: SeatRole) -> list[str]:
        """Who sits in a body or group, in those roles or in any, by reference."""
        found = {x.ref for x in self.seats if x.organ == organ and (not roles or x.role in roles)}
        return sorted(found)

    def holder(self, organ: str | None, role: SeatRole) -> str | None:
        """Who alone has that role there; None where nobody does."""
        return next((x.ref for x in self.seats if (x.organ, x.role) == (organ, role)), None)

    def sits_in(self, ref: str, kind: BodyKind) -> bool:
        """Whether the person sits in a body of that kind."""
        return any(
            x.ref == ref and x.organ in self.bodies and self.bodies[x.organ].kind is kind
            for x in self.seats
            if x.role != "in_charge"
        )
