"""Evidence files: handed in first, then named in a filing by their SHA-256."""

import tempfile
from typing import Annotated, BinaryIO

from fastapi import Path, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from api.intake import handed_out, take
from api.json_route import json_router
from api.limits import FILE_MOST, too_large
from api.problems import Problem, not_found
from api.receipts import READ, problems
from api.rights import Allowed
from api.sight import sees_file
from api.sniff import MEDIA, safe_name
from api.tools import WithTools
from api.writing import Writing
from domain.forms import Evidence
from ledger.uploads import Upload

router = json_router("证据 evidence")
BINARY = {"schema": {"type": "string", "format": "binary"}}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "application/octet-stream": BINARY,
        },
    }
}


@router.post(
    "/evidence",
    status_code=201,
    openapi_extra=BODY,
    responses={
        200: {"model": Evidence, "description": "同一编号已上传过同一文件"},
        201: {"model": Evidence, "description": "已保存；报送时以 sha256 引用"},
        **problems(400, 401, 403, 408, 409, 413, 415, 422, 500, 503),
    },
)
async def hand_in(
    request: Request,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    name: Annotated[
        str | None, Query(max_length=500, description="以原始内容上传时的文件名")
    ] = None,
) -> Response:
    """上传一个证据文件：PDF、JPG、PNG、DOCX、XLSX，最大 25 MB."""
    with tempfile.TemporaryFile() as spool:
        named = safe_name(await received(request, name, spool))
        kept, repeated = await take(named, spool, caller, tools, lambda _: write.key)
    return JSONResponse(
        kept.evidence.model_dump(mode="json"),
        status_code=201,
        headers={"Idempotency-Replayed": "true"} if repeated else None,
    )


@router.get(
    "/evidence/{sha256}",
    response_class=Response,
    responses={
        200: {"content": dict.fromkeys((*MEDIA.values(), "text/csv"), BINARY)},
        **READ,
        **problems(409),
    },
)
async def fetch(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], caller: Allowed, tools: WithTools
) -> Response:
    """下载证据文件：上传的一方，以及可以查看该事项的人."""
    own = (await tools.uploads.of(caller, [sha256])).get(sha256)
    found = own or await _offered(sha256, caller, tools)
    if found is None:
        raise not_found()
    return await handed_out(found, tools.store, tools.rules)


async def _offered(sha256: str, caller: Allowed, tools: WithTools) -> Upload | None:
    for upload, stream in await tools.uploads.uses(sha256):
        if await sees_file(caller, sha256, stream, tools.ledger):
            return upload
    return None


async def received_whole(request: Request, name: str | None) -> tuple[str, bytes]:
    """The file's name and its content, for what is read and not kept here. Raises Problem."""
    with tempfile.TemporaryFile() as spool:
        named = await received(request, name, spool)
        spool.seek(0)
        return named, spool.read()


async def received(request: Request, name: str | None, spool: BinaryIO) -> str:
    """The file's name; its content goes to the spool. Raises Problem."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=1, max_fields=0) as form:
            sent = form.get("file")
            if not isinstance(sent, UploadFile):
                raise Problem(
                    "invalid",
                    "请在表单字段 file 中放入一个文件。",
                    "Put one file into the form field “file”.",
                )
            while chunk := await sent.read(256 * 1024):
                _add(spool, chunk)
            return sent.filename or ""
    async for chunk in request.stream():
        _add(spool, chunk)
    return name or ""


def _add(spool: BinaryIO, chunk: bytes) -> None:
    spool.write(chunk)
    if spool.tell() > FILE_MOST:
        raise too_large(FILE_MOST)
