"""启动征集: a clerk opens the months before a vote on the page."""

from collections.abc import Mapping

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.collections import Opening, opening_command
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import Problem
from api.refusals import problem_of
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.names import COLLECTION, stream_id
from domain.refusals import NotYours, Refused
from domain.regimes import known
from ledger.queries.collections import find_collections

router = page_router()
LISTED = 50
_FIELD_ZH = {
    "id": "编号",
    "title": "名称",
    "region": "地区",
    "regime": "办法",
    "year": "年度",
    "session": "会议日期",
    "opens": "开始日期",
    "closes": "截止日期",
}


@router.post("/collections")
async def open_collection(
    signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """Open one; without days of its own they follow from the measure."""
    values = {k: v.strip() for k, v in form.items() if isinstance(v, str) and v.strip()}
    try:
        asked = {x: values[x] for x in Opening.model_fields if x in values}
        asked["session_assumed"] = "true" if "convened" not in values else "false"
        command = opening_command(Opening.model_validate(asked), signed)
        stream = stream_id(COLLECTION, command.id)
        await record(request, tools, signed, stream, command, key_of(form))
    except NotYours:
        raise
    except Refused as refused:
        return await listed(signed, tools, values, (problem_of(refused).status_code, refused.zh))
    except ValidationError as error:
        wrong = dict.fromkeys(_FIELD_ZH.get(str(x["loc"][0]), "表") for x in error.errors())
        return await listed(signed, tools, values, (422, f"请补全或改正：{'、'.join(wrong)}。"))
    except Problem as problem:
        if problem.status_code != 422:
            raise
        return await listed(signed, tools, values, (422, problem.zh))
    return RedirectResponse(f"/collections/{command.id}", 303)


async def listed(
    signed: Signed, tools: Tools, values: Mapping[str, str], wrong: tuple[int, str] | None
) -> Response:
    """The collections that the reader reaches, and the form for the office."""
    now = await tools.ledger.now()
    found = await find_collections(tools.ledger, signed.region, limit=LISTED)
    newest = {x.id: x for x in sorted(known().values(), key=lambda x: x.version)}
    year = day_of(now).year + 1
    return page(
        "collections.html",
        signed,
        now,
        here="/collections",
        sample=await sample_shown(tools),
        status=wrong[0] if wrong else 200,
        items=found.items,
        total=found.total,
        may=can(signed, "decide"),
        regimes=[(x.ref, x.zh) for x in newest.values()],
        values={"region": signed.region or "", "year": year, **values},
        wrong=wrong[1] if wrong else None,
        key=new_key(),
    )
