"""Every error is problem+json (RFC 9457): what is wrong and what to do, in Chinese and English."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

MEDIA_TYPE = "application/problem+json"

TITLES: dict[str, tuple[int, str]] = {
    "bad-request": (400, "请求无法读取"),
    "key-missing": (400, "缺少 Idempotency-Key"),
    "unauthenticated": (401, "需要有效令牌"),
    "forbidden": (403, "没有此项权限"),
    "not-found": (404, "没有找到"),
    "method-not-allowed": (405, "此地址不支持该操作"),
    "timeout": (408, "请求未能及时传完"),
    "conflict": (409, "与已登记的事实不符"),
    "too-large": (413, "内容过大"),
    "unsupported": (415, "不支持的内容类型"),
    "invalid": (422, "内容不符合要求"),
    "too-many": (429, "次数太多"),
    "key-reused": (422, "Idempotency-Key 已用于其他内容"),
    "refused": (400, "请求被拒绝"),
    "internal": (500, "系统内部错误"),
    "unavailable": (503, "暂时无法办理"),
}


class FieldError(BaseModel):
    """One field that has to be changed."""

    field: str
    zh: str
    en: str


class ProblemBody(BaseModel):
    """What a refused request answers."""

    type: str
    title: str
    status: int
    detail: str
    detail_en: str
    instance: str
    errors: list[FieldError] = []


class Problem(HTTPException):
    """A refusal with its HTTP status. `zh` says what to do, `en` the same."""

    def __init__(
        self,
        kind: str,
        zh: str,
        en: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(status or TITLES[kind][0], zh, dict(headers or {}))
        self.kind, self.zh, self.en, self.errors = kind, zh, en, list(errors)

    def response(self, path: str) -> Response:
        """The answer. A 404 does not repeat the path: what is another's and what is nowhere are
        answered byte for byte alike (`reliability §2.18`)."""
        body = ProblemBody(
            type=f"urn:bihuan:problem:{self.kind}",
            title=TITLES[self.kind][1],
            status=self.status_code,
            detail=self.zh,
            detail_en=self.en,
            instance="/api/v1" if self.status_code == 404 else path,
            errors=self.errors,
        )
        return JSONResponse(
            body.model_dump(), self.status_code, headers=self.headers, media_type=MEDIA_TYPE
        )


def not_found() -> Problem:
    """The one answer for what does not exist and for what is not the caller's."""
    return Problem(
        "not-found",
        "没有找到。请核对地址，或从本单位的待办清单（/api/v1/duties）中选取。",
        "Not found. Check the address, or choose from your own list (/api/v1/duties).",
    )


def forbidden(need: str) -> Problem:
    """The caller's role may not do this, whatever the object."""
    return Problem(
        "forbidden",
        f"此操作需要{need}的令牌，请由有此权限的人员办理。",
        "This needs a token of another role; ask somebody who holds it.",
    )


def unavailable(seconds: int = 2) -> Problem:
    """The outcome is not known; the same key makes the repetition safe."""
    return Problem(
        "unavailable",
        "数据库暂时没有答复，本次是否已登记尚不清楚。请用同一 Idempotency-Key 重试，不会重复登记。",
        "The outcome is unknown. Repeat with the same Idempotency-Key; nothing is recorded twice.",
        headers={"Retry-After": str(seconds)},
    )
