"""Which HTTP status a refusal becomes: the only place that knows (house.md, law 6)."""

import http

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.field_errors import described
from api.pages.nowhere import nowhere, wants_a_page
from api.problems import Problem, not_found, unavailable
from domain.refusals import Contradicted, Malformed, NotYetHeard, NotYours, Refused, Unknown
from ledger.refusals import Crowded, FactsHeld, ReusedKey, StaleReceipt, Unavailable

_PLAIN: dict[int, tuple[str, str, str]] = {
    405: (
        "method-not-allowed",
        "此地址不支持这种请求方法，请按接口文档（/docs）改用其他方法。",
        "This address does not take that method; see /docs.",
    ),
    413: (
        "too-large",
        "请求内容过大，请拆分或压缩后重试。",
        "The request is too large; split it.",
    ),
    415: (
        "unsupported",
        "不支持这种内容类型，请按接口文档（/docs）发送。",
        "This content type is not taken; see /docs.",
    ),
}


def problem_of(refusal: Refused) -> Problem:
    """The answer for a refusal of the domain or of the ledger."""
    match refusal:
        case NotYours() | Unknown():
            return not_found()
        case ReusedKey():
            return Problem("key-reused", refusal.zh, refusal.en)
        case StaleReceipt() | Unavailable():
            return unavailable()
        case FactsHeld() | NotYetHeard() | Crowded():
            after = "60" if isinstance(refusal, FactsHeld) else "2"
            return Problem("unavailable", refusal.zh, refusal.en, headers={"Retry-After": after})
        case Malformed() | Contradicted():
            kind = "invalid" if isinstance(refusal, Malformed) else "conflict"
            return Problem(kind, refusal.zh, refusal.en)
        case _:
            return Problem("refused", refusal.zh, refusal.en)


def install(app: FastAPI) -> None:
    """Answer every error of the app as problem+json."""

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return problem_of(error).response(request.url.path)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return _invalid(error).response(request.url.path)

    @app.exception_handler(HTTPException)
    async def raised(request: Request, error: HTTPException) -> Response:
        if wants_a_page(request):
            return await nowhere(request, _known(error))
        return _known(error).response(request.url.path)


def _invalid(error: RequestValidationError) -> Problem:
    errors = list(error.errors())
    if any(x["loc"][:1] == ("path",) for x in errors):
        return not_found()
    if any(str(x["loc"][-1]).lower() == "idempotency-key" for x in errors):
        return key_missing()
    return Problem(
        "invalid",
        f"有 {len(errors)} 处内容不符合要求，本次没有登记任何内容；请按 errors 逐项修改后重试。",
        f"{len(errors)} fields are wrong and nothing was recorded; see errors.",
        errors=described(errors),
    )


def key_missing() -> Problem:
    """Every write names itself, so that repeating it does nothing."""
    return Problem(
        "key-missing",
        "请在请求头 Idempotency-Key 中给出 1 至 200 个可见 ASCII 字符的编号；"
        "重试时用同一编号，不会重复登记。",
        "Send an Idempotency-Key header of 1 to 200 visible ASCII characters.",
    )


def _known(error: HTTPException) -> Problem:
    if isinstance(error, Problem):
        return error
    if error.status_code == 404:
        return not_found()
    kind, zh, en = _PLAIN.get(
        error.status_code,
        ("refused", "请求无法办理，请按接口文档（/docs）核对后重试。", "Refused; see /docs."),
    )
    phrase = http.HTTPStatus(error.status_code).phrase
    return Problem(kind, zh, f"{en} ({phrase})", status=error.status_code, headers=error.headers)
