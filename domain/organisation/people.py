"""Deputies entering and leaving, and who sits where: each role from a day to a day."""

from collections.abc import Sequence
from typing import get_args

from domain.base import refuse_unless
from domain.matching.catalogue import check_professions
from domain.organisation.chart import (
    ALONE,
    OFFICE_ZH,
    SEAT_ZH,
    Body,
    Chart,
    Deputy,
    Group,
    SeatRole,
)
from domain.organisation.messages import (
    Appoint,
    Appointed,
    DeputyEntered,
    EnterDeputy,
    LeaveOffice,
    OfficeLeft,
    OrganisationEvent,
    Relieve,
    Relieved,
)
from domain.organisation.state import Organisation
from domain.organisation.succession import succeeds
from domain.organisation.tiers import BODIES, LEADERS, BodyKind, Tier
from domain.refusals import Contradicted, Unknown

Events = Sequence[OrganisationEvent]
_IN_BODIES: tuple[SeatRole, ...] = ("chair", "vice_chair", "member", "in_charge")
_STAFFED = (BodyKind.WORKING_COMMITTEE, BodyKind.STREET_WORKING_COMMITTEE)
"""Working organs, whose people need not be deputies (地方组织法 art. 59)."""


class SeatTaken(Contradicted):
    """A role that one person has at a time."""

    def __init__(self, organ: str, role: SeatRole, ref: str) -> None:
        super().__init__(
            f"“{organ}”的{SEAT_ZH[role]}现为 {ref}；请先免去再任命。",
            f"{ref} is {role} of {organ}; relieve first.",
        )


def enter(state: Organisation, c: EnterDeputy) -> Events:
    """A person in office. Raises Malformed, OutOfOrder."""
    check_professions(c.facts.professions)
    refuse_unless(
        c.until is None or c.until > c.since,
        f"{c.ref} 的任期止日应晚于起日 {c.since}。",
        f"the term of {c.ref} ends before it begins.",
    )
    refuse_unless(
        (c.facts.office == "deliberative_deputy") <= (state.tier is Tier.STREET)
        and (c.facts.office == "deputy") <= (state.tier is not Tier.STREET),
        f"{c.ref}：议政代表只在街道，人大代表不由街道产生，请核对身份“{OFFICE_ZH[c.facts.office]}”。",
        f"{c.ref}: a street has deliberative deputies, a congress has deputies.",
    )
    known = [x for x in state.deputies if x.ref == c.ref]
    same = [x.since for x in known if (x.facts, x.term) == (c.facts, c.until)]
    if not succeeds(known, c.since, c.ref, same):
        return []
    return [DeputyEntered(ref=c.ref, facts=c.facts, since=c.since, until=c.until)]


def leave(state: Organisation, c: LeaveOffice) -> Events:
    """Out of office. Raises Unknown."""
    known = [x for x in state.deputies if x.ref == c.ref]
    if not known:
        raise Unknown("代表", "deputy", c.ref)
    last = known[-1]
    if last.until is not None and last.until <= c.on:
        return []
    return [OfficeLeft(ref=c.ref, on=c.on, because=c.because)]


def appoint(state: Organisation, c: Appoint) -> Events:
    """A seat. Raises Unknown, Malformed for a role that organ has not, SeatTaken."""
    seats = [x for x in state.seats if (x.ref, x.organ, x.role) == (c.ref, c.organ, c.role)]
    if any(x.since == c.since or (x.since < c.since and x.until is None) for x in seats):
        return []
    chart = state.at(c.since)
    organ = chart.bodies.get(c.organ) or chart.groups.get(c.organ)
    if organ is None:
        raise Unknown(f"{c.since} 在设的机构或小组", f"organ standing on {c.since}", c.organ)
    deputy = chart.deputies.get(c.ref)
    if deputy is None:
        raise Unknown(f"{c.since} 在任的代表", f"deputy in office on {c.since}", c.ref)
    _role_fits(organ, c.role)
    _person_fits(organ, deputy)
    _leads_only_from_above(state.tier, chart, organ, c)
    holder = chart.holder(c.organ, c.role)
    if c.role in ALONE and holder is not None:
        raise SeatTaken(organ.name, c.role, holder)
    return [Appointed(ref=c.ref, organ=c.organ, role=c.role, since=c.since)]


def relieve(state: Organisation, c: Relieve) -> Events:
    """Out of the seat. Raises Unknown."""
    seats = [x for x in state.seats if (x.ref, x.organ, x.role) == (c.ref, c.organ, c.role)]
    if not seats:
        raise Unknown("任职", "seat", f"{c.ref} {c.organ} {SEAT_ZH[c.role]}")
    last = seats[-1]
    if last.until is not None and last.until <= c.on:
        return []
    return [Relieved(ref=c.ref, organ=c.organ, role=c.role, on=c.on, because=c.because)]


def _role_fits(organ: Body | Group, role: SeatRole) -> None:
    groups: tuple[SeatRole, ...] = tuple(x for x in get_args(SeatRole) if x not in _IN_BODIES)
    allowed = _IN_BODIES if isinstance(organ, Body) else ("member", *groups)
    shown = "、".join(SEAT_ZH[x] for x in allowed)
    refuse_unless(
        role in allowed,
        f"“{organ.name}”没有{SEAT_ZH[role]}这一职务，可用：{shown}。",
        f"{organ.name} has no {role}.",
    )


def _person_fits(organ: Body | Group, deputy: Deputy) -> None:
    staffed = isinstance(organ, Body) and organ.kind in _STAFFED
    refuse_unless(
        staffed or deputy.facts.office != "staff",
        f"{deputy.ref} 不是代表，不能在“{organ.name}”任职：其成员在代表中产生。",
        f"{deputy.ref} is no deputy and cannot sit in {organ.name}.",
    )


def _leads_only_from_above(tier: Tier, chart: Chart, organ: Body | Group, c: Appoint) -> None:
    """Who leads a leading group, or answers for a committee, sits in the organ that leads."""
    leads = c.role in ("in_charge", "sc_leader") or (
        c.role == "leader" and isinstance(organ, Group) and organ.kind == "leading"
    )
    needed, role = LEADERS[tier], SEAT_ZH[c.role]
    refuse_unless(
        not leads or chart.sits_in(c.ref, needed),
        f"“{organ.name}”的{role}应由{BODIES[needed].zh}成员担任，{c.ref} 当日不是其成员。",
        f"{c.ref} is no member of the {needed} that day.",
    )
