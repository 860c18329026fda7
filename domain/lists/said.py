"""A cell as people write it: money with its unit, a day, a quantity; told exactly or not at all.

Nothing is estimated: 若干, 长期 or 100至200万元 are sent back to who can say what is meant.
"""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.lists.cells import Broken
from domain.lists.headings import plain
from domain.lists.numerals import SPOKEN, arabic

_WAN: dict[str, int | Decimal] = {
    "万元": 1,
    "万": 1,
    "万元人民币": 1,
    "亿元": 10_000,
    "亿": 10_000,
    "千万元": 1000,
}
_WAN |= {"百万元": 100, "元": Decimal("0.0001"), "千元": Decimal("0.1"), "人民币万元": 1}
_FIGURE = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,18}(?:\.[0-9]+)?"
_MONEY = re.compile(rf"(?:约|人民币|¥|计)?({_FIGURE})({'|'.join(sorted(_WAN, key=len)[::-1])})?")
_YEAR = r"(?:(?P<year>[0-9]{4}|[0-9]{2})年|(?P<same>本年|当年|今年)|(?P<dot>[0-9]{4})[-/.])?"
_TAIL = r"(?:(?:之?前|以前)?(?:全部|全面|基本)?(?:完成|完工|竣工|建成|投入使用|交付使用)?)"
_DAY = re.compile(
    rf"{_YEAR}(?P<month>[0-9]{{1,2}})(?:月份?|[-/.])"
    rf"(?:(?P<day>[0-9]{{1,2}})[日号]?|(?P<part>[上中下]旬|底|末|初|中)?)?{_TAIL}"
)
_STAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:00:00:00)?", re.ASCII)
_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_QUARTER = re.compile(rf"{_YEAR}第?(?P<quarter>[1-4])季度?(?:底|末|内)?{_TAIL}")
_HALF = re.compile(rf"{_YEAR}(?P<half>[上下])半年(?:底|末|内)?{_TAIL}")
_END = re.compile(rf"{_YEAR}(?:年?(?:底|末|内)|全年|年度内)?{_TAIL}")
_BEFORE = {"不少于": "ge", "不低于": "ge", "至少": "ge", "≥": "ge", ">=": "ge", "超过": "gt"}
_BEFORE |= {"大于": "gt", "多于": "gt", ">": "gt", "不超过": "le", "不多于": "le", "≤": "le"}
_BEFORE |= {"约": "approx", "大约": "approx", "近": "approx", "<=": "le"}
_AFTER = {"以上": "ge", "及以上": "ge", "以内": "le", "以下": "le", "左右": "approx"}
_WORDS_BEFORE = "|".join(sorted(map(re.escape, _BEFORE), key=len)[::-1])
_QUANTITY = re.compile(
    rf"(?P<before>{_WORDS_BEFORE})?(?P<value>{_FIGURE})(?P<wan>万)?(?P<more>余|多)?"
    rf"(?:[-~—–至到](?P<to>{_FIGURE})(?P<wan_to>万)?)?"
    rf"(?P<unit>[^0-9,.\-~;;,。、以左及约]{{1,12}}?)?(?P<after>{'|'.join(_AFTER)})?"
)
_KEPT = re.compile(r"平方|公里|千米|立方|亩|公顷|元|吨|千瓦|米")


class Quantity(NamedTuple):
    """A target as one cell said it."""

    op: str
    value: str
    up_to: str
    unit: str


def money(cell: str, unit: str, column: str) -> str:
    """Figures in 万元. `unit` is what the header or the line above it says. Raises Broken."""
    found = _MONEY.fullmatch(plain(cell))
    if found is None:
        raise Broken(
            f"{column}“{_short(cell)}”不是一个金额，请写成 120 或 1.2亿元 的形式，不写范围",
            f"{column} is not one amount",
        )
    said = found[2] or plain(unit).removeprefix("单位:")
    if said not in _WAN:
        raise Broken(
            f"{column}“{_short(cell)}”没有写明是万元还是亿元，请在表头或格内写上单位",
            f"{column} does not say in which unit it is",
        )
    return figure(Decimal(found[1].replace(",", "")) * _WAN[said])


def day(cell: str, year: int | None, column: str) -> str:
    """An ISO day: 2025年11月底前 is its last day. Raises Broken."""
    text = arabic(plain(cell))
    if found := _STAMP.fullmatch(text):
        return found[1]
    if found := _EIGHT.fullmatch(text):
        return _iso(found[1], found[2], found[3], cell, column)
    for pattern in (_DAY, _QUARTER, _HALF, _END):
        if (found := pattern.fullmatch(text)) and text:
            said = found.groupdict()
            in_year = said["year"] or said["dot"] or year
            if in_year is None:
                raise Broken(
                    f"{column}“{_short(cell)}”没有写年份，清单也没有“年度”",
                    f"{column} names no year and nor does the list",
                )
            month, on = _month_day(said)
            return _iso(in_year, month, on, cell, column)
    raise Broken(
        f"{column}“{_short(cell)}”看不出是哪一天，请写成 2025年11月底 或 2025-11-30；没有就留空",
        f"{column} is no day",
    )


def _month_day(said: dict[str, str | None]) -> tuple[int, int | None]:
    if quarter := said.get("quarter"):
        return int(quarter) * 3, None
    if half := said.get("half"):
        return 6 if half == "上" else 12, None
    if (month := said.get("month")) is None:
        return 12, None
    parts = {"上旬": 10, "中旬": 20, "初": 10, "中": 15}
    on = said.get("day")
    return int(month), int(on) if on else parts.get(said.get("part") or "")


def _iso(year: int | str, month: int | str, on: int | str | None, cell: str, column: str) -> str:
    number = int(year) + (2000 if int(year) < 100 else 0)
    try:
        last = monthrange(number, int(month))[1]
        return date(number, int(month), last if on is None else int(on)).isoformat()
    except ValueError as error:
        raise Broken(
            f"{column}“{_short(cell)}”没有这一天", f"there is no such day in {column}"
        ) from error


def quantity(cell: str) -> Quantity | None:
    """The one quantity that the whole cell is: 200个以上. None where it says more, or less."""
    text = plain(cell)
    found = _QUANTITY.fullmatch(text)
    if found is None or any(x in SPOKEN for x in found["unit"] or ""):
        return None
    ops = [_BEFORE.get(found["before"] or ""), _AFTER.get(found["after"] or "")]
    ops += ["approx" if found["more"] else None, "range" if found["to"] else None]
    named = [x for x in ops if x]
    if len(named) > 1:
        return None
    unit, wan = found["unit"] or "", bool(found["wan"] or found["wan_to"])
    if found["to"] and found["wan"] and not found["wan_to"]:
        return None
    kept = wan and bool(_KEPT.search(unit))
    times = 10_000 if wan and not kept else 1
    up_to = figure(Decimal(found["to"].replace(",", "")) * times) if found["to"] else ""
    value = figure(Decimal(found["value"].replace(",", "")) * times)
    return Quantity(named[0] if named else "eq", value, up_to, f"万{unit}" if kept else unit)


def figure(value: Decimal) -> str:
    """The number as a person writes it: no exponent, no idle zeros."""
    return f"{value.normalize():f}"


def _short(cell: str) -> str:
    return " ".join(cell.split())[:40]
