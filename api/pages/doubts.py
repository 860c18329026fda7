"""Warnings beside a form that is being written: what a number will do. None of them blocks."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from api.pages import dates, words
from api.pages.duty_opened import Opened
from domain.regimes.model import Form
from ledger.uploads import Upload


class Doubt(NamedTuple):
    """One warning and the field it is about."""

    field: str
    zh: str


def doubts(one: Opened, values: Mapping[str, str], files: Sequence[Upload]) -> list[Doubt]:
    """What who files should know before."""
    match one.duty.form:
        case Form.PROGRESS:
            return [x for n, row in enumerate(one.rows) for x in _progress(n, row, values, files)]
        case Form.CLAIM:
            return [x for n, row in enumerate(one.rows) for x in _claim(n, row, values)]
        case Form.WORK_PLAN:
            return _plan(one, values)
        case _:
            return []


def _progress(
    n: int, row: Mapping[str, Any], values: Mapping[str, str], files: Sequence[Upload]
) -> list[Doubt]:
    at = f"rows.{n}.claimed"
    claimed, planned = _number(values.get(at)), _number(values.get(f"rows.{n}.planned"))
    if claimed is None:
        return []
    name, last = words.name_zh(row["name"]), row["last"]
    before = last.claimed if last else Decimal(0)
    more = words.figure(claimed - before)
    less = words.figure(before - claimed)
    behind = words.figure(planned - claimed) if planned is not None else ""
    found = []
    if claimed > before and not files:
        found.append(
            f"{name}比上次申报多{more}个百分点，没有证据。可以照交，但这个数会画成空心，"
            "不算进度，也不能解开红灯。"
        )
    if claimed < before:
        found.append(f"{name}比上次申报少{less}个百分点。可以照交，在说明里写明为什么。")
    if planned is not None and planned > claimed:
        found.append(f"{name}比计划慢{behind}个百分点，交上后亮灯按办法判断。")
    return [Doubt(at, x) for x in found]


def _claim(n: int, row: Mapping[str, Any], values: Mapping[str, str]) -> list[Doubt]:
    at = f"rows.{n}.actual"
    actual, wanted = _number(values.get(at)), row["wanted"]
    if actual is None or wanted is None or actual >= wanted:
        return []
    name, short = words.name_zh(row["name"]), words.figure(wanted - actual)
    zh = (
        f"{name}比原定目标少{short}{row['unit']}。可以照交，没有批准的调整会亮红灯，"
        "并记为未经批准少于目标。"
    )
    return [Doubt(at, zh)]


def _plan(one: Opened, values: Mapping[str, str]) -> list[Doubt]:
    found = []
    start, end = _day(values.get("planned_start")), _day(values.get("planned_completion"))
    if end and end < one.today:
        zh = f"计划完成日期{dates.dated(end)}已经过去。可以照交，先核对一遍。"
        found.append(Doubt("planned_completion", zh))
    if end and end.year > one.duty.due.year:
        zh = f"计划{dates.dated(end)}完成，跨到下一年。跨年要有结转的决定，否则年底记为没有完成。"
        found.append(Doubt("planned_completion", zh))
    if start and end and end < start:
        found.append(Doubt("planned_start", "计划完成日期早于开工日期，核对一遍。"))
    return found


def _number(text: str | None) -> Decimal | None:
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
