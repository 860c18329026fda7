"""监督议题 as staff see them: this year's topics with their source and fate, and the street's
democratic appraisals."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.appraisals import appraisal_of
from api.pages.acts.offered import of_appraisal
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.topics import call_of
from domain.appraisal.messages import KIND_ZH
from domain.base import Command
from domain.calendar import day_of
from domain.evaluation.grading import GRADE_ZH
from domain.names import TOPICS, stream_id
from domain.organisation.tiers import TIER_ZH
from domain.parties import ROLE_ZH
from domain.refusals import NotYours, Refused
from domain.topics.decisions import DECIDERS
from domain.topics.messages import (
    SOURCE_ZH,
    WAY_ZH,
    ChooseTopic,
    CloseTopic,
    DeclineTopic,
    MergeTopic,
    NoteTopic,
    OpenTopics,
    PublishPlan,
)
from domain.topics.state import FATE_ZH
from ledger.queries.street import find_appraisals, find_topic_calls

router = page_router()
_ACTS: Mapping[str, type[Command]] = {
    "note": NoteTopic,
    "merge": MergeTopic,
    "choose": ChooseTopic,
    "decline": DeclineTopic,
    "plan": PublishPlan,
    "close": CloseTopic,
}
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]


@router.get("/topics")
async def topics_page(signed: WithSigned, tools: WithTools) -> Response:
    """Every call of the region and below it, and the appraisals."""
    return await _listed(signed, tools, {}, None)


@router.post("/topics")
async def open_call(
    signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """公开征集."""
    values = _texts(form)
    try:
        command = OpenTopics.model_validate(_given(OpenTopics, values))
        stream = stream_id(TOPICS, command.id)
        await record(request, tools, signed, stream, command, key_of(form))
    except (Refused, ValidationError) as error:
        return await _listed(signed, tools, values, _wrong(error))
    return RedirectResponse(f"/topics/{command.id}", 303)


@router.get("/topics/{call}")
async def call_page(call: Id, signed: WithSigned, tools: WithTools) -> Response:
    """One year's topics."""
    return await _call(call, signed, tools, {}, None)


@router.post("/topics/{call}/{act}")
async def act_on(
    call: Id, act: str, signed: WithSigned, form: Posted, request: Request, tools: WithTools
) -> Response:
    """登记、并入、列入、不列入、公布、完成监督."""
    if act not in _ACTS:
        raise not_found()
    values = _texts(form)
    state = await call_of(call, signed, tools)
    values["body"] = DECIDERS[state.tier].role
    try:
        shape = _ACTS[act]
        command = TypeAdapter(shape).validate_python(_given(shape, values))
        await record(request, tools, signed, stream_id(TOPICS, call), command, key_of(form))
    except (Refused, ValidationError) as error:
        return await _call(call, signed, tools, values, _wrong(error))
    return RedirectResponse(f"/topics/{call}", 303)


@router.get("/appraisals/{appraisal}")
async def appraisal_page(appraisal: Id, signed: WithSigned, tools: WithTools) -> Response:
    """One appraisal: how far each organ is."""
    one = await appraisal_of(appraisal, signed, tools)
    return page(
        "appraisal.html",
        signed,
        await tools.ledger.now(),
        here="/topics",
        sample=await sample_shown(tools),
        one=one,
        doable=of_appraisal(signed, one),
        kinds=KIND_ZH,
        grades=GRADE_ZH,
    )


def _texts(form: FormData) -> dict[str, str]:
    return {k: v.strip() for k, v in form.items() if isinstance(v, str) and v.strip()}


def _given(shape: type[Command], values: Mapping[str, Any]) -> dict[str, Any]:
    return {x: values[x] for x in shape.model_fields if x in values}


def _wrong(error: Refused | ValidationError) -> tuple[int, str]:
    """Status and sentence. Raises NotYours again: what is another's is nowhere."""
    if isinstance(error, NotYours):
        raise error
    if isinstance(error, Refused):
        return problem_of(error).status_code, error.zh
    names = "、".join(_FIELD_ZH.get(str(x["loc"][0]), str(x["loc"][0])) for x in error.errors())
    return 422, f"请补全或改正：{names}。"


_FIELD_ZH = {
    "id": "编号",
    "region": "地区",
    "tier": "层级",
    "year": "年度",
    "title": "名称",
    "closes": "截止日期",
    "why": "理由",
    "source": "来源",
    "reference": "来源编号",
    "no": "议题",
    "into": "并入的议题",
    "reason": "理由",
    "way": "监督方式",
    "lead": "牵头工委",
    "month": "月份",
    "document": "文号",
    "on": "日期",
    "where": "公布处",
    "result": "结果",
}


async def _listed(
    signed: Signed, tools: Tools, values: Mapping[str, Any], wrong: tuple[int, str] | None
) -> Response:
    now = await tools.ledger.now()
    calls = await find_topic_calls(tools.ledger, signed.region)
    appraisals = await find_appraisals(tools.ledger, signed.region)
    return page(
        "topics.html",
        signed,
        now,
        here="/topics",
        sample=await sample_shown(tools),
        status=wrong[0] if wrong else 200,
        calls=calls.items,
        appraisals=appraisals.items,
        tiers=TIER_ZH,
        values={"region": signed.region or "", "year": day_of(now).year, **values},
        wrong=wrong[1] if wrong else None,
        may=can(signed, "decide"),
        key=new_key(),
    )


async def _call(
    call: str,
    signed: Signed,
    tools: Tools,
    values: Mapping[str, Any],
    wrong: tuple[int, str] | None,
) -> Response:
    one = await call_of(call, signed, tools)
    decider = DECIDERS[one.tier]
    return page(
        "topic_call.html",
        signed,
        await tools.ledger.now(),
        here="/topics",
        sample=await sample_shown(tools),
        status=wrong[0] if wrong else 200,
        one=one,
        decider=ROLE_ZH[decider.role],
        basis=decider.basis,
        sources=SOURCE_ZH,
        ways=WAY_ZH,
        fates=FATE_ZH,
        values=values,
        wrong=wrong[1] if wrong else None,
        may=can(signed, "decide"),
        key=new_key(),
    )
