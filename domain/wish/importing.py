"""Wishes that come as a list from somebody else's books: hotline calls, letters, a platform.

Row by row: what can be taken, and what not with its column and reason. Importing twice changes
nothing, for a row's number follows from where it stands in those books. Numbers that point to a
person are taken out of the text; name and telephone go their own way.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.base import Value
from domain.lists.table import NotAList
from domain.wish.channels import CHANNEL_ZH, Channel
from domain.wish.messages import Source, TakeWish
from domain.wish.personal import masked, points_to_a_person

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("建议内容", "内容", "诉求内容", "来信内容", "反映内容", "建议", "text"),
    "on": ("日期", "提出日期", "来电时间", "来信日期", "登记日期", "受理时间", "date"),
    "record": ("编号", "工单号", "工单编号", "信访件编号", "来信编号", "记录编号", "record"),
    "place": ("地点", "事发地点", "建议地点", "涉及地点", "place"),
    "at": ("来源地点", "站点", "联络站", "网格", "会议", "at"),
    "channel": ("渠道", "来源", "channel"),
    "name": ("姓名", "称呼", "来电人", "来信人", "提出人", "name"),
    "phone": ("电话", "联系电话", "来电号码", "联系方式", "phone"),
}
_KNOWN = {zh: name for name, all_ in COLUMNS.items() for zh in all_}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
MOST_TEXT = 2000


class Rejected(Value):
    """A row that is not taken, and why."""

    row: int
    column: str
    reason: str


class Line(NamedTuple):
    """A row that can be taken."""

    row: int
    wish: TakeWish
    name: str
    phone: str
    cleared: bool
    """Numbers that point to a person were taken out of its text."""


class WishList(NamedTuple):
    """What a list holds, in its order."""

    lines: tuple[Line, ...]
    rejected: tuple[Rejected, ...]
    unread: tuple[str, ...]
    """Columns that mean nothing here."""


class About(NamedTuple):
    """Whose list it is, looked up before."""

    collection: str
    region: str
    opens: date
    last: date
    channel: Channel
    """Where no column says another one."""
    today: date
    number: Callable[[str], str]
    """A wish's number from where it stands in the books it comes from."""


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason


def read_wishes(records: Iterable[tuple[int, Sequence[str]]], about: About) -> WishList:
    """The list. Raises NotAList where there is no column of texts or of days."""
    rows = iter(records)
    _, header = next(rows, (1, []))
    columns = [_KNOWN.get("".join(x.split())) for x in header]
    _must_be_a_list(columns)
    lines: list[Line] = []
    rejected: list[Rejected] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        told = {x: y.strip() for x, y in zip(columns, cells, strict=False) if x is not None}
        if not any(told.values()):
            continue
        try:
            line = _line(number, told, about)
            _not_yet(line, seen)
        except _Wrong as wrong:
            column = COLUMNS[wrong.column][0]
            rejected.append(Rejected(row=number, column=column, reason=wrong.reason))
            continue
        seen[line.wish.id] = number
        lines.append(line)
    unread = tuple(x for x, known in zip(header, columns, strict=True) if known is None and x)
    return WishList(tuple(lines), tuple(rejected), unread)


def _must_be_a_list(columns: Sequence[str | None]) -> None:
    for name in ("text", "on"):
        if name not in columns:
            wanted = "、".join(COLUMNS[name][:4])
            raise NotAList(
                f"首行缺少“{COLUMNS[name][0]}”列（可写作：{wanted}），请补上表头后重试。",
                f"the header has no column for {name}.",
            )
    twice = {x for x in columns if x is not None and columns.count(x) > 1}
    if twice:
        zh = "、".join(COLUMNS[x][0] for x in sorted(twice))
        raise NotAList(f"有两列都是“{zh}”，请留一列。", "a column stands twice.")


def _not_yet(line: Line, seen: Mapping[str, int]) -> None:
    if line.wish.id in seen:
        raise _Wrong("record", f"与第{seen[line.wish.id]}行是同一条")


def _line(row: int, told: Mapping[str, str], about: About) -> Line:
    text = told["text"]
    if not 2 <= len(text) <= MOST_TEXT:
        raise _Wrong("text", f"应为2至{MOST_TEXT}字，现有{len(text)}字")
    channel, on = _channel(told.get("channel", ""), about), _day(told["on"], about)
    record = told.get("record", "")
    wish = about.number(f"{channel}\n{record}" if record else f"{channel}\n{on}\n{text}")
    place, at = masked(told.get("place", "")), masked(told.get("at", ""))
    if record and points_to_a_person(record):
        raise _Wrong("record", "编号像是个人号码，请换一列")
    try:
        source = Source(channel=channel, on=on, place=at or None, record=record or None)
        command = TakeWish(
            id=wish,
            collection=about.collection,
            region=about.region,
            text=masked(text),
            place=place or None,
            source=source,
            opens=about.opens,
            last=about.last,
        )
    except ValueError as error:
        raise _Wrong("text", "有不可见的字符，或地点、编号过长") from error
    return Line(row, command, told.get("name", ""), told.get("phone", ""), masked(text) != text)


def _channel(cell: str, about: About) -> Channel:
    if not cell:
        return about.channel
    for channel, zh in CHANNEL_ZH.items():
        if cell in (zh, channel) or zh in cell or (len(cell) > 1 and cell in zh):
            return channel
    raise _Wrong("channel", f"没有“{cell[:20]}”这种渠道；可写：{'、'.join(CHANNEL_ZH.values())}")


def _day(cell: str, about: About) -> date:
    found = _DAY.match(cell)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise _Wrong("on", f"没有“{cell[:20]}”这一天，请写成 2023-11-20")
    if day > about.today:
        raise _Wrong("on", f"{day} 还没有到")
    if not about.opens <= day <= about.last:
        raise _Wrong("on", f"{day} 不在征集期（{about.opens} 至 {about.last}）内，请列入下一次征集")
    return day


def contact_of(line: Line) -> tuple[str, str]:
    """Name and telephone as far as they can be kept; a list is not sent back for them."""
    digits = "".join(x for x in line.phone if x.isdigit() or x in "+-")
    phone = digits if 7 <= sum(x.isdigit() for x in digits) <= 15 else ""
    return line.name[:30] if line.name.isprintable() else "", phone
