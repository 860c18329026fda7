"""组织 on pages: who sits where on a day, what changed and when, and one change at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.field_errors import described
from api.in_reach import in_reach
from api.organisations import OrganisationId
from api.pages.meeting_forms import Wrong, texts_of, tried
from api.pages.organisation_shown import FORMS, LABELS, form_of, told
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.names import ORGANISATION, stream_id
from domain.organisation.chart import GROUP_ZH, OFFICE_ZH, SEAT_ZH, Chart
from domain.organisation.messages import Enrol
from domain.organisation.state import Organisation
from domain.organisation.tiers import BODIES, TIER_ZH
from ledger.people import names_of
from ledger.queries.history import history
from ledger.queries.organisations import find_organisations
from ledger.readings import by_pinyin, by_surname

router = page_router()
LISTED = 200


@router.get("/organisations")
async def organisations_page(signed: WithSigned, tools: WithTools) -> Response:
    """The organisations of the region and of what lies below it."""
    found = await find_organisations(tools.ledger, signed.region, limit=LISTED)
    return page(
        "organisations.html",
        signed,
        await tools.ledger.now(),
        here="/organisations",
        sample=await sample_shown(tools),
        found=found,
        tier_zh=TIER_ZH,
    )


@router.get("/organisations/{organisation}")
async def organisation_page(
    organisation: OrganisationId,
    signed: WithSigned,
    tools: WithTools,
    day: Annotated[date | None, Query()] = None,
    done: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """One congress's organisation on a day, today where none is named."""
    return await _shown(organisation, signed, tools, day=day, done=done)


@router.post("/organisations/{organisation}/changes")
async def change(
    organisation: OrganisationId,
    signed: WithSigned,
    form: Posted,
    request: Request,
    tools: WithTools,
) -> Response:
    """One change, from the day that it says."""
    await _organisation(organisation, signed, tools)
    texts = texts_of(form)
    try:
        command, stream = _command(texts), stream_id(ORGANISATION, organisation)
        receipt = await tried(record(request, tools, signed, stream, command, key_of(form)))
    except Wrong as wrong:
        return await _shown(organisation, signed, tools, values=texts, wrong=wrong)
    return RedirectResponse(f"/organisations/{organisation}?done={receipt.version}", 303)


def _command(texts: Mapping[str, str]) -> Enrol:
    """What the form means. Raises Wrong, Problem 404."""
    if texts.get("do", "") not in FORMS:
        raise not_found()
    try:
        return Enrol.model_validate({"changes": [form_of(texts)]})
    except ValidationError as error:
        wrong = described(error.errors(include_url=False))
        said = (f"{LABELS.get(x.field.rpartition('.')[2], x.field)}：{x.zh}" for x in wrong)
        raise Wrong(422, "；".join(said)) from error


async def _organisation(name: str, signed: Signed, tools: Tools) -> Organisation:
    found, _ = await in_reach(tools.ledger, stream_id(ORGANISATION, name), Organisation, signed)
    return found


async def _shown(
    name: str,
    signed: Signed,
    tools: Tools,
    *,
    day: date | None = None,
    values: Mapping[str, str] | None = None,
    wrong: Wrong | None = None,
    done: int | None = None,
) -> Response:
    one = await _organisation(name, signed, tools)
    now = await tools.ledger.now()
    chart = one.at(day or day_of(now))
    names = await names_of(tools.ledger, one.id)
    entries = await history(tools.ledger, stream_id(ORGANISATION, name))
    return page(
        "organisation.html",
        signed,
        now,
        here="/organisations",
        sample=await sample_shown(tools) or any(x.facts.synthetic for x in one.deputies),
        status=wrong.status if wrong else 200,
        one=one,
        chart=chart,
        tier_zh=TIER_ZH,
        organs=_organs(chart, names),
        units=sorted(chart.units.values(), key=lambda x: by_pinyin(x.name)),
        deputies=_deputies(chart, names),
        changes=[told(x, one, names) for x in reversed(entries)],
        forms=FORMS,
        labels=LABELS,
        writes=can(signed, "decide"),
        today=day_of(now),
        values=values or {},
        refused=wrong.zh if wrong else None,
        done=done,
        key=new_key(),
    )


def _organs(chart: Chart, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each body and group with who sits in it, the chair first."""
    kinds = {x.id: BODIES[x.kind].zh for x in chart.bodies.values()}
    kinds |= {x.id: GROUP_ZH[x.kind] for x in chart.groups.values()}
    own = {**{x.id: x.name for x in chart.bodies.values()}, **_group_names(chart)}
    return [
        {"id": x, "name": zh, "kind": kinds[x], "seats": _seats(chart, x, names)}
        for x, zh in own.items()
    ]


def _group_names(chart: Chart) -> dict[str, str]:
    return {x.id: x.name for x in chart.groups.values()}


def _seats(chart: Chart, organ: str, names: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    order = list(SEAT_ZH)
    seats = [x for x in chart.seats if x.organ == organ]
    seats.sort(key=lambda x: (order.index(x.role), by_surname(names.get(x.ref, x.ref))))
    return [(SEAT_ZH[x.role], names.get(x.ref, x.ref)) for x in seats]


def _deputies(chart: Chart, names: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = [
        {
            "ref": x.ref,
            "name": names.get(x.ref),
            "office": OFFICE_ZH[x.facts.office],
            "since": x.since,
            "term": x.term,
        }
        for x in chart.deputies.values()
    ]
    return sorted(rows, key=lambda x: by_surname(x["name"] or x["ref"]))
