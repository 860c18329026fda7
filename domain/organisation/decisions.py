"""What may be done with an organisation: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from typing import Any, assert_never

from domain.base import refuse_unless
from domain.given import Given, must_be_office, must_reach
from domain.matching.catalogue import check_professions
from domain.organisation.chart import Body, Span
from domain.organisation.messages import (
    Appoint,
    BodyFormed,
    Dissolve,
    Dissolved,
    Enrol,
    EnterDeputy,
    EnterUnit,
    FormBody,
    FormGroup,
    FoundOrganisation,
    GroupFormed,
    LeaveOffice,
    OrganisationCommand,
    OrganisationEvent,
    OrganisationFounded,
    Relieve,
    UnitEntered,
    What,
)
from domain.organisation.people import appoint, enter, leave, relieve
from domain.organisation.state import Organisation, evolve
from domain.organisation.succession import standing_at, succeeds
from domain.organisation.tiers import TIER_ZH, Tier, must_have
from domain.refusals import AlreadyThere, Unknown

Events = Sequence[OrganisationEvent]


def decide(state: Organisation | None, command: OrganisationCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, Enrol):
        return enrol(state, command, given)
    must_be_office("人大组织", given)
    if isinstance(command, FoundOrganisation):
        must_reach(command.region, command.id, given)
        return found(state, command)
    if state is None:
        raise Unknown("人大组织", "organisation", "")
    must_reach(state.region, state.id, given)
    match command:
        case FormBody():
            return form_body(state, command)
        case FormGroup():
            return form_group(state, command)
        case EnterUnit():
            return enter_unit(state, command)
        case Dissolve():
            return dissolve(state, command)
        case EnterDeputy():
            return enter(state, command)
        case LeaveOffice():
            return leave(state, command)
        case Appoint():
            return appoint(state, command)
        case Relieve():
            return relieve(state, command)
    assert_never(command)


def enrol(state: Organisation | None, c: Enrol, given: Given) -> Events:
    """All of the changes in their order, or none. Raises what the first impossible one raises."""
    events: list[OrganisationEvent] = []
    for change in c.changes:
        new = decide(state, change, given)
        for event in new:
            state = evolve(state, event)
        events += new
    return events


def found(state: Organisation | None, c: FoundOrganisation) -> Events:
    """The organisation of one congress. Raises AlreadyThere, Malformed for a superior that does
    not lie above."""
    above = c.superior_region
    refuse_unless(
        above is None or c.region.startswith(f"{above}/"),
        f"“{c.region}”不在上级人大的地区“{above}”之内，请核对地区路径。",
        f"{c.region} does not lie in the superior's region {above}.",
    )
    refuse_unless(
        c.superior != c.id and (c.tier is not Tier.STREET or c.superior is not None),
        f"{TIER_ZH[c.tier]}应写明上级人大：人大街道工委是县级人大常委会的工作机构"
        "（地方组织法 art. 59）。",
        "a street's committee belongs to a county's standing committee: name that congress.",
    )
    made = OrganisationFounded(
        id=c.id, name=c.name, region=c.region, tier=c.tier, superior=c.superior
    )
    if state is None:
        return [made]
    if all(getattr(state, x) == getattr(made, x) for x in OrganisationFounded.model_fields):
        return []
    raise AlreadyThere(c.name)


def form_body(state: Organisation, c: FormBody) -> Events:
    """An organ that this tier may have. Raises NotInThisTier, Malformed, AlreadyThere."""
    must_have(state.tier, c.kind)
    check_professions(c.fields)
    refuse_unless(
        all(x.id != c.body for x in state.groups),
        f"编号“{c.body}”已用于代表小组，请换一个编号。",
        f"{c.body} is the id of a group.",
    )
    told = (c.kind, c.name, c.fields)
    known = [x for x in state.bodies if x.id == c.body]
    if not succeeds(known, c.since, c.name, [x.since for x in known if _body(x) == told]):
        return []
    return [BodyFormed(**_fields(c))]


def _body(body: Body) -> tuple[object, ...]:
    return (body.kind, body.name, body.fields)


def form_group(state: Organisation, c: FormGroup) -> Events:
    """A group under a committee and a leading group that stand on that day. Raises Unknown,
    Malformed, AlreadyThere."""
    refuse_unless(
        all(x.id != c.group for x in state.bodies) and c.under != c.group,
        f"编号“{c.group}”已用于机构或指向自身，请换一个编号。",
        f"{c.group} is the id of a body, or points at itself.",
    )
    if c.committee is not None:
        standing_at(state.bodies, c.committee, c.since, "机构", "body")
    if c.under is not None:
        above = standing_at(state.groups, c.under, c.since, "监督组", "leading group")
        refuse_unless(
            above.kind == "leading" and c.kind == "deputy",
            f"“{c.name}”只能隶属于监督组，“{above.name}”不是监督组。",
            f"{above.name} is no leading group.",
        )
    told = (c.kind, c.name, c.committee, c.under)
    known = [x for x in state.groups if x.id == c.group]
    same = [x.since for x in known if (x.kind, x.name, x.committee, x.under) == told]
    if not succeeds(known, c.since, c.name, same):
        return []
    return [GroupFormed(**_fields(c))]


def enter_unit(state: Organisation, c: EnterUnit) -> Events:
    """A unit and its superior. Raises Malformed for a circle, AlreadyThere."""
    above, seen = c.superior, {c.name}
    while above is not None:
        refuse_unless(
            above not in seen,
            f"“{c.name}”的上级单位绕成了一圈（{above}），请核对。",
            f"the superiors of {c.name} run in a circle at {above}.",
        )
        seen.add(above)
        last = [x for x in state.units if x.name == above]
        above = last[-1].superior if last else None
    known = [x for x in state.units if x.name == c.name]
    if not succeeds(known, c.since, c.name, [x.since for x in known if x.superior == c.superior]):
        return []
    return [UnitEntered(**_fields(c))]


def dissolve(state: Organisation, c: Dissolve) -> Events:
    """Gone from that day on. Raises Unknown for what never stood."""
    standing: dict[What, Sequence[Span]] = {
        "body": [x for x in state.bodies if x.id == c.id],
        "group": [x for x in state.groups if x.id == c.id],
        "unit": [x for x in state.units if x.name == c.id],
    }
    known = standing[c.what]
    if not known:
        raise Unknown("机构、小组或单位", "body, group or unit", c.id)
    until = known[-1].until
    if until is not None and until <= c.on:
        return []
    return [Dissolved(**_fields(c))]


def _fields(command: OrganisationCommand) -> dict[str, Any]:
    return {x: getattr(command, x) for x in type(command).model_fields if x != "do"}
