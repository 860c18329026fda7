"""The kinds of files that are handed in on pages, and what is said of each beside its contents."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from api import circulars, keypad_report, pool_list
from api.field_errors import described
from api.intake import keep
from api.limits import FILE_MOST, too_large
from api.pages.meeting_forms import Wrong
from api.pages.rights import Signed
from api.tools import Tools
from api.writing import Write
from domain.screening.item import SOURCE_ZH, Source
from ledger.uploads import Upload

_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Asked(NamedTuple):
    """One thing that is said of the file."""

    name: str
    zh: str
    kind: type[Any]
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True


class Handing(NamedTuple):
    """One kind of file."""

    zh: str
    note: str
    template: str
    asked: tuple[Asked, ...]
    do: Callable[..., Awaitable[Response]]
    """Called with the request of the file, what is said of it, and who hands it in."""
    back: str


async def _circular(
    name: str, request: Request, said: Mapping[str, Any], signed: Signed, tools: Tools, key: str
) -> Response:
    asked = circulars.Asked(**said, counts_for=None)
    write = Write(request, tools, key)
    return await circulars.hand_in(name, request, signed, write, tools, asked)


async def _pool(
    name: str, request: Request, said: Mapping[str, Any], signed: Signed, tools: Tools, key: str
) -> Response:
    asked = pool_list.Asked(**said, values=None, columns=None)
    write = Write(request, tools, key)
    return await pool_list.hand_in(name, request, signed, write, tools, asked)


async def _keypads(
    name: str, request: Request, said: Mapping[str, Any], signed: Signed, tools: Tools, key: str
) -> Response:
    asked = keypad_report.Asked(**said)
    write = Write(request, tools, key)
    return await keypad_report.read_keypads(request, name, signed, write, tools, asked)


_PERIOD = "如 2023-Q2；行内另写的以行内为准"
_SOURCES = tuple((str(x), zh) for x, zh in SOURCE_ZH.items() if x is not Source.RESERVE)
KINDS: Mapping[str, Handing] = {
    "circulars": Handing(
        "导入政府督查通报",
        "逐行核对；与单位申报不一致的并列标出，两边都不改。",
        "handed_circular.html",
        (
            Asked("number", "通报编号", str, "字母、数字、短横线，如 DK2023-Q2"),
            Asked("source", "发出通报的机构", str),
            Asked("dated", "通报日期", date),
            Asked("period", "期间", str, _PERIOD),
        ),
        _circular,
        "/programmes/{name}",
    ),
    "pool": Handing(
        "候选项目清单入库",
        "有读不出的格子不入库；已在库中而内容不同的，请在项目库中修改。",
        "handed_pool.html",
        (Asked("source", "由谁提出", str, options=_SOURCES),),
        _pool,
        "/collections/{name}/pool",
    ),
    "keypads": Handing(
        "导入表决器报告",
        "两人各导入一遍，一致才算。",
        "handed_keypads.html",
        (
            Asked("round", "第几次投票", int),
            Asked("held_on", "投票日", date),
            Asked("roll", "全体人数", int),
            Asked("present", "出席人数", int),
        ),
        _keypads,
        "/collections/{name}/vote",
    ),
}


def said_of(asked: tuple[Asked, ...], values: Mapping[str, str]) -> dict[str, Any]:
    """What is said of the file. Raises Wrong."""
    found = {}
    for x in asked:
        try:
            found[x.name] = TypeAdapter(x.kind).validate_python(values.get(x.name) or None)
        except ValidationError as error:
            zh = described(error.errors(include_url=False))[0].zh
            raise Wrong(422, f"{x.zh}：{zh}") from error
    return found


async def file_of(form: FormData, signed: Signed, tools: Tools) -> tuple[str, bytes]:
    """The file sent now, or the one that was tried before. Raises Wrong."""
    file, sha256 = form.get("file"), form.get("sha256")
    if isinstance(file, UploadFile) and file.filename:
        content = await file.read(FILE_MOST + 1)
        if len(content) > FILE_MOST:
            raise too_large(FILE_MOST)
        return file.filename, content
    known = str(sha256) if sha256 else ""
    kept = (await tools.uploads.of(signed, [known])).get(known) if known else None
    if kept is None:
        raise Wrong(422, "请选择文件（CSV 或 XLSX）。")
    return kept.name, await tools.store.fetch(known)


async def kept(file: str, content: bytes, signed: Signed, tools: Tools, key: str) -> str:
    """The file on the shelf, so that it is confirmed without being sent again."""
    sha256 = hashlib.sha256(content).hexdigest()
    await keep(sha256, content, tools.store, tools.rules)
    media = _MEDIA.get(file.rpartition(".")[2].lower(), "text/csv")
    new = Upload.of(signed, sha256=sha256, name=file, media_type=media, size=len(content))
    await tools.uploads.keep(new, signed.client, f"{key}:tried")
    return sha256


def alone(request: Request, content: bytes) -> Request:
    """The request as if the file were all that it carries."""
    headers = [(b"content-type", b"application/octet-stream")]

    async def receive() -> Any:
        return {"type": "http.request", "body": content, "more_body": False}

    return Request({**request.scope, "headers": headers}, receive)
