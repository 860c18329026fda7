"""Evidence in pieces, for a line that breaks: begin, ask how much is there, send the rest."""

from typing import Annotated, Any

from fastapi import Body, Header, Path, Request
from pydantic import Field
from starlette.responses import JSONResponse, Response

from api import in_pieces
from api.evidence import BINARY
from api.in_pieces import Arriving, File
from api.json_body import Strictly
from api.json_route import json_router
from api.limits import FILE_MOST, PIECE_MOST
from api.problems import Problem
from api.receipts import READ, problems
from api.rights import Allowed
from api.tools import WithTools
from domain.base import Value

router = json_router("证据 evidence")
Sha = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="整个文件的 SHA-256，即它的编号")]
Offset = Annotated[
    int,
    Header(alias="Upload-Offset", ge=0, le=FILE_MOST, description="这一段从第几字节开始"),
]
SENT: dict[int | str, dict[str, Any]] = problems(
    400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503
)


class NewUpload(Value):
    """要传的文件."""

    name: Annotated[str, Field(max_length=500)]
    size: Annotated[int, Field(ge=1, le=1_000_000_000)]


@router.put(
    "/uploads/{sha256}",
    response_model=Arriving,
    responses={**SENT, 200: {"description": "已收到多少；收全过的文件直接给出证据"}},
)
async def begin_upload(
    sha256: Sha,
    caller: Allowed,
    tools: WithTools,
    new: Annotated[Any, Strictly(NewUpload), Body()],
) -> Response:
    """开始（或接着）分段上传一个文件. 重复请求不会重来，只说已收到多少。"""
    return shown(await in_pieces.begin(File(sha256, new.name, new.size), caller, tools))


@router.get("/uploads/{sha256}", response_model=Arriving, responses=READ)
async def read_upload(sha256: Sha, caller: Allowed, tools: WithTools) -> Response:
    """已收到多少字节."""
    return shown(await in_pieces.standing(sha256, caller, tools))


@router.patch(
    "/uploads/{sha256}",
    response_model=Arriving,
    responses={**SENT, 200: {"description": "收下这一段；收全后给出证据"}},
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/octet-stream": BINARY}}
    },
    description=f"传一段，最多 {PIECE_MOST} 字节；断了先查询已收到多少，再从那里接着传。",
)
async def add_piece(
    sha256: Sha, offset: Offset, request: Request, caller: Allowed, tools: WithTools
) -> Response:
    """传一段."""
    if not request.headers.get("content-type", "").startswith("application/octet-stream"):
        raise Problem(
            "unsupported",
            "请以 Content-Type: application/octet-stream 发送文件的一段。",
            "Send a piece as application/octet-stream.",
        )
    return shown(await in_pieces.add(sha256, offset, request, caller, tools))


@router.delete("/uploads/{sha256}", status_code=204, responses=READ)
async def give_up_upload(sha256: Sha, caller: Allowed, tools: WithTools) -> Response:
    """放弃没传完的文件；收全过的证据不受影响."""
    await in_pieces.give_up(sha256, caller, tools)
    return Response(status_code=204)


def shown(one: Arriving) -> Response:
    """How much is there, in the body and in a header."""
    headers = {"Upload-Offset": str(one.received)}
    return JSONResponse(one.model_dump(mode="json"), headers=headers)
