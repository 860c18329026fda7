"""Numbers that cross: margins, thresholds, lights, the days of the ladder."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from domain.regimes.checking.draft import Draft, Finding
from domain.regimes.where import Loc, said

_ORDERED = (
    (("lights", "yellow_from"), ("lights", "red_above"), "黄灯起点", "红灯界限"),
    (("ballot", "least"), ("ballot", "most"), "差额下限", "差额上限"),
    (("evaluation", "threshold"), ("evaluation", "satisfied_from"), "基本满意线", "满意线"),
)
"""Pairs of clauses of which the first is not to exceed the second."""
_PERCENT = (
    ("evaluation", "threshold"),
    ("evaluation", "satisfied_from"),
    ("evaluation", "follow_up_below"),
    ("lights", "yellow_from"),
    ("lights", "red_above"),
)
_DAYS = re.compile(r"(-?\d+)wd")
_DEFAULTS = {
    ("evaluation", "threshold"): Decimal(60),
    ("evaluation", "satisfied_from"): Decimal(80),
}


def bounds(draft: Draft) -> Iterator[Finding]:
    """Every pair that crosses and every share that is none."""
    for low, high, low_zh, high_zh in _ORDERED:
        least, most = _number(draft, low), _number(draft, high)
        if least is not None and most is not None and least > most:
            zh = f"{low_zh} {least} 高于{high_zh} {most}"
            en = f"{said(low)} ({least}) exceeds {said(high)} ({most})"
            yield draft.at(low, zh, en, f"使 {said(low)} 不大于 {said(high)}")
    for clause in _PERCENT:
        share = _number(draft, clause)
        if share is not None and not 0 <= share <= 100:
            zh, en = f"{said(clause)} 应在 0 到 100 之间", f"{said(clause)} is no percentage"
            yield draft.at(clause, zh, en, "写 0 到 100 之间的数")
    yield from _margins(draft, draft.tables, ())
    yield from _ladder(draft)


def _margins(draft: Draft, table: Mapping[str, Any], loc: Loc) -> Iterator[Finding]:
    """Wherever a table says `min` and `max`, at any depth."""
    least, most = _decimal(table.get("min")), _decimal(table.get("max"))
    if least is not None and most is not None and least > most:
        zh, en = f"{said(loc)}：下限 {least} 高于上限 {most}", f"min {least} exceeds max {most}"
        yield draft.at(loc, zh, en, "使 min 不大于 max")
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _margins(draft, value, (*loc, key))
        if isinstance(value, list):
            for n, one in enumerate(value):
                if isinstance(one, dict):
                    yield from _margins(draft, one, (*loc, key, n))


def _ladder(draft: Draft) -> Iterator[Finding]:
    letter, group = (_working_days(draft, x) for x in ("letter", "group"))
    if letter is not None and group is not None and letter >= group:
        zh = f"督办函在到期后第 {letter} 个工作日，升级在第 {group} 个：先后颠倒"
        en = "the letter would come after the group"
        yield draft.at(("ladder", "letter"), zh, en, "使 ladder.letter 小于 ladder.group")
    for key in ("letter", "group", "unacknowledged"):
        text = draft.text("ladder", key)
        if text and not (_DAYS.fullmatch(text) and not text.startswith("-")):
            zh, en = (
                f"ladder.{key} 应以工作日计，向后数",
                f"ladder.{key} counts working days forwards",
            )
            yield draft.at(("ladder", key), zh, en, '写成 "5wd" 的形式')
    reminders = draft.table("ladder").get("reminders")
    for text in reminders if isinstance(reminders, list) else ():
        if isinstance(text, str) and text != "0d" and not text.startswith("-"):
            zh, en = f"提醒 {text} 在到期之后", f"the reminder {text} comes after the due day"
            yield draft.at(("ladder", "reminders"), zh, en, f'改为 "-{text}"')


def _working_days(draft: Draft, key: str) -> int | None:
    found = _DAYS.fullmatch(draft.text("ladder", key))
    return int(found[1]) if found else None


def _number(draft: Draft, clause: tuple[str, str]) -> Decimal | None:
    return _decimal(draft.table(clause[0]).get(clause[1], _DEFAULTS.get(clause)))


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
