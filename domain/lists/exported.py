"""Our own table of a list: what is written is read again as the same projects, to the letter."""

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.lists.kinds import KIND_ZH
from domain.lists.sheets import Sheet
from domain.project.card import Card, Subproject, Target

COLUMNS = {
    "清单编号": "list_id",
    "清单名称": "list_title_zh",
    "地区": "region",
    "状态": "status_kind",
    "项目编号": "item_no",
    "项目名称": "item_name_zh",
    "子项目编号": "subproject_no",
    "子项目名称": "subproject_name_zh",
    "目标关系": "target_op",
    "目标数值": "target_value",
    "目标上限": "target_value_max",
    "计量单位": "target_unit_zh",
    "责任单位": "lead_unit_zh",
    "配合单位": "coop_units_zh",
    "总投资（万元）": "investment_total_wan",
    "完成日期": "planned_completion",
}
"""The header in Chinese, and the columns by which it is read."""
OP_ZH = {
    "eq": "等于",
    "ge": "不少于",
    "gt": "超过",
    "le": "不超过",
    "lt": "少于",
    "approx": "约",
    "range": "范围",
}
FIGURES = frozenset({"target_value", "target_value_max", "investment_total_wan"})
_STARTS = "[\\s\\ufeff\\u200b-\\u200d\\u2060]*[=+\\-@\\t\\r\\n\\0\\uff1d\\uff0b\\uff0d\\uff20]"
"""What a table program computes, in half-width and full-width characters, blanks before it."""
_LIVE = re.compile(f"'*{_STARTS}")
_GUARDED = re.compile(f"'+{_STARTS}")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a table program would compute."""
    return f"'{cell}" if _LIVE.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell[1:] if _GUARDED.match(cell) else cell


def is_ours(sheet: Sheet) -> bool:
    """Whether the sheet has the header of our own table."""
    header = {x.strip() for x in sheet.records[0][1]} if sheet.records else set[str]()
    return set(COLUMNS) <= header


def opened(sheet: Sheet) -> Sheet:
    """Our own table as it was before it was written."""
    if sheet.name is not None:
        return sheet
    return sheet._replace(
        records=[(n, [unguarded(x) for x in cells]) for n, cells in sheet.records]
    )


def table_of(title: str, kind: str, cards: Sequence[Card]) -> list[list[str]]:
    """The header and the rows of a list, in the order of its numbers."""
    ordered = sorted(cards, key=_order)
    return [list(COLUMNS), *(row for card in ordered for row in _rows(title, kind, card))]


def _order(card: Card) -> tuple[int, str, str]:
    number = card.item_no or ""
    return (int(number) if number.isdecimal() else 10_000, number, card.id)


def _rows(title: str, kind: str, card: Card) -> list[list[str]]:
    alone = len(card.subprojects) == 1 and card.subprojects[0].no == 0
    first = card.subprojects[0].target if alone else card.target
    told = {part.lead_unit for part in card.subprojects if part.lead_unit}
    lead = "" if card.lead_unit_synthetic else card.lead_unit
    whole = {
        **_shared(title, kind, card),
        "subproject_no": "" if alone else "0",
        **_target(first),
        "lead_unit_zh": lead,
        "coop_units_zh": "、".join(x for x in card.co_units if x not in told),
        "investment_total_wan": _figure(card.investment_wan),
        "planned_completion": str(card.planned_completion or ""),
    }
    parts = [] if alone else [_part(title, kind, card, x) for x in card.subprojects]
    return [[row.get(x, "") for x in COLUMNS.values()] for row in (whole, *parts)]


def _part(title: str, kind: str, card: Card, part: Subproject) -> dict[str, str]:
    return {
        **_shared(title, kind, card),
        "subproject_no": str(part.no),
        "subproject_name_zh": part.name,
        **_target(part.target),
        "lead_unit_zh": part.lead_unit or "",
    }


def _shared(title: str, kind: str, card: Card) -> dict[str, str]:
    return {
        "list_id": card.list_id,
        "list_title_zh": title,
        "region": card.region,
        "status_kind": KIND_ZH[kind],
        "item_no": card.item_no or "",
        "item_name_zh": card.name,
    }


def _target(target: Target | None) -> dict[str, str]:
    if target is None:
        return {}
    return {
        "target_op": OP_ZH[target.op],
        "target_value": _figure(target.value),
        "target_value_max": _figure(target.up_to),
        "target_unit_zh": target.unit or "",
    }


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
