"""Where a unit's system gets its access token: OAuth 2, client credentials, `private_key_jwt`.

One grant, one way to show who one is; no secret is ever sent. Errors are as RFC 6749 §5.2 has them,
with our own sentence beside.
"""

from collections.abc import Mapping
from typing import Any, Literal, cast, get_args

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.assertions import NotBelieved, believed
from api.buckets import Kind
from api.json_route import INTERFACE
from api.problems import Problem
from api.receipts import Responses, problems
from api.tools import Tools, WithPresent
from api.turn import asking, turn_of
from ledger.machine_tokens import LIFE, Asserted, give_token
from ledger.machines import Scope, audience_of, client_named

GRANT = "client_credentials"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_FIELDS = ("grant_type", "client_assertion_type", "client_assertion", "client_id", "scope")
_FORM = "application/x-www-form-urlencoded"
Wrong = Literal["invalid_request", "invalid_client", "unsupported_grant_type", "invalid_scope"]
router = APIRouter(prefix=INTERFACE, tags=["单位系统 machines"])


class Given(BaseModel):
    """An access token, good for ten minutes."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  # what kind it is
    expires_in: int = int(LIFE.total_seconds())
    scope: str


class NotGiven(BaseModel):
    """Why there is none (RFC 6749 §5.2), and what to do."""

    error: Wrong
    error_description: str
    detail: str


class _Refused(Exception):
    def __init__(self, error: Wrong, zh: str, en: str) -> None:
        super().__init__(en)
        self.body = NotGiven(error=error, error_description=en, detail=zh)


_DESCRIBED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "properties": {x: {"type": "string"} for x in _FIELDS},
                    "required": list(_FIELDS[:3]),
                }
            }
        },
    }
}
_PROBLEMS = problems(408, 415, 500, 503)
_ANSWERS: Responses = {
    **_PROBLEMS,
    400: {**_PROBLEMS[400], "model": NotGiven, "description": "申领的写法不对"},
    401: {"model": NotGiven, "description": "断言不对，或已经用过"},
}


@router.post("/token", response_model=Given, responses=_ANSWERS, openapi_extra=_DESCRIBED)
async def token(request: Request, tools: WithPresent) -> Response:
    """申领访问令牌（OAuth 2 客户端凭据，private_key_jwt）. 十分钟有效；断言只能用一次。"""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Problem("unsupported", f"请以 Content-Type: {_FORM} 发送。", f"Send it as {_FORM}.")
    try:
        async with request.form(max_files=0, max_fields=10) as form:
            sent = _once(form.multi_items())
        asserted = await _asserted(sent, tools, request)
        scopes = await _scopes(sent.get("scope"), asserted, tools)
        given = await _given(asserted, scopes, tools)
    except _Refused as refused:
        known = refused.body.error == "invalid_client"
        return JSONResponse(refused.body.model_dump(), 401 if known else 400)
    return JSONResponse(given.model_dump(), headers={"Pragma": "no-cache"})


async def _given(asserted: Asserted, scopes: frozenset[Scope], tools: Tools) -> Given:
    """The token. Raises _Refused for an assertion that was shown before."""
    secret = await give_token(tools.ledger, asserted, scopes)
    if secret is None:
        raise _Refused(
            "invalid_client",
            "这份断言用过了；每次申领请用新的 jti 另签一份。",
            "the assertion was used before; sign a new one, with a new jti, each time",
        )
    return Given(access_token=secret, scope=" ".join(sorted(scopes)))


def _once(items: list[tuple[str, Any]]) -> Mapping[str, str]:
    """Every field once, as the protocol has it. Raises _Refused."""
    sent = {x: y for x, y in items if isinstance(y, str) and y}
    if len(sent) != len(items):
        raise _Refused(
            "invalid_request",
            "每个参数只能出现一次，不能为空。",
            "each parameter stands once, and is not empty",
        )
    return sent


async def _asserted(sent: Mapping[str, str], tools: Tools, request: Request) -> Asserted:
    """Who asks. Raises _Refused, Problem 429."""
    if sent.get("grant_type") != GRANT:
        raise _Refused(
            "unsupported_grant_type",
            f"grant_type 应为 {GRANT}；本系统没有别的方式。",
            f"grant_type is {GRANT}; there is no other",
        )
    if sent.get("client_assertion_type") != ASSERTION or "client_assertion" not in sent:
        raise _Refused(
            "invalid_request",
            f"请给出 client_assertion，且 client_assertion_type 应为 {ASSERTION}。",
            f"give client_assertion, with client_assertion_type {ASSERTION}",
        )
    try:
        async with asking(request):
            audience = tools.audience or await audience_of(tools.ledger)
            found = await believed(tools.ledger, sent["client_assertion"], audience)
    except NotBelieved as doubt:
        raise _Refused("invalid_client", doubt.zh, doubt.en) from doubt
    if sent.get("client_id", found.client) != found.client:
        raise _Refused(
            "invalid_client",
            "client_id 与断言中的不是同一个系统。",
            "client_id is not whom the assertion names",
        )
    request.state.caller = f"client:{found.client}"
    if turn := turn_of(request):
        turn.count(Kind.GRANT, found.client)
    return found


async def _scopes(asked: str | None, asserted: Asserted, tools: Tools) -> frozenset[Scope]:
    """What was asked for, no more than is registered. Raises _Refused."""
    registered = frozenset((await client_named(tools.ledger, asserted.client)).client.scopes)
    if asked is None:
        return registered
    wanted = frozenset(asked.split(" "))
    if not wanted <= registered or not wanted <= set(get_args(Scope)):
        raise _Refused(
            "invalid_scope",
            f"登记的范围是 {' '.join(sorted(registered))}，不能申领别的。",
            f"registered for {' '.join(sorted(registered))}, and nothing else",
        )
    return cast("frozenset[Scope]", wanted)
