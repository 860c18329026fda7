"""One line's cells, put into figures, days and single units."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from domain.lists.cells import Broken
from domain.lists.headings import plain
from domain.lists.kinds import kind_of
from domain.lists.numerals import arabic, item_number
from domain.lists.said import day, money, quantity

_UNITS = re.compile(r"[、,，;；/\n]+")
_LEADS = re.compile(r"[(（\[](?:牵头|主办|主责)(?:单位|部门)?[)）\]]")
_YEAR = re.compile(r"(20[0-9]{2})(?:年度?)?")
_NAME_MOST = 300


class Converted(NamedTuple):
    """A line's cells as lists are read, what is wrong with some, and what was not kept."""

    cells: dict[str, str]
    wrong: dict[str, str]
    notes: tuple[str, ...] = ()


def converted(cells: Mapping[str, str], unit: str) -> Converted:
    """The cells by field. `unit` is that of money, where a cell has none of its own."""
    found, wrong = dict(cells), dict[str, str]()
    for field, turn in (("year", _year), ("subproject_no", _numbered), ("item_no", _numbered)):
        _try(found, wrong, field, turn)
    found["status_kind"] = kind_of(found.get("status_kind", ""))
    written = found.get("year", "")
    year = int(written) if written.isdigit() else None
    _try(found, wrong, "planned_completion", lambda x: day(x, year, "完成时限"))
    _try(found, wrong, "investment_total_wan", lambda x: money(x, unit, "总投资"))
    for field in ("target_value", "target_value_max"):
        _try(found, wrong, field, lambda x: plain(x).replace(",", ""))
    _led(found)
    return Converted(found, wrong, tuple(_aimed(found)))


def _try(found: dict[str, str], wrong: dict[str, str], field: str, turn: object) -> None:
    cell = found.get(field, "").strip()
    if not cell or not callable(turn):
        return
    try:
        found[field] = turn(cell)
    except Broken as broken:
        wrong[field] = str(broken)


def _year(cell: str) -> str:
    found = _YEAR.fullmatch(arabic(plain(cell)))
    if found is None:
        raise Broken(f"年度“{cell[:20]}”应写成 2025", "the year should read 2025")
    return found[1]


def _numbered(cell: str) -> str:
    return item_number(plain(cell))


def _led(found: dict[str, str]) -> None:
    """The first unit leads, or the one so marked; the others help."""
    units = [x.strip() for x in _UNITS.split(found.get("lead_unit_zh", "")) if x.strip()]
    if not units:
        return
    lead = next((x for x in units if _LEADS.search(x)), units[0])
    others = [_LEADS.sub("", x) for x in units if x is not lead]
    helping = [x.strip() for x in _UNITS.split(found.get("coop_units_zh", "")) if x.strip()]
    found["lead_unit_zh"] = _LEADS.sub("", lead).strip()
    found["coop_units_zh"] = "、".join(dict.fromkeys([*others, *helping]))


def _aimed(found: dict[str, str]) -> list[str]:
    """A target in words: the one quantity that it is, else the sub-project's own words."""
    text = " ".join(found.get("target_text_zh", "").split())
    if not text or found.get("target_value"):
        return []
    if (one := quantity(text)) is not None:
        found["target_op"], found["target_value"] = one.op, one.value
        found["target_value_max"] = one.up_to
        found["target_unit_zh"] = one.unit or found.get("target_unit_zh", "")
        return []
    own = found.get("subproject_name_zh", "").strip()
    name = f"{own}：{text}" if own else text
    if len(name) > _NAME_MOST:
        return [f"目标任务超过 {_NAME_MOST} 字，只留在原件中 / a target too long to be kept"]
    found["subproject_name_zh"] = name
    found["subproject_no"] = found.get("subproject_no", "") or "+"
    return []
