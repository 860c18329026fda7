"""What can be asked of an organisation, and what can happen to it. No person's name is in any."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, ShortText, Text
from domain.organisation.chart import Facts, GroupKind, Ref, SeatRole
from domain.organisation.tiers import BodyKind, Tier

What = Literal["body", "group", "unit"]


class FoundOrganisation(Command):
    """建立一个人大的组织: its region, its tier, and the congress above."""

    do: Literal["found"] = "found"
    id: Ref
    name: ShortText
    region: ShortText
    tier: Tier
    superior: Ref | None = None
    superior_region: ShortText | None = None
    """The region of the congress above, looked up before asking; ours must lie below it."""


class FormBody(Command):
    """设立机构, or give it another name or field from a later day on."""

    do: Literal["form_body"] = "form_body"
    body: Ref
    kind: BodyKind
    name: ShortText
    fields: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    since: date


class FormGroup(Command):
    """组建监督组或代表小组, or put it elsewhere from a later day on."""

    do: Literal["form_group"] = "form_group"
    group: Ref
    kind: GroupKind
    name: ShortText
    committee: Ref | None = None
    under: Ref | None = None
    since: date


class EnterUnit(Command):
    """登记承办单位, or its new superior from a later day on."""

    do: Literal["enter_unit"] = "enter_unit"
    name: ShortText
    superior: ShortText | None = None
    since: date


class Dissolve(Command):
    """撤销 a body, group or unit."""

    do: Literal["dissolve"] = "dissolve"
    what: What
    id: ShortText
    on: date
    because: Text


class EnterDeputy(Command):
    """登记代表, or what changed about a deputy from a later day on."""

    do: Literal["enter_deputy"] = "enter_deputy"
    ref: Ref
    facts: Facts
    since: date
    until: date | None = None
    """The end of the term of office: the first day no more."""


class LeaveOffice(Command):
    """代表资格终止 (代表法 art. 62) or staff gone; every seat falls with it."""

    do: Literal["leave"] = "leave"
    ref: Ref
    on: date
    because: Text


class Appoint(Command):
    """任职: a seat in a body or group from a day on."""

    do: Literal["appoint"] = "appoint"
    ref: Ref
    organ: Ref
    role: SeatRole
    since: date


class Relieve(Command):
    """免职: out of that seat from a day on."""

    do: Literal["relieve"] = "relieve"
    ref: Ref
    organ: Ref
    role: SeatRole
    on: date
    because: Text


Change = Annotated[
    FoundOrganisation
    | FormBody
    | FormGroup
    | EnterUnit
    | Dissolve
    | EnterDeputy
    | LeaveOffice
    | Appoint
    | Relieve,
    Field(discriminator="do"),
]


class Enrol(Command):
    """Several changes at once, in their order: all of them or none."""

    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=5000)]


class OrganisationFounded(Event):
    """The congress has an organisation."""

    id: Ref
    name: ShortText
    region: ShortText
    tier: Tier
    superior: Ref | None


class BodyFormed(Event):
    """The body stands so from that day on."""

    body: Ref
    kind: BodyKind
    name: ShortText
    fields: tuple[ShortText, ...]
    since: date


class GroupFormed(Event):
    """The group stands so from that day on."""

    group: Ref
    kind: GroupKind
    name: ShortText
    committee: Ref | None
    under: Ref | None
    since: date


class UnitEntered(Event):
    """The unit stands so from that day on."""

    name: ShortText
    superior: ShortText | None
    since: date


class Dissolved(Event):
    """Gone from that day on."""

    what: What
    id: ShortText
    on: date
    because: Text


class DeputyEntered(Event):
    """In office, with these facts, from that day on."""

    ref: Ref
    facts: Facts
    since: date
    until: date | None


class OfficeLeft(Event):
    """Out of office from that day on."""

    ref: Ref
    on: date
    because: Text


class Appointed(Event):
    """In that seat from that day on."""

    ref: Ref
    organ: Ref
    role: SeatRole
    since: date


class Relieved(Event):
    """Out of that seat from that day on."""

    ref: Ref
    organ: Ref
    role: SeatRole
    on: date
    because: Text


OrganisationCommand = (
    FoundOrganisation
    | FormBody
    | FormGroup
    | EnterUnit
    | Dissolve
    | EnterDeputy
    | LeaveOffice
    | Appoint
    | Relieve
    | Enrol
)
OrganisationEvent = (
    OrganisationFounded
    | BodyFormed
    | GroupFormed
    | UnitEntered
    | Dissolved
    | DeputyEntered
    | OfficeLeft
    | Appointed
    | Relieved
)
