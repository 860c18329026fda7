"""Canonical JSON: one text for one meaning, so that its hash can be made again anywhere.

Sorted ASCII keys, no spaces, no floats, strings in NFC, instants in UTC with microseconds.
"""

import hashlib
import json
import re
import unicodedata
from datetime import UTC, datetime

from pydantic import BaseModel

from domain.base import Command
from domain.refusals import Malformed

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_STRANGE = re.compile(r"""[\ud800-\udfff]|"[^"\\]*[^\x00-\x7f"\\][^"\\]*":""")
"""A surrogate, or a key that is not ASCII (a string that a colon follows)."""


def canonical(value: object) -> str:
    """The canonical text of a JSON value. Raises Malformed for what has no canonical form."""
    try:
        text = _ENCODER.encode(value)
    except (TypeError, ValueError):
        text = _ENCODER.encode(_clean(value))  # says what it is that has no form
    if _doubtful(text):
        text = _ENCODER.encode(_clean(value))
    return text


def body_of(message: BaseModel) -> str:
    """The canonical text of an event or a command. Decimals are written as strings."""
    return canonical(message.model_dump(mode="json"))


def fingerprint(stream: str, command: Command) -> str:
    """What makes two requests the same: SHA-256 over the stream and the canonical command."""
    text = canonical(
        {"stream": stream, "type": type(command).__name__, "body": command.model_dump(mode="json")}
    )
    return hashlib.sha256(text.encode()).hexdigest()


def instant(value: datetime) -> str:
    """`2023-05-04T16:00:00.000000Z`: one spelling, whatever the zone it came in."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _doubtful(text: str) -> bool:
    """Whether the text may hold a float, a strange key or a string that is not in NFC: then every
    value is looked at. Nearly all texts pass here at the speed of the C library."""
    plain = text.isascii() or (unicodedata.is_normalized("NFC", text) and not _STRANGE.search(text))
    return not plain or "\\u0000" in text or _has_float(text)


def _has_float(text: str) -> bool:
    found: list[str] = []
    json.loads(text, parse_float=found.append)
    return bool(found)


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
    if value.isascii() and "\x00" not in value:
        return value
    if any(x == "\x00" or "\ud800" <= x <= "\udfff" for x in value):
        raise Malformed("文字中有不能保存的字符。", "a character that no text can hold.")
    return unicodedata.normalize("NFC", value)


def _key(value: object) -> str:
    if not isinstance(value, str) or not value.isascii():
        raise Malformed(f"字段名“{value}”应为英文。", f"the key “{value}” is not ASCII.")
    return value
