"""The smallest request that an operation's own description calls valid."""

import re
from typing import Any

_WORDS = ("LG23-01", "2023-M05", "baofeng@1", "x1", "https://a.cn/", "0" * 64, "1", "x")
_FORMATS = {
    "date": "2023-04-18",
    "date-time": "2023-04-18T09:30:00+08:00",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


def smallest(  # noqa: PLR0911  # one line per kind of schema
    schema: dict[str, Any], parts: dict[str, Any]
) -> Any:
    """An instance with nothing but what is required."""
    if "$ref" in schema:
        return smallest(parts[schema["$ref"].rpartition("/")[2]], parts)
    for way in ("anyOf", "oneOf", "allOf"):
        if way in schema:
            told = [x for x in schema[way] if x.get("type") != "null"]
            return smallest(told[0], parts)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            known = schema.get("properties", {})
            kinds = [x for x, told in known.items() if "const" in told]
            names = dict.fromkeys([*kinds, *schema.get("required", [])])
            return {x: smallest(known[x], parts) for x in names}
        case "array":
            alike = [schema.get("items", {})] * schema.get("minItems", 0)
            return [smallest(x, parts) for x in schema.get("prefixItems", alike)]
        case "integer" | "number":
            return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
        case _:
            return _text(schema)


def _text(schema: dict[str, Any]) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    pattern, least = schema.get("pattern", ""), schema.get("minLength", 1)
    return next(x for x in _WORDS if re.search(pattern, x) and len(x) >= min(least, 2))


def request_of(operation: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """What the operation is sent: its body, and the query that it cannot do without."""
    content = operation.get("requestBody", {}).get("content", {})
    asked = {
        x["name"]: smallest(x["schema"], parts)
        for x in operation.get("parameters", [])
        if x["in"] == "query" and x["required"]
    }
    sent: dict[str, Any] = {"params": asked} if asked else {}
    if "application/json" in content:
        sent["json"] = smallest(content["application/json"]["schema"], parts)
    elif content:
        sent["content"] = b"x"
    return sent
