"""决议和公告: what the vote determined, the document that resolves on it, its announcement."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.collection_course import decision_in
from api.collections import seen
from api.field_errors import described
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.refusals import problem_of
from api.tools import Tools, WithTools
from api.where import CollectionId
from domain.adoption.messages import (
    AdoptionCommand,
    AnnounceResult,
    PassResolution,
    RecordDecision,
)
from domain.adoption.result import missing, result_of
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.refusals import Malformed, NotYours, Refused
from domain.voting.outcome import majority_of

router = page_router()
_SHAPES: Mapping[str, type[AdoptionCommand]] = {
    "resolution": PassResolution,
    "decision": RecordDecision,
    "announcement": AnnounceResult,
}


@router.get("/collections/{collection}/decision")
async def decision_page(collection: CollectionId, signed: WithSigned, tools: WithTools) -> Response:
    """What was voted, and what is still to be recorded of it."""
    return await _shown(collection, signed, tools)


@router.post("/collections/{collection}/decision/{act}")
async def do(
    collection: CollectionId,
    act: str,
    form: Posted,
    request: Request,
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """One act; what is refused is said on the same page, with what was filled in."""
    await seen(collection, signed, tools)
    stream = stream_id(COLLECTION, collection)
    try:
        command = _meant(act, form)
        await record(request, tools, signed, stream, command, key_of(form))
    except NotYours:
        raise
    except Refused as refused:
        status = problem_of(refused).status_code
        return await _shown(collection, signed, tools, refused.zh, form, status)
    return RedirectResponse(f"/collections/{collection}/decision", 303)


def _meant(act: str, form: FormData) -> AdoptionCommand:
    shape = _SHAPES.get(act)
    if shape is None:
        raise not_found()
    texts = {k: v.strip() for k, v in form.items() if isinstance(v, str) and v.strip()}
    values: dict[str, Any] = {x: texts[x] for x in shape.model_fields if x in texts}
    if "chosen" in shape.model_fields:
        values["chosen"] = _in_order(form)
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        said = described(error.errors(include_url=False))
        zh = "；".join(f"{x.field}：{x.zh}" for x in said)
        raise Malformed(zh, "check the form.") from error


def _in_order(form: FormData) -> list[str]:
    """The items by the numbers that were given them; those without one are left out."""
    places = {
        k.removeprefix("place."): v.strip()
        for k, v in form.items()
        if k.startswith("place.") and isinstance(v, str) and v.strip()
    }
    wrong = [x for x in places.values() if not x.isascii() or not x.isdigit()]
    if wrong:
        raise Malformed(f"次序“{wrong[0]}”应为数字。", "the order is a number.")
    if len(set(places.values())) < len(places):
        raise Malformed("两个项目的次序相同，请改正。", "two items have one number.")
    return sorted(places, key=lambda x: int(places[x]))


async def _shown(
    collection: str,
    signed: Signed,
    tools: Tools,
    refused: str | None = None,
    form: FormData | None = None,
    status: int = 200,
) -> Response:
    standing, state = await seen(collection, signed, tools)
    decision = decision_in(state)
    result = result_of(state.voting, decision.kind)
    waits = missing(result) if result else f"还没有{decision.word}的结果。"
    filled = {k: v for k, v in form.items() if isinstance(v, str)} if form else {}
    return page(
        "collection_decision.html",
        signed,
        standing.now,
        here="/collections",
        sample=await sample_shown(tools),
        status=status,
        state=state,
        ballot=decision.kind == "ballot",
        word=decision.word,
        act="决议" if decision.kind == "ballot" else "决定",
        result=result,
        needed=majority_of(result.roll) if result and result.roll else None,
        waits=waits,
        rows=_rows(state),
        clerk=can(signed, "decide"),
        today=day_of(standing.now),
        values=filled,
        refused=refused,
        key=new_key(),
    )


def _rows(state: Collection) -> list[dict[str, Any]]:
    """Every candidate with its figures, chosen or not."""
    elected = state.voting.elected
    rows = []
    for item in state.pool.candidates:
        line = state.voting.carried(item.id)
        for one in state.voting.rounds if line is None else ():
            line = next((x for x in one.lines if x.item == item.id), line)
        rows.append(
            {
                "id": item.id,
                "title": item.title,
                "unit": item.unit,
                "line": line,
                "place": elected.index(item.id) + 1 if item.id in elected else None,
            }
        )
    return sorted(rows, key=lambda x: (x["place"] is None, x["place"] or 0))
