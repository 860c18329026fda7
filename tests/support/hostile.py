"""Texts that try to forge a line, a colour or a field of a log, and bodies made of them."""

import json
from typing import Any
from urllib.parse import quote

LONG = "长" * 350_000
"""More than a million bytes."""
FORGED = '{"event": "request", "status": 200, "caller": "forged", "level": "info"}'
STRINGS: tuple[str, ...] = (
    *(f"{x}{FORGED}{x}" for x in ("\r\n", "\n", "\r", "\n\n", "\n\r", "\v", "\f", "\x85")),
    *(f"{x}{FORGED}{x}" for x in ("\u2028", "\u2029", "\x1c", "\x1d", "\x1e", "\x00", "\x1a")),
    *(f"名称{x}" for x in ("\x00", "\x00\n", "\x00" * 40, "\x01\x02", "\x08" * 30, "\t\x07\x7f")),
    *(f"\x1b{x}假" for x in ("[2J", "[31m", "[0m", "]0;title\x07", "[1A[2K", "[6n", "P1;1|", "(0")),
    *("\x9b31m红", "\x9d0;title\x9c"),
    *(f"报送{x}人" for x in ("\u202e", "\u202d", "\u2066", "\u2067", "\u2069\u2069", "\u200f")),
    *(f"{x}x" for x in ("\u061c", "\u200b", "\ufeff", "\u2060", "\u00ad", "\U000e0041")),
    *("\U000f0000", "e" + "\u0301" * 60),
    *('"', '"}\n{"event":"x', "\\", "\\n\\r", "\\u000a", "'\"`", "{}[]", '","status":"500'),
    *("%s%n%x%d", "{0.__class__}{event}", "${jndi:ldap://x/a}", "<script>alert(1)</script>"),
    *("\ud800", "\udfff\ud800"),
    LONG,
)  # fmt: skip


def in_json(value: Any) -> bytes:
    """As a body, a lone surrogate as its escape."""
    return json.dumps(value, ensure_ascii=True).encode()


def in_address(text: str) -> str:
    """As one part of an address; a lone surrogate as the bytes that are no UTF-8."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def hostile(  # noqa: C901, PLR0911  # one line per kind of schema
    schema: dict[str, Any], parts: dict[str, Any], text: str, deep: int = 0
) -> Any:
    """A body with every field that the description knows, and the text in each that takes any."""
    if deep > 6:
        return text
    if "$ref" in schema:
        return hostile(parts[schema["$ref"].rpartition("/")[2]], parts, text, deep)
    for way in ("anyOf", "oneOf", "allOf"):
        if way in schema:
            told = [x for x in schema[way] if x.get("type") != "null"]
            return hostile(told[len(text) % len(told)], parts, text, deep)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][len(text) % len(schema["enum"])]
    match schema.get("type"):
        case "object":
            known = schema.get("properties", {})
            free = {text: text} if not known else {}
            return {x: hostile(y, parts, text, deep + 1) for x, y in known.items()} | free
        case "array":
            return [hostile(schema.get("items", {}), parts, text, deep + 1)]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
        case _:
            return text
