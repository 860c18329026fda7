"""系统对接: units' systems and their public keys, for whoever administers the installation."""

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.pages.step_up import demand_fresh
from api.refusals import problem_of
from api.tools import Tools, WithPresent
from domain.refusals import Refused
from ledger.machine_keys import keys_in
from ledger.machines import (
    SCOPES,
    NewClient,
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
    """Who is registered, with which keys."""
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
        if any(x.client.id == told["client"] for x in await clients(tools.ledger)):
            for key in keys:
                await add_key(tools.ledger, told["client"], key)
        else:
            scopes = ("submit",) if told["scopes"] == "submit" else SCOPES
            region = told["region"] or signed.region
            named = (told["client"], told["party"], region, told["name"])
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
    await demand_fresh(request, signed)
    await revoke_client(tools.ledger, client)
    return RedirectResponse("/machines", 303)


@router.post("/machines/{client}/keys/{kid}/retirement")
async def retire(
    client: str, kid: str, request: Request, signed: WithSigned, _form: Posted, tools: WithPresent
) -> Response:
    """停用 one key, with every token that it got."""
    await demand_fresh(request, signed)
    await retire_key(tools.ledger, client, kid)
    return RedirectResponse("/machines", 303)


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
        found=await clients(tools.ledger),
        audience=tools.audience or await audience_of(tools.ledger),
        values=told or dict.fromkeys(FIELDS, ""),
        wrong=wrong,
    )
