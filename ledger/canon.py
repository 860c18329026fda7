"""Canonical JSON: one text for one meaning, so that its hash can be made again anywhere.

Sorted ASCII keys, no spaces, no floats, strings in NFC, instants in UTC with microseconds.
"""

import hashlib
import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache, lru_cache
from json.encoder import encode_basestring as _quote
from typing import Any, cast

from pydantic import BaseModel

from domain.base import Command
from domain.refusals import Malformed

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_write: Any = getattr(json.encoder, "c_make_encoder")(  # noqa: B009  # typeshed does not know it
    None, None, _quote, None, ":", ",", True, False, False
)
"""What `JSONEncoder` makes anew for every text."""
_NEVER = re.compile("[\x00\ud800-\udfff]")
"""What no text can hold: NUL and surrogates."""


def canonical(value: object) -> str:
    """The canonical text of a JSON value. Raises Malformed for what has no canonical form."""
    return _ENCODER.encode(value if _stands(value) else _clean(value))


def body_of(message: BaseModel) -> str:
    """The canonical text of an event or a command. Decimals are written as strings."""
    value = message.__pydantic_serializer__.to_python(message, mode="json")
    if not _is_plain(type(message)):
        return canonical(value)
    text = "".join(_write(value, 0))
    return text if _is_canonical(text) else canonical(value)


def fingerprint(stream: str, command: Command) -> str:
    """What makes two requests the same: SHA-256 over the stream and the canonical command."""
    name = type(command).__name__
    text = f'{{"body":{body_of(command)},"stream":{quoted(stream)},"type":"{name}"}}'
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _is_plain(shape: type[BaseModel]) -> bool:
    """Whether a message holds no floats and no keys but its fields' names, as nearly all do."""
    schema = repr(shape.__pydantic_core_schema__)
    return not any(f"'type': '{x}'" in schema for x in ("float", "any", "dict"))


def _is_canonical(text: str) -> bool:
    """Whether the text of a plain message stands as it is; False where one must look closer."""
    if text.isascii():
        return "\\u0000" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text and unicodedata.is_normalized("NFC", text)


def quoted(text: str) -> str:
    """The canonical text of a string, as `canonical` writes it."""
    return _quote(text if text.isascii() and "\x00" not in text else _text(text))


@lru_cache(maxsize=256)
def instant(value: datetime) -> str:
    """`2023-05-04T16:00:00.000000Z`: one spelling, whatever the zone it came in."""
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat(timespec="microseconds")[:26] + "Z"


def _stands(value: object) -> bool:
    """Whether the value is canonical as it is, as nearly all are: then nothing is copied."""
    kind = type(value)
    if kind is str:
        text = cast("str", value)
        if text.isascii():
            return "\x00" not in text
        return not _NEVER.search(text) and unicodedata.is_normalized("NFC", text)
    if kind is dict:
        for key, inner in cast("dict[object, object]", value).items():
            if type(key) is not str or not key.isascii() or not _stands(inner):
                return False
        return True
    if kind is list:
        return all(map(_stands, cast("list[object]", value)))
    return value is None or kind is int or kind is bool


def _clean(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case str():
            return _text(value)
        case dict():
            return {_key(k): _clean(v) for k, v in value.items()}
        case list() | tuple():
            return [_clean(x) for x in value]
        case _:
            raise Malformed(
                f"登记的内容不能含有{type(value).__name__}类型的值，小数请写成文字。",
                f"a {type(value).__name__} has no canonical form; write decimals as text.",
            )


def _text(value: str) -> str:
    if _NEVER.search(value):
        raise Malformed("文字中有不能保存的字符。", "a character that no text can hold.")
    return unicodedata.normalize("NFC", value)


def _key(value: object) -> str:
    if not isinstance(value, str) or not value.isascii():
        raise Malformed(f"字段名“{value}”应为英文。", f"the key “{value}” is not ASCII.")
    return value
