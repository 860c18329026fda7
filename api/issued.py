"""What was issued in a project or a congress's year, to whomever, and what became of it outside."""

from pydantic import BaseModel

from api.callers import Caller
from api.duties import Limit, Offset
from api.inbox import NoticeShown, shown
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ
from api.rights import Allowed
from api.sight import sees_stream
from api.tools import Tools, WithTools
from api.where import ProgrammeId, ProjectId
from domain.names import PROGRAMME, PROJECT, stream_id
from ledger.queries.inbox import notices_of

router = json_router("通知 notices")


class IssuedNotice(NoticeShown):
    """A notice and its addressee, who alone acknowledges it."""

    party: str


class Issued(BaseModel):
    """Notices, the newest first."""

    items: tuple[IssuedNotice, ...]
    total: int


@router.get("/projects/{project}/notices", responses=READ)
async def of_project(
    project: ProjectId, caller: Allowed, tools: WithTools, limit: Limit = 20, offset: Offset = 0
) -> Issued:
    """项目发出的全部通知及其送达记录，最新的在前."""
    return await _issued(stream_id(PROJECT, project), caller, tools, limit, offset)


@router.get("/programmes/{programme}/notices", responses=READ)
async def of_programme(
    programme: ProgrammeId, caller: Allowed, tools: WithTools, limit: Limit = 20, offset: Offset = 0
) -> Issued:
    """年度清单发出的全部通知及其送达记录，最新的在前."""
    return await _issued(stream_id(PROGRAMME, programme), caller, tools, limit, offset)


async def _issued(stream: str, caller: Caller, tools: Tools, limit: int, offset: int) -> Issued:
    if not await sees_stream(caller, stream, tools.ledger):
        raise not_found()
    page = await notices_of(tools.ledger, stream, limit=limit, offset=offset)
    items = (
        IssuedNotice(**{**shown(x).model_dump(), "acknowledge_at": None}, party=x.party)
        for x in page.items
    )
    return Issued(items=tuple(items), total=page.total)
