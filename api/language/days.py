"""Days, months and quarters as an English reader writes them."""

import re
from collections.abc import Callable

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEK = dict(zip("一二三四五六日", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], strict=True))
_QUARTER = {"一": "Q1", "二": "Q2", "三": "Q3", "四": "Q4"}
_Y, _M, _D = r"(?P<y>\d{4})年", r"(?P<m>\d{1,2})月", r"(?P<d>\d{1,2})日"
_CLOCK = r"(?P<t> ?\d{2}:\d{2}(?::\d{2})?)"


def _month(found: re.Match[str]) -> str:
    return _MONTHS[int(found["m"]) - 1]


def _at(day: str, found: re.Match[str]) -> str:
    return f"{day}, {found['t'].strip()}" if found["t"] else day


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(rf"{_Y}{_M}{_D}（星期(?P<w>[一二三四五六日])）"),
        lambda x: f"{_WEEK[x['w']]} {x['d']} {_month(x)} {x['y']}",
    ),
    (re.compile(rf"{_Y}{_M}{_D}{_CLOCK}?"), lambda x: _at(f"{x['d']} {_month(x)} {x['y']}", x)),
    (re.compile(rf"{_M}{_D}{_CLOCK}?"), lambda x: _at(f"{x['d']} {_month(x)}", x)),
    (re.compile(rf"{_Y}{_M}"), lambda x: f"{_month(x)} {x['y']}"),
    (re.compile(rf"{_Y}(?P<q>[一二三四])季度"), lambda x: f"{_QUARTER[x['q']]} {x['y']}"),
    (re.compile(r"(?P<q>[一二三四])季度"), lambda x: _QUARTER[x["q"]]),
    (re.compile(rf"{_Y}度?"), lambda x: x["y"]),
    (re.compile(_M), _month),
    (
        re.compile(r"(?P<n>\d{2}-\d{2}) (?P<w>[一二三四五六日])"),
        lambda x: f"{x['n']} {_WEEK[x['w']]}",
    ),
    (re.compile(r"[一二三四五六日]"), lambda x: _WEEK[x[0]]),
)


def english_day(text: str) -> str | None:
    """24 Feb 2026 for 2026年2月24日; None for what is no day, month, quarter or year."""
    for shape, said in _SHAPES:
        found = shape.fullmatch(text)
        if found and 1 <= int(found.groupdict().get("m") or 1) <= 12:
            return said(found)
    return None
