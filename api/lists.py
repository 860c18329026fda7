"""Lists as files: handed in as CSV or XLSX, tried first; handed out again; an empty table."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import Depends, Query, Request
from starlette.responses import Response

from api.depending import in_loop
from api.evidence import BODY, received_whole
from api.json_route import json_router
from api.list_import import Looked, One, Sent, keep, look
from api.lists_shown import ListsAnswer, answer
from api.problems import FieldError, Problem, not_found
from api.receipts import READ, ReceiptShown, problems
from api.rights import Allowed
from api.sight import sees
from api.tools import WithTools
from api.where import ProgrammeId
from api.writing import Write, Writing
from documents.list_template import template
from documents.list_written import list_file
from domain.base import ShortText
from domain.lists.mapping import reading_of
from domain.names import PROGRAMME, stream_id
from domain.refusals import Malformed, Unknown
from ledger.list_standing import listed

router = json_router("清单文件 lists")
_FILE = {"schema": {"type": "string", "format": "binary"}}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Asked:
    """What is said of the file in the address."""

    def __init__(  # one for each part of the address
        self,
        regime: Annotated[ShortText, Query(description="实施办法，如 longgang")],
        voted: Annotated[date, Query(description="票决日；街道为会商选定之日")],
        next_session: Annotated[date | None, Query(description="下一次会议；不给则推定")] = None,
        values: Annotated[
            list[str] | None,
            Query(
                alias="set",
                max_length=20,
                description="各行共有的内容，如 list_id=LG24、region=某省/某县、status_kind=voted",
            ),
        ] = None,
        columns: Annotated[
            list[str] | None,
            Query(alias="map", max_length=60, description="表头对应，如 项目全称=item_name_zh"),
        ] = None,
        name: Annotated[str | None, Query(max_length=500, description="原始内容的文件名")] = None,
        dry_run: Annotated[bool, Query(description="只试读，不登记")] = False,
    ) -> None:
        self.regime, self.voted, self.next_session = regime, voted, next_session
        self.columns, self.name, self.dry_run = columns or [], name, dry_run
        self.values = values or []

    def sent(self, name: str, content: bytes) -> Sent:
        """The file with all that is said of it. Raises Malformed."""
        how = reading_of((), self.columns, self.values)
        return Sent(name, content, self.regime, self.voted, self.next_session, how)


@router.post(
    "/lists",
    status_code=201,
    openapi_extra=BODY,
    responses={
        200: {"model": ListsAnswer, "description": "试读，或记录中已有"},
        201: {"model": ListsAnswer, "description": "已立项"},
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def hand_in(  # what a route is given
    request: Request,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    asked: Annotated[Asked, Depends(in_loop(Asked))],
) -> Response:
    """导入清单（CSV、XLSX）：逐格核对，先试读（dry_run=true），再立项；不导入半份清单."""
    name, content = await received_whole(request, asked.name)
    try:
        looked = await look(asked.sent(name, content), caller, tools)
    except Unknown as unknown:
        error = FieldError(field="regime", zh=unknown.zh, en=unknown.en)
        raise Problem("invalid", unknown.zh, unknown.en, errors=[error]) from unknown
    if asked.dry_run:
        return answer(looked, {}, dry_run=True)
    stand_ready(looked)
    await keep(looked.sent, caller, tools, write.key)
    receipts = {x.voted.id: await _record(x, looked, caller, write, tools) for x in looked.each}
    return answer(looked, receipts, dry_run=False)


@router.get(
    "/lists/template",
    response_class=Response,
    responses={200: {"content": {MEDIA["xlsx"]: _FILE}}, **READ},
)
async def empty(caller: Allowed) -> Response:
    """空白清单模板（XLSX）：中文表头、可选项、填表说明."""
    return as_file("民生实事项目清单模板.xlsx", template(), "xlsx")


@router.get(
    "/programmes/{programme}/list",
    response_class=Response,
    responses={200: {"content": {"text/csv": _FILE, MEDIA["xlsx"]: _FILE}}, **READ},
)
async def hand_out(
    programme: ProgrammeId,
    caller: Allowed,
    tools: WithTools,
    form: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "csv",
) -> Response:
    """导出清单：票决时的内容，原样导入不产生新的记录."""
    try:
        state = (await tools.ledger.standing(stream_id(PROGRAMME, programme))).state
    except Unknown as error:
        raise not_found() from error
    if not sees(caller, state):
        raise not_found()
    found = await listed(tools.ledger, programme)
    content = list_file(found.opened, found.cards, xlsx=form == "xlsx")
    return as_file(f"{programme}.{form}", content, form)


def as_file(name: str, content: bytes, form: str) -> Response:
    """A download that is never opened within our pages."""
    return Response(
        content,
        media_type=MEDIA[form],
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        },
    )


def stand_ready(looked: Looked) -> None:
    """Raises Malformed or Problem 409 where a list of the file cannot be put on record."""
    if not looked.each:
        raise Malformed(
            "没有一份可以立项的清单，没有登记；请按试读结果（dry_run=true）逐格修改。",
            "no list can be opened and nothing was recorded; see dry_run=true.",
        )
    for one in looked.each:
        if one.state == "changed":
            some = "；".join(x.zh for x in one.differences[:5])
            raise Problem(
                "conflict",
                f"清单 {one.voted.list_id} 已经登记，且内容不同：{some}。名单的变更凭决定登记。",
                f"{one.voted.list_id} is on record with other contents; amend by a decision.",
                errors=[FieldError(field=x.project or "list", zh=x.zh, en=x.field)
                        for x in one.differences[:50]],
            )  # fmt: skip
        if one.state == "refused":
            raise Malformed(
                f"清单 {one.voted.list_id}：{one.why}。没有登记任何清单。",
                f"list {one.voted.list_id} cannot be opened; nothing was recorded.",
            )


async def _record(
    one: One, looked: Looked, caller: Allowed, write: Write, tools: WithTools
) -> tuple[ReceiptShown, ...]:
    stream = stream_id(PROGRAMME, one.voted.id)
    await tools.uploads.offered(caller, {looked.sent.sha256}, stream)
    found = [await write.record(caller, x, y, part=f"/{x}") for x, y in one.new.items()]
    return tuple(ReceiptShown.model_validate(x.model_dump(exclude={"repeated"})) for x in found)
