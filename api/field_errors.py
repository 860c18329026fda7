"""What is wrong with a field, in words that say what to write instead."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.problems import FieldError

_ZH: dict[str, str] = {
    "missing": "缺少此项，请补填",
    "extra_forbidden": "没有这个字段，请删除或核对名称",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "应小于 {lt}",
    "string_too_short": "不能为空",
    "string_too_long": "最多 {max_length} 个字",
    "string_type": "应为文字",
    "string_pattern_mismatch": "格式不对，应符合 {pattern}",
    "too_short": "至少 {min_length} 项",
    "dict_type": "应为 JSON 对象",
    "too_long": "最多 {max_length} 项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "decimal_max_digits": "最多 {max_digits} 位数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "date_type": "日期请写成 2023-03-31 的形式",
    "date_parsing": "没有这一天，日期请写成 2023-03-31 的形式",
    "date_from_datetime_parsing": "日期请写成 2023-03-31 的形式",
    "enum": "只能是 {expected} 之一",
    "literal_error": "只能是 {expected} 之一",
    "union_tag_invalid": "form 只能是 {expected_tags} 之一",
    "union_tag_not_found": "请用 form 说明材料种类",
    "model_type": "应为 JSON 对象",
    "model_attributes_type": "应为 JSON 对象",
    "tuple_type": "应为数组",
    "list_type": "应为数组",
}
_SHOWN = 50
"""So many field errors are listed at most."""


def described(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors as fields and sentences. What was sent is not repeated."""
    return [_one(x) for x in list(errors)[:_SHOWN]]


def _one(error: Mapping[str, Any]) -> FieldError:
    en = str(error["msg"]).removeprefix("Value error, ")
    kind = error["type"]
    if kind in ("too_short", "too_long") and isinstance(error.get("input"), str):
        kind = f"string_{kind}"
    told = _ZH.get(kind)
    zh = told.format_map(_Known(error.get("ctx") or {})) if told else en
    where = ".".join(str(x) for x in error["loc"] if x not in ("body", "query", "header"))
    return FieldError(field=where or "body", zh=zh, en=en)


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "规定的值"
