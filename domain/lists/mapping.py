"""What somebody says about his own file: which heading means what, and what holds for all rows.

As words (`项目全称=item_name_zh`) or as a TOML file:

    [columns]
    "项目全称" = "item_name_zh"      # "" leaves a column unread
    [values]
    list_id = "XQ25"
    [sheets."第一镇"]                # for one sheet; header is its line, use = false passes it over
    header = 4
    list_id = "YZ25"
"""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from domain.lists.headings import plain, words
from domain.lists.kinds import VOTED
from domain.refusals import Malformed

_VALUES = ("list_id", "list_title_zh", "region", "province", "city", "county", "township")
VALUES = (*_VALUES, "tier", "year", "status_kind", "investment_unit", "list_items_total")
"""What can hold for all rows; a cell of the row's own goes before it."""


class OfSheet(NamedTuple):
    """What holds for one sheet."""

    values: Mapping[str, str] = {}
    header: int | None = None
    use: bool = True


class Reading(NamedTuple):
    """How a file is to be read."""

    columns: Mapping[str, str] = {}
    values: Mapping[str, str] = {}
    sheets: Mapping[str, OfSheet] = {}
    kinds: frozenset[str] = VOTED
    assumed_kind: str = "voted"
    """What a list is whose rows do not say it."""

    def of(self, sheet: str | None) -> OfSheet:
        """What holds for that sheet, the values for all rows among it."""
        own = self.sheets.get((sheet or "").strip(), OfSheet())
        return own._replace(values={**self.values, **own.values})


def reading_of(
    files: Iterable[str] = (), columns: Iterable[str] = (), values: Iterable[str] = ()
) -> Reading:
    """From the texts of TOML files and from words `a=b`. Raises Malformed."""
    found = Reading()
    for text in files:
        found = _from_toml(found, text)
    said = dict(_pair(x) for x in columns)
    held = dict(_pair(x) for x in values)
    return found._replace(
        columns={**found.columns, **_columns(said)}, values={**found.values, **_values(held)}
    )


def _from_toml(found: Reading, text: str) -> Reading:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Malformed(
            f"映射文件不是 TOML：{error}。", f"the mapping is no TOML: {error}"
        ) from error
    if odd := sorted(set(raw) - {"columns", "values", "sheets"}):
        raise Malformed(
            f"映射文件中的“{odd[0][:40]}”不认识，只有 columns、values、sheets 三部分。",
            "a mapping has the parts columns, values and sheets.",
        )
    return found._replace(
        columns={**found.columns, **_columns(_table(raw, "columns"))},
        values={**found.values, **_values(_table(raw, "values"))},
        sheets={**found.sheets, **{x: _sheet(y) for x, y in _table(raw, "sheets").items()}},
    )


def _sheet(raw: Any) -> OfSheet:
    told = dict(_table({"": raw}, ""))
    header, use = told.pop("header", None), told.pop("use", True)
    if not (header is None or (isinstance(header, int) and 0 < header < 100)):
        raise Malformed("映射文件中的 header 应为表头所在的行号。", "header is the header's line.")
    return OfSheet(_values(told), header, use is not False)


def _table(raw: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    found = raw.get(part, {})
    if not isinstance(found, dict):
        raise Malformed(f"映射文件中的“{part}”应为一个表。", f"{part} should be a table.")
    return found


def _columns(said: Mapping[str, Any]) -> dict[str, str]:
    known = words().fields
    for heading, field in said.items():
        if field != "" and field not in known:
            few = "、".join(sorted(known))
            raise Malformed(
                f"“{heading[:40]}”对应的“{str(field)[:40]}”不是可读的列；可用：{few}。",
                f"“{str(field)[:40]}” is no column that is read; known: {few}.",
            )
    return {plain(heading): str(field) for heading, field in said.items()}


def _values(said: Mapping[str, Any]) -> dict[str, str]:
    for name in said:
        if name not in VALUES:
            few = "、".join(VALUES)
            raise Malformed(
                f"“{name[:40]}”不能统一给出；可用：{few}。",
                f"“{name[:40]}” cannot hold for all rows; known: {few}.",
            )
    return {name: str(value) for name, value in said.items() if str(value).strip()}


def _pair(text: str) -> tuple[str, str]:
    left, sign, right = text.partition("=")
    if not sign or not left.strip():
        raise Malformed(
            f"“{text[:60]}”应写成 名称=内容 的形式。", f"“{text[:60]}” should read name=value."
        )
    return left.strip(), right.strip()
