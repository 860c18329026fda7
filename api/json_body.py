"""Reading a JSON body: bounded, UTF-8, no repeated names, no figure changed on the way.

FastAPI hands pydantic decoded objects, where lax models take 0 for a date and strict ones refuse
every ISO date; so a body is validated as JSON text, in pydantic's strict JSON mode.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.message import Message
from typing import Any

from fastapi import Request
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.annotated_handlers import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from api.field_errors import described
from api.problems import FieldError, Problem

DEEPEST = 20
"""Nesting of objects and arrays that is still read (`reliability §2.25`)."""
MOST_NAMES, MOST_IN_ALL = 1_000, 20_000
"""Names in one object, and in a body: a voted list of 300 projects has nine thousand. Ours."""
_PRECISE = 15
"""Digits that survive a JSON number; more must be sent as a string."""
_BRACKETS = re.compile(rb"[\[{\]}]")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def content_is_json(request: Request) -> None:
    """Raises Problem 415 unless the body says it is JSON in UTF-8."""
    said = Message()
    said["content-type"] = request.headers.get("content-type", "")
    charset = str(said.get_param("charset", "utf-8")).lower()
    if said.get_content_type() != "application/json" or charset not in ("utf-8", "utf8"):
        raise Problem(
            "unsupported",
            "请以 Content-Type: application/json（UTF-8 编码）发送 JSON。",
            "Send JSON in UTF-8 as Content-Type: application/json.",
        )


def parse(raw: bytes) -> Any:
    """The decoded body. Raises Problem 400 or 422."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            "bad-request",
            "内容不是 UTF-8 编码，请把文件另存为 UTF-8 后重发。",
            f"The body is not UTF-8 (byte {error.start}); save it as UTF-8 and send it again.",
        ) from error
    _bounded(raw)
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_float=_exact, parse_constant=_no_constant
        )
    except ValueError as error:
        raise Problem(
            "bad-request",
            "内容不是有效的 JSON，请检查逗号、引号和括号后重发。",
            f"The body is no valid JSON: {str(error)[:100]}",
        ) from error


def _bounded(raw: bytes) -> None:
    """Looked at before anything is made of it."""
    bones = _STRING.sub(b"", raw)
    if bones.count(b":") > MOST_IN_ALL:
        raise _too_many_names()
    depth = 0
    for bone in _BRACKETS.findall(bones):
        depth += 1 if bone in b"[{" else -1
        if depth > DEEPEST:
            raise Problem(
                "bad-request",
                f"JSON 嵌套超过 {DEEPEST} 层，请按接口文档（/docs）的结构发送。",
                f"The JSON is nested deeper than {DEEPEST} levels.",
            )


def _too_many_names() -> Problem:
    return Problem(
        "bad-request",
        f"JSON 的字段太多：一个对象最多 {MOST_NAMES} 个，一次最多 {MOST_IN_ALL} 个；请分几次发送。",
        f"Too many names: at most {MOST_NAMES} in an object and {MOST_IN_ALL} in a body.",
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_NAMES:
        raise _too_many_names()
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _exact(number: str) -> float | int:
    if len(re.sub(r"[eE].*|[^0-9]", "", number).strip("0")) > _PRECISE:
        raise ValueError(f"a number of more than {_PRECISE} digits must be sent as a string")
    value = float(number)
    return int(value) if value.is_integer() else value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


class Strictly:
    """Annotation of a body: validated as JSON text, strictly, with its own schema in OpenAPI."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            self._read, handler.generate_schema(self.kind)
        )

    def _read(self, decoded: Any) -> Any:
        try:
            value = self._adapter.validate_json(json.dumps(decoded, ensure_ascii=True), strict=True)
        except ValidationError as error:
            raise invalid(described(error.errors(include_url=False))) from error
        if odd := [x for x in _odd_dates(value, decoded, "") if x]:
            zh, en = "日期请写成 2023-03-31 的形式", "a date is written 2023-03-31"
            raise invalid([FieldError(field=x, zh=zh, en=en) for x in odd])
        return value


def invalid(errors: list[FieldError]) -> Problem:
    """The answer to a body whose fields are wrong."""
    return Problem(
        "invalid",
        f"有 {len(errors)} 处内容不符合要求，本次没有登记任何内容；请按 errors 逐项修改后重发。",
        f"{len(errors)} fields are wrong and nothing was recorded; see errors.",
        errors=errors,
    )


def _odd_dates(value: Any, decoded: Any, where: str) -> Iterator[str]:
    """Where a date was sent as a number of seconds in quotes, which pydantic would take."""
    if isinstance(value, date) and not isinstance(value, datetime):
        yield "" if _ISO.fullmatch(str(decoded)) else where.strip(".")
    elif isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield from _odd_dates(getattr(value, name), decoded[name], f"{where}.{name}")
    elif isinstance(value, tuple):
        for n, (one, sent) in enumerate(zip(value, decoded, strict=True)):
            yield from _odd_dates(one, sent, f"{where}.{n}")
