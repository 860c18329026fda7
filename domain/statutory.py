"""The public holidays that the law itself fixes, year by year, before any notice is published.

Source: 全国年节及纪念日放假办法 as amended in 1999, 2007 (from 2008), 2013 (from 2014) and 2024-11
(from 2025, 13 days). The law names the days; only the yearly notice joins them to weekends and
names make-up working days, so these days alone give a *provisional* calendar.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

NEW_YEAR, SPRING, QINGMING, LABOUR = "元旦", "春节", "清明节", "劳动节"
DRAGON_BOAT, MID_AUTUMN, NATIONAL = "端午节", "中秋节", "国庆节"


@cache
def _lunar() -> Mapping[int, tuple[date, date, date, date]]:
    """By year: first day of the first lunar month, Qingming, 5th of the 5th, 15th of the 8th."""
    path = Path(__file__).with_name("notices") / "lunar.json"
    raw = json.loads(path.read_text(encoding="utf-8"))["days"]

    def dates(year: str, four: list[str]) -> tuple[date, date, date, date]:
        spring, qingming, boat, autumn = (date.fromisoformat(f"{year}-{day}") for day in four)
        return spring, qingming, boat, autumn

    return MappingProxyType({int(year): dates(year, four) for year, four in raw.items()})


@cache
def statutory_days(year: int) -> Mapping[date, str]:
    """The holidays of that year by the law then in force, each with its name (2004-2100)."""
    spring, qingming, boat, autumn = _lunar()[year]
    eve = spring - timedelta(1)
    days = {date(year, 1, 1): NEW_YEAR}
    days |= dict.fromkeys([eve] if 2008 <= year < 2014 or year >= 2025 else [], SPRING)
    days |= dict.fromkeys(
        (spring + timedelta(n) for n in range(2 if 2008 <= year < 2014 else 3)), SPRING
    )
    days |= {date(year, 5, n): LABOUR for n in _labour(year)}
    if year >= 2008:
        days |= {qingming: QINGMING, boat: DRAGON_BOAT, autumn: MID_AUTUMN}
    # In some years the mid-autumn day is a national day too; the law counts the latter.
    days |= {date(year, 10, n): NATIONAL for n in (1, 2, 3)}
    return MappingProxyType(days)


def _labour(year: int) -> tuple[int, ...]:
    if year < 2008:
        return (1, 2, 3)
    return (1, 2) if year >= 2025 else (1,)
