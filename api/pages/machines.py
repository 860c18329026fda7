"""系统对接: units' systems and their public keys, for whoever administers that region."""

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.step_up import demand_fresh
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithPresent
from domain.refusals import Malformed, Refused
from ledger.machine_keys import keys_in
from ledger.machines import (
    SCOPES,
    NewClient,
    Registered,
    add_client,
    add_key,
    audience_of,
    clients,
    retire_key,
    revoke_client,
)

router = page_router()
FIELDS = ("client", "party", "region", "name", "keys", "scopes")


@router.get("/machines")
async def machines(signed: WithSigned, tools: WithPresent) -> Response:
    """Who is registered in the reader's region, with which keys."""
    return await _shown(signed, tools)


@router.post("/machines")
async def register(
    request: Request, signed: WithSigned, form: Posted, tools: WithPresent
) -> Response:
    """登记 a system; another key for one that is registered already goes the same way."""
    await demand_fresh(request, signed)
    told = _told(form)
    try:
        keys = tuple(keys_in(told["keys"].encode()))
        if any(x.client.id == told["client"] for x in await _reached(signed, tools)):
            for key in keys:
                await add_key(tools.ledger, told["client"], key)
        else:
            scopes = ("submit",) if told["scopes"] == "submit" else SCOPES
            named = (told["client"], told["party"], _region(signed, told["region"]), told["name"])
            await add_client(tools.ledger, NewClient(*named, keys, signed.client, scopes))
    except Refused as refused:
        status = problem_of(refused).status_code
        return await _shown(signed, tools, told=told, wrong=refused.zh, status=status)
    return RedirectResponse("/machines", 303)


@router.post("/machines/{client}/revocation")
async def revoke(
    client: str, request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """撤销: from the next request on it is nobody."""
    await _must_reach(signed, tools, client)
    await demand_fresh(request, signed)
    await revoke_client(tools.ledger, client)
    return RedirectResponse("/machines", 303)


@router.post("/machines/{client}/keys/{kid}/retirement")
async def retire(
    client: str, kid: str, request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """停用 one key, with every token that it got."""
    await _must_reach(signed, tools, client)
    await demand_fresh(request, signed)
    await retire_key(tools.ledger, client, kid)
    return RedirectResponse("/machines", 303)


async def _reached(signed: Signed, tools: Tools) -> list[Registered]:
    """The systems in the administrator's reach; one of all regions is only his who reaches all."""
    everywhere = signed.region is None
    return [
        x
        for x in await clients(tools.ledger)
        if everywhere or (x.client.region and signed.actor.reaches(x.client.region))
    ]


async def _must_reach(signed: Signed, tools: Tools, client: str) -> None:
    """Another region's system is answered like none. Raises Problem 404."""
    if all(x.client.id != client for x in await _reached(signed, tools)):
        raise not_found()


def _region(signed: Signed, said: str) -> str | None:
    """Where the system's unit is; unsaid, where the administrator is. Raises Malformed."""
    if said and not signed.actor.reaches(said):
        raise Malformed(
            f"只能登记“{signed.region}”和它下面各地区的系统；请改正地区。",
            f"only systems of “{signed.region}” and of what lies below it are registered here; "
            "correct the region.",
        )
    return said or signed.region


def _told(form: FormData) -> dict[str, str]:
    return {x: str(form.get(x, "")).strip() for x in FIELDS}


async def _shown(
    signed: Signed,
    tools: Tools,
    *,
    told: dict[str, str] | None = None,
    wrong: str | None = None,
    status: int = 200,
) -> Response:
    return page(
        "machines.html",
        signed,
        await tools.ledger.now(),
        here="/machines",
        sample=await sample_shown(tools),
        status=status,
        found=await _reached(signed, tools),
        audience=tools.audience or await audience_of(tools.ledger),
        values=told or dict.fromkeys(FIELDS, ""),
        wrong=wrong,
    )
