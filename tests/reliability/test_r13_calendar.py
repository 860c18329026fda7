"""R13: every due date that was checked by hand is found, with its reasons, in whatever zone.

A term that needs a year without a notice is told as provisional; a year outside the calendar is
refused. The control reads the same instants in the machine's own zone, and must go wrong.
"""

import asyncio
import json
import os
import sys
from datetime import date
from typing import Any

from domain.calendar import Calendar, OutsideCalendar
from domain.terms import Term, due
from tests.domain.calendar_reference import due_by_search
from tests.support.due_dates import golden

ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
UNKNOWN = (
    ("2003-12-31", "1m"),
    ("2004-01-02", "-1wd"),
    ("2100-12-31", "1wd"),
    ("2101-01-04", "-1d"),
)
UNPUBLISHED = (("2027-01-20", "1m"), ("2028-06-20", "-20d"), ("2026-12-24", "6wd"))


async def in_zone(zone: str) -> list[dict[str, Any]]:
    """What a process there finds."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.due_dates"),
        env={**os.environ, "TZ": zone, "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return [json.loads(x) for x in said.decode().splitlines()]


def kept(lines: list[dict[str, Any]]) -> str:
    return json.dumps([{k: v for k, v in x.items() if k != "careless"} for x in lines])


def refused(anchor: str, term: str) -> bool:
    try:
        due(date.fromisoformat(anchor), Term.parse(term), Calendar.seeded())
    except OutsideCalendar:
        return True
    return False


def provisional(anchor: str, term: str) -> bool:
    return due(date.fromisoformat(anchor), Term.parse(term), Calendar.seeded()).provisional


async def test_r13_the_golden_dates_are_found_in_every_zone(say: Any) -> None:
    table = golden()
    found = dict(zip(ZONES, await asyncio.gather(*(in_zone(x) for x in ZONES)), strict=True))
    lines = found["UTC"]
    wrong = [
        (row["anchor"], row["term"])
        for row, line in zip(table, lines, strict=True)
        if not line["due"]
        == row["due"]
        == due_by_search(date.fromisoformat(row["anchor"]), row["term"]).isoformat()
    ]
    bare = [x for x in lines if not x["steps"] or not all(y["zh"] and y["en"] for y in x["steps"])]
    careless = sum(x["careless"] != x["due"] for y in found.values() for x in y)
    say(
        "R13",
        dates=len(table),
        years=len({x["due"][:4] for x in table}),
        backward=sum(x["term"].startswith("-") for x in table),
        mismatches=len(wrong),
        zones_alike=len({kept(x) for x in found.values()}) == 1,
        without_reasons=len(bare),
        unknown_years_refused=f"{sum(refused(*x) for x in UNKNOWN)}/{len(UNKNOWN)}",
        unpublished_told=f"{sum(provisional(*x) for x in UNPUBLISHED)}/{len(UNPUBLISHED)}",
        careless_wrong=careless,
    )
    assert len(table) >= 200
    assert {"2023", "2024", "2025", "2026"} <= {x["due"][:4] for x in table}
    assert wrong == []
    assert len({kept(x) for x in found.values()}) == 1
    assert bare == []
    assert all(refused(*x) for x in UNKNOWN)
    assert all(provisional(*x) for x in UNPUBLISHED)
    assert careless > 0, "the zone must matter to careless code, or this shows nothing"
