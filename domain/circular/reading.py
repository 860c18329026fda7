"""From the cells of a circular to rows: each is taken, or named with the reason why it is not."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from domain.circular.messages import CircularRow, Lamp, OwnClaim, RejectedRow
from domain.lists import cells
from domain.lists.cells import Broken
from domain.lists.table import NotAList
from domain.periods import BadPeriod, Period

COLUMNS: dict[str, tuple[str, ...]] = {
    "project": ("project", "项目", "项目名称", "项目编号"),
    "subproject": ("subproject", "子项目", "具体项目"),
    "planned": ("planned", "计划进度", "计划"),
    "actual": ("actual", "实际进度", "实际", "完成进度"),
    "light": ("light", "亮灯", "灯"),
    "note": ("note", "备注", "说明"),
    "period": ("period", "期间"),
}
MOST_ROWS = 2000
_ABOVE = 10
"""So many lines of titles may stand above the header."""
LIGHTS: dict[str, Lamp] = {
    **dict.fromkeys(("绿", "绿灯", "绿色", "green"), Lamp.GREEN),
    **dict.fromkeys(("黄", "黄灯", "黄色", "yellow"), Lamp.YELLOW),
    **dict.fromkeys(("红", "红灯", "红色", "red"), Lamp.RED),
    **dict.fromkeys(("蓝", "蓝灯", "蓝色", "blue"), Lamp.BLUE),
}
_FORMULA = re.compile(r"\s*[=+@\uff1d\uff0b\uff20]|\s*[-－](?!\d)")
Record = tuple[int, Sequence[str]]
"""The line of the file (the header's is 1 where nothing stands above it) and its cells."""


class Claimed(NamedTuple):
    """What a unit reported of one sub-project for one period."""

    subproject: int
    period: str
    until: date
    planned: Decimal
    claimed: Decimal


class Item(NamedTuple):
    """A project as the record knows it."""

    id: str
    no: str | None
    name: str
    parts: Mapping[int, str]
    claims: Sequence[Claimed] = ()


class Read(NamedTuple):
    """What a file holds, in its order."""

    rows: tuple[CircularRow, ...]
    rejected: tuple[RejectedRow, ...]


def read_circular(records: Iterable[Record], items: Sequence[Item], period: str) -> Read:
    """The rows under the header. Raises NotAList where there is no such header, BadPeriod."""
    Period.parse(period)
    lines = iter(records)
    header = _header(lines)
    columns = _columns(header)
    rows: list[CircularRow] = []
    rejected: list[RejectedRow] = []
    told: dict[tuple[object, ...], str] = {}
    for line, found in _filled(lines, columns, len(header)):
        name = f"第{line}行"
        try:
            row = _row(name, found, items, period)
            _once(told, row)
            rows.append(row)
        except Broken as broken:
            rejected.append(RejectedRow(row=name, reason=_told(broken)))
    return Read(tuple(rows), tuple(rejected))


def _once(told: dict[tuple[object, ...], str], row: CircularRow) -> None:
    first = told.setdefault((row.project, row.subproject, row.period), row.row)
    if first != row.row:
        raise Broken(f"与{first}重复", f"the same item and period as {first}")


def _header(lines: Iterator[Record]) -> Sequence[str]:
    """The first line that names projects and progress; titles above it are passed over."""
    first: Sequence[str] = ()
    for _, found in islice(lines, _ABOVE):
        names = {_plain(x).lower() for x in found}
        if all(names & set(COLUMNS[x]) for x in ("project", "actual")):
            return found
        first = first or found
    return first


def _columns(header: Sequence[str]) -> dict[str, int]:
    names = [_plain(x).lower() for x in header]
    found: dict[str, int] = {}
    for column, said in COLUMNS.items():
        at = [n for n, x in enumerate(names) if x in said]
        if len(at) > 1:
            raise NotAList(
                f"表头中“{said[1]}”出现了两次，请删除一列。", f"{column} is named twice."
            )
        if at:
            found[column] = at[0]
    if "project" not in found or "actual" not in found:
        raise NotAList(
            "不是督查通报：首行应有“项目”和“实际进度”两列，请对照说明调整表头。",
            "no circular: the header needs the columns project and actual.",
        )
    return found


def _filled(
    lines: Iterable[Record], columns: Mapping[str, int], width: int
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold anything. Raises NotAList for more than a circular ever had."""
    for number, (line, found) in enumerate((x for x in lines if any(map(str.strip, x[1]))), 1):
        if number > MOST_ROWS:
            raise NotAList(
                f"超过 {MOST_ROWS} 行，不是一期督查通报，请核对文件。",
                f"more than {MOST_ROWS} rows: no circular.",
            )
        extra = any(x.strip() for x in found[width:])
        named = {x: found[n] if n < len(found) else "" for x, n in columns.items()}
        yield line, named | ({"extra": "1"} if extra else {})


def _row(name: str, found: Mapping[str, str], items: Sequence[Item], period: str) -> CircularRow:
    if "extra" in found:
        raise Broken("本行的格子比表头多", "more cells than the header has")
    for column, cell in found.items():
        if _FORMULA.match(cell):
            raise Broken(f"“{_short(cell)}”像公式", f"{column} looks like a formula")
    item = _item(found["project"], items)
    part = _part(found.get("subproject", ""), item)
    when = _period(found.get("period", ""), period)
    return CircularRow(
        row=name,
        project=item.id,
        subproject=part,
        planned=_percent(found.get("planned", ""), "计划进度"),
        actual=_needed(_percent(found["actual"], "实际进度")),
        light=_light(found.get("light", "")),
        note=cells.text(found.get("note", ""), "备注", 1000),
        period=when.name,
        own=_own(item, part, when),
    )


def _item(cell: str, items: Sequence[Item]) -> Item:
    said = cells.text(cell, "项目")
    if said is None:
        raise Broken("没有写项目", "no project is named")
    plain = _plain(said)
    ways = (
        [x for x in items if x.id == said],
        [x for x in items if x.no is not None and _number(x.no) == _number(plain)],
        [x for x in items if _plain(x.name) == plain],
    )
    found = next((x for x in ways if x), [])
    if len(found) != 1:
        zh = "对应多个项目" if found else "清单中没有这个项目"
        raise Broken(f"{zh}（{_short(said)}）", "unknown project or more than one of that name")
    return found[0]


def _part(cell: str, item: Item) -> int | None:
    said = cells.text(cell, "子项目")
    if said is None:
        return None
    plain = _plain(said)
    ways = (
        [n for n in item.parts if str(n) == _number(plain)],
        [n for n, name in item.parts.items() if _plain(name) == plain],
    )
    found = next((x for x in ways if x), [])
    if len(found) != 1:
        raise Broken(f"项目没有这个子项目（{_short(said)}）", "unknown sub-project")
    return found[0]


def _own(item: Item, part: int | None, period: Period) -> OwnClaim | None:
    """The unit's newest report up to the period's end; a sum of parts is nobody's claim."""
    asked = part if part is not None else next(iter(item.parts)) if len(item.parts) == 1 else None
    told = [x for x in item.claims if x.subproject == asked and x.until <= period.last]
    last = max(told, key=lambda x: x.until, default=None)
    if last is None:
        return None
    return OwnClaim(period=last.period, planned=last.planned, claimed=last.claimed)


def _percent(cell: str, column: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", cell).strip()
    plain = plain.removesuffix("%").strip()
    found = cells.amount(plain, column)
    if found is not None and found > 100:
        raise Broken(f"{column}超出 0 至 100（{_short(cell)}）", f"{column} is over 100 %")
    return found


def _needed(found: Decimal | None) -> Decimal:
    if found is None:
        raise Broken("没有实际进度", "no actual progress")
    return found


def _light(cell: str) -> Lamp | None:
    said = _plain(cell).lower()
    if said and said not in LIGHTS:
        raise Broken(f"亮灯“{_short(cell)}”不认识，写绿、黄、红或蓝", "unknown light")
    return LIGHTS.get(said)


def _period(cell: str, otherwise: str) -> Period:
    try:
        return Period.parse(_plain(cell) or otherwise)
    except BadPeriod as bad:
        raise Broken(bad.zh, bad.en) from bad


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _number(text: str) -> str:
    return _plain(text).removeprefix("第").removesuffix("项").removesuffix(".0").lstrip("0")


def _told(broken: Broken) -> str:
    """The reason, with a dot for every character that nobody can see."""
    seen = ("·" if unicodedata.category(x)[0] == "C" else x for x in str(broken))
    return "".join(seen)[:300].strip()


def _short(cell: str) -> str:
    return " ".join(cell.split())[:40]
