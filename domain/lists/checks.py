"""What a source says of its list, laid beside what the rows give: shown, never put right.

A contradiction is a warning: who knows the list decides. Refused is only what would make the
record false: two different items under one number would become one item.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from domain.lists.headings import plain
from domain.lists.ids import item_key
from domain.lists.kinds import CANDIDATES
from domain.lists.numerals import item_number
from domain.lists.published import Published, promised

Severity = Literal["refused", "warning", "note"]
SEVERITY_ZH: dict[Severity, str] = {"refused": "拒绝", "warning": "不一致", "note": "说明"}
_MOST_NOTES = 5


class Check(NamedTuple):
    """One thing that was compared and does not agree, or that the source itself remarks."""

    rule: str
    """count, parts, investment, numbering, duplicate, names, tally, region or remark."""
    severity: Severity
    said: str
    """What the source says; empty where it says nothing."""
    found: str
    """What the rows give."""
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class Seen(NamedTuple):
    """A row as it counts in a list's sums, whether it can be used or not."""

    row: str
    item_no: str
    item_name: str
    part: int | None
    """None and 0: the item itself."""
    kind: str
    investment_wan: Decimal | None
    published: Published


def checks_of(rows: Sequence[Seen], region: str) -> tuple[Check, ...]:
    """Everything that does not agree within one list."""
    if not rows:
        return ()
    cut = any(x.published.truncated for x in rows)
    items = _items(rows)
    found: list[Iterator[Check]] = [
        _counts(rows, len(items), cut=cut),
        _parts(rows, items, cut=cut),
        _investments(rows, items, cut=cut),
        _numbering(items, cut=cut),
        _duplicates(items),
        _tallies(rows),
        _place(region),
        _remarks(rows),
    ]
    return tuple(x for one in found for x in one)


