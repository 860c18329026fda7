"""The interface description, and a page of it from our own files alone: no other host is asked.

What everybody may read of the interface is the open data. The whole of it is told to who is known
here, by a session or a token (`reliability §4.6`).
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.callers import bearer, caller_of
from api.pages.signed import SignInFirst, somebody
from api.problems import Problem
from api.tools import WithPresent

STATIC = Path(__file__).parent / "static"
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>闭环 · 接口文档</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/vendor/swagger-ui/swagger-ui.css">
</head>
<body>
<p>没有登录时，这里只列开放数据的接口；<a href="/login?next=/docs">登录</a>后列出全部。</p>
<main id="docs">需要启用 JavaScript；接口描述见 <a href="/openapi.json">/openapi.json</a>。</main>
<script src="/static/vendor/swagger-ui/swagger-ui-bundle.js"></script>
<script src="/static/docs.js"></script>
</body>
</html>
"""

_OPEN = "/api/v1/open/"

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs() -> Response:
    """The page; its script reads /openapi.json."""
    return HTMLResponse(_PAGE)


@router.get("/openapi.json")
async def description(
    request: Request,
    tools: WithPresent,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Response:
    """OpenAPI 3.1: all of it, or for who is not known here what is open."""
    whole: dict[str, Any] = request.app.openapi()
    known = await _known(request, tools, given)
    return JSONResponse(
        whole if known else open_part(whole), headers={"Vary": "Cookie, Authorization"}
    )


async def _known(
    request: Request, tools: WithPresent, given: HTTPAuthorizationCredentials | None
) -> bool:
    try:
        if given is not None:
            await caller_of(request, tools, given)
        else:
            await somebody(request, tools)
    except (Problem, SignInFirst):
        return False
    return True


def open_part(whole: dict[str, Any]) -> dict[str, Any]:
    """The operations of the open data, and the shapes that they name."""
    paths = {x: y for x, y in whole["paths"].items() if x.startswith(_OPEN)}
    shapes, found = whole["components"]["schemas"], dict[str, Any]()
    left = _named(paths)
    while left:
        name = left.pop()
        found[name] = shapes[name]
        left |= _named(shapes[name]) - set(found)
    return {**whole, "paths": paths, "components": {"schemas": dict(sorted(found.items()))}}


def _named(part: Any) -> set[str]:
    return set(re.findall(r"#/components/schemas/([^']+)'", repr(part)))


class Kept(StaticFiles):
    """Files that a browser keeps and asks after: unchanged, they are not sent again."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        answer.headers["Cache-Control"] = "no-cache"
        if answer.headers.get("Content-Type", "").endswith("+xml"):  # none where it is unchanged
            answer.headers["Content-Type"] += "; charset=utf-8"
        return answer


def static_files() -> StaticFiles:
    """What the pages load, served from the package."""
    return Kept(directory=STATIC)
