"""A notice as a file: the text that people write, and the notices that are shipped."""

import json
import re
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from domain.notices import BadNotice, Notice

_LONGEST_RANGE = 31
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIELDS = {"year", "number", "source", "off", "work"}


def parse_notice(text: str, *, toml: bool = False, default_source: str = "") -> Notice:
    """The notice in a JSON or TOML text: {year, number, source, off = [...], work = [...]}.

    Days are ISO dates; "2027-02-05/2027-02-12" is a range, both ends included. `number` and `work`
    may be left out, and `source` if a default is given. Raises BadNotice.
    """
    try:
        raw = tomllib.loads(text) if toml else json.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "TOML" if toml else "JSON"
        raise BadNotice(
            f"放假通知不是有效的 {kind} 文本：{_one_line(error)}", f"no valid {kind}"
        ) from error
    return _notice_of(raw, default_source)


def _notice_of(raw: object, default_source: str = "") -> Notice:
    if not isinstance(raw, dict) or not {"year", "off"} <= raw.keys() or raw.keys() - _FIELDS:
        raise BadNotice(
            "放假通知应含 year、number、source、off、work 五项（year 和 off 必填），不含其他项",
            "a notice has year, number, source, off and work (year and off required), nothing else",
        )
    year, number = raw["year"], raw.get("number")
    source = raw.get("source", default_source)
    if type(year) is not int or not isinstance(source, str) or not isinstance(number, str | None):
        raise BadNotice(
            "放假通知的 year 应为整数，number 和 source 应为文字",
            "year is a whole number; number and source are text",
        )
    off, work = _days(raw["off"]), _days(raw.get("work", []))
    try:
        return Notice(year=year, number=number, source=source, off=off, work=work)
    except ValidationError as error:
        raise error.errors()[0]["ctx"]["error"] from None  # the sentence inside pydantic's wrapping


def _days(listed: object) -> tuple[date, ...]:
    if not isinstance(listed, list):
        raise BadNotice("off 和 work 应为日期的列表", "off and work are lists of dates")
    return tuple(sorted(day for one in listed for day in _span(one)))


def _span(listed: object) -> Iterable[date]:
    """The days of "2027-02-05", of "2027-02-05/2027-02-12", or of a TOML date."""
    if type(listed) is date:
        return (listed,)
    parts = listed.split("/") if isinstance(listed, str) else []
    if not 1 <= len(parts) <= 2 or not all(_ISO.fullmatch(part) for part in parts):
        raise BadNotice(
            f"“{_one_line(listed)}”不是日期；请写成 2027-02-05 或 2027-02-05/2027-02-12",
            "a day is written 2027-02-05, a range 2027-02-05/2027-02-12",
        )
    try:
        first, last = date.fromisoformat(parts[0]), date.fromisoformat(parts[-1])
    except ValueError as error:
        raise BadNotice(f"没有 {listed} 这一天，请核对", f"there is no {listed}") from error
    if not 0 <= (last - first).days < _LONGEST_RANGE:
        raise BadNotice(
            f"{listed} 起止颠倒或超过 {_LONGEST_RANGE} 天，请核对",
            f"{listed} is reversed or longer than {_LONGEST_RANGE} days",
        )
    return (first + timedelta(n) for n in range((last - first).days + 1))


def _one_line(value: object) -> str:
    return " ".join(str(value).split())[:120]


@cache
def shipped() -> tuple[Notice, ...]:
    """The notices in `cn.json`, 2004 to the newest one published when this version was made."""
    raw = json.loads(Path(__file__).with_name("cn.json").read_text(encoding="utf-8"))
    return tuple(_notice_of(one) for one in raw["notices"])