def _items(rows: Sequence[Seen]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = {}
    for x in rows:
        found.setdefault(item_key(x.item_no or None, x.item_name), []).append(x)
    return found


def _told(values: Iterable[Decimal | None]) -> list[Decimal]:
    return list(dict.fromkeys(x for x in values if x is not None))


def _counts(rows: Sequence[Seen], items: int, *, cut: bool) -> Iterator[Check]:
    said = _told(x.published.items for x in rows) or [
        Decimal(y) for x in rows[:1] for y in promised(x.published.note)
    ]
    if all(x.kind in CANDIDATES for x in rows):
        return  # so many are to be chosen among them
    if len(said) > 1:
        both = "、".join(map(str, said))
        yield Check(
            "count", "warning", both, str(items),
            f"项数有几种说法（{both}），表中 {items} 项", f"several totals: {both}",
        )  # fmt: skip
    elif said and said[0] != items:
        less = items < said[0]
        known = " 来源只见到开头，没见到的不等于没有" if cut and less else ""
        yield Check(
            "count", "note" if cut and less else "warning", str(said[0]), str(items),
            f"公布 {said[0]} 项，表中 {items} 项。{known}".rstrip("。 "),
            f"{said[0]} items are announced, {items} are in the table",
        )  # fmt: skip


def _parts(rows: Sequence[Seen], items: dict[str, list[Seen]], *, cut: bool) -> Iterator[Check]:
    said = _told(x.published.subprojects for x in rows)
    parts = sum(max(1, sum(1 for x in one if x.part)) for one in items.values())
    if said and said != [Decimal(parts)]:
        both, less = "、".join(map(str, said)), parts < max(said)
        yield Check(
            "parts", "note" if cut and less else "warning", both, str(parts),
            f"公布子项目 {both} 个，表中 {parts} 个", f"{both} parts announced, {parts} found",
        )  # fmt: skip


def _investments(
    rows: Sequence[Seen], items: dict[str, list[Seen]], *, cut: bool
) -> Iterator[Check]:
    said = _told(x.published.investment_wan for x in rows)
    costs = [_cost(one) for one in items.values()]
    known = [x for x in costs if x is not None]
    total, missing = sum(known, Decimal(0)), len(costs) - len(known)
    if not said or (not missing and [total] == said):
        return
    both = "、".join(map(_plain, said))
    if missing and total <= max(said):
        zh = f"公布总投资 {both} 万元；{missing} 项没有投资额，其余合计 {_plain(total)} 万元"
        yield Check(
            "investment", "note", both, _plain(total), zh, f"{missing} items name no investment"
        )
    else:
        zh = f"公布总投资 {both} 万元，各项合计 {_plain(total)} 万元"
        en = f"an investment of {both} is announced, the rows add up to {_plain(total)}"
        less = cut and total < max(said)
        yield Check("investment", "note" if less else "warning", both, _plain(total), zh, en)


def _cost(rows: Sequence[Seen]) -> Decimal | None:
    """An item's own investment; else its parts', where each of them has one."""
    own = [x.investment_wan for x in rows if not x.part and x.investment_wan is not None]
    parts = [x.investment_wan for x in rows if x.part]
    if own:
        return own[0]
    known = [x for x in parts if x is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(parts) else None


def _numbering(items: dict[str, list[Seen]], *, cut: bool) -> Iterator[Check]:
    written = [x[0].item_no for x in items.values()]
    without = sum(1 for x in written if not x)
    numbers = [item_number(plain(x)) for x in written if x]
    known = sorted({int(x) for x in numbers if x.isdigit()})
    if without and without < len(items):
        zh = f"有 {without} 项没有序号，其余有"
        yield Check("numbering", "warning", "", str(without), zh, f"{without} items lack a number")
    missing = [x for x in range(1, (known or [0])[-1]) if x not in set(known)][:20]
    if missing and known[-1] <= len(items) * 10:
        few = "、".join(map(str, missing))
        zh, en = f"序号缺 {few}（最后一项是 {known[-1]}）", f"the numbers {few} are missing"
        yield Check("numbering", "note" if cut else "warning", str(known[-1]), few, zh, en)


def _duplicates(items: dict[str, list[Seen]]) -> Iterator[Check]:
    for rows in items.values():
        names = {plain(x.item_name): x for x in rows if x.part is None and x.item_no}
        if len(names) > 1:
            which = "、".join(f"“{x.item_name[:20]}”（{x.row}）" for x in names.values())
            no = rows[0].item_no
            zh = f"序号 {no} 有 {len(names)} 个不同的项目：{which}，不能并作一项，请改正序号"
            yield Check("duplicate", "refused", no, which, zh, f"{len(names)} items share a number")
        alike = [x for x in rows if x.part is None and not x.item_no]
        if len(alike) > 1:
            where = "、".join(x.row for x in alike[:5])
            zh = f"“{rows[0].item_name[:40]}”有 {len(alike)} 行同名（{where}），没有序号，并作一项"
            yield Check("names", "warning", "", str(len(alike)), zh, "one name, several rows")
    named = Counter(plain(x) for one in items.values() for x in {y.item_name for y in one})
    for name, times in named.items():
        if times > 1 and name:
            zh = f"项目“{name[:40]}”在 {times} 个序号下出现"
            yield Check("names", "warning", "", str(times), zh, f"one name under {times} numbers")


def _tallies(rows: Sequence[Seen]) -> Iterator[Check]:
    sums = {x.row: sum(x.published.tally) for x in rows if x.published.tally}
    if len(set(sums.values())) < 2 or len(sums) < 3:
        return
    usual = Counter(sums.values()).most_common(1)[0][0]
    for x in rows:
        votes = sums.get(x.row, usual)
        if votes != usual:
            told = "/".join(map(str, x.published.tally))
            zh = f"{x.row}“{x.item_name[:20]}”测评票 {told} 合计 {votes}，其余各项多为 {usual}"
            yield Check(
                "tally", "warning", str(usual), str(votes), zh, f"{votes} votes, not {usual}"
            )


def _place(region: str) -> Iterator[Check]:
    if region == "未注明地区":
        zh = "没有写地区，立项后只有全域的人能看到；请加上省、市、县或“地区”"
        yield Check("region", "warning", "", "", zh, "the list names no place")


def _remarks(rows: Sequence[Seen]) -> Iterator[Check]:
    notes = dict.fromkeys(x.published.note for x in rows if x.published.note)
    for one in list(notes)[:_MOST_NOTES]:
        yield Check(
            "remark", "note", one[:200], "", f"来源备注：{one[:200]}", "the source's remark"
        )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
