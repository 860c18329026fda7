"""The lines under an office's header: items, their parts, sums, and what is none of these."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from domain.lists.cells import Broken
from domain.lists.headings import plain, words
from domain.lists.kinds import KIND_ZH
from domain.lists.mapping import OfSheet, Reading
from domain.lists.office.converting import converted
from domain.lists.office.header import Header
from domain.lists.office.merged import Lines, Spot
from domain.lists.published import promised
from domain.lists.said import money
from domain.lists.sheets import Sheet
from domain.lists.table import NotAList, Row

_ASIDE = re.compile(r"(注|备注|说明|填表|填报|制表|审核|联系|单位)[^:]{0,3}:")
"""How a line of remarks begins, in half-width characters."""


class _Item(NamedTuple):
    """The item that a line belongs to, and how many parts of it were read."""

    no: str
    name: str
    parts: int


class _Office:
    """One sheet, read line by line."""

    def __init__(self, sheet: Sheet, header: Header, reading: Reading) -> None:
        self.sheet, self.header = sheet, header
        self.own: OfSheet = reading.of(sheet.name)
        self.lines = Lines(sheet, header)
        self.notes: dict[str, None] = {}
        self.total = ""
        self.base = self._base(reading)
        heading = header.columns[header.at.get("investment_total_wan", 0)]
        unit = heading.unit if "investment_total_wan" in header.at else ""
        self.unit = self.own.values.get("investment_unit") or unit or header.unit
        self.last = _Item("", "", 0)

    def note(self, zh: str, en: str) -> None:
        self.notes[f"{zh} / {en}"] = None

    def _base(self, reading: Reading) -> dict[str, str]:
        """What holds for each row that does not say it itself. Raises NotAList."""
        held = {x: y for x, y in self.own.values.items() if x != "investment_unit"}
        if "list_id" not in self.header.at and "list_id" not in held:
            raise NotAList(
                "文件没有“清单编号”一列，请加上，或另行给出（--set list_id=编号）。",
                "no column says which list it is: add one, or give --set list_id=ID.",
            )
        if "year" not in self.header.at and "year" not in held and self.header.year:
            held["year"] = self.header.year
            self.note(f"年度按标题取 {self.header.year} 年", "the year is the title's")
        if "status_kind" not in self.header.at and "status_kind" not in held:
            held["status_kind"] = self._assumed(reading.assumed_kind)
        said = promised(self.header.titles)
        if len(said) > 1:
            both = "、".join(map(str, said))
            self.note(f"标题中的项数有几种说法：{both}", "the titles promise several totals")
        elif said:
            held.setdefault("list_items_total", str(said[0]))
        return held

    def _assumed(self, kind: str) -> str:
        if (word := self.header.not_voted) and kind not in ("candidate",):
            raise NotAList(
                f"标题中有“{word}”，文件又没有“状态”一列，不知道是不是已经票决；"
                "请加上“状态”，或另行给出（--set status_kind=voted 或 candidate）。",
                f"the title says “{word}” and no column says whether the items were voted.",
            )
        zh = KIND_ZH.get(kind, kind)
        self.note(f"文件没有“状态”一列，按“{zh}”读取", f"no status column: read as {kind}")
        return kind

    def rows(self) -> Iterator[Row]:
        for spot in self.lines.spots():
            if not self._aside(spot):
                yield from self._row(spot)

    def _aside(self, spot: Spot) -> bool:
        """Whether the line is a sum, a heading within the table or a remark."""
        filled = [x.strip() for x in spot.raw if x.strip()]
        first = plain(filled[0]) if filled else ""
        name = spot.line
        if first in words().whole or plain(spot.cells.get("item_name_zh", "")) in words().whole:
            self._sum(spot)
        elif first in words().part:
            self.note(f"{name}是小计，未读取", "a subtotal is not read")
        elif tuple(map(plain, spot.raw)) == self.lines.header_cells:
            self.note(f"{name}重复了表头", "the header again")
        elif self._remark(spot, first, len(filled)):
            self.note(f"{name}“{filled[0][:30]}”不是项目，未读取", "a remark is not read")
        else:
            return False
        return True

    def _remark(self, spot: Spot, first: str, filled: int) -> bool:
        """No item: its name's column is empty, or its cell runs over several columns."""
        named = spot.cells.get("item_name_zh", "").strip()
        if spot.wide or not named:
            return filled == 1 or (not named and bool(_ASIDE.match(first)))
        return filled == 1 and bool(_ASIDE.match(first))

    def _sum(self, spot: Spot) -> None:
        cell = spot.cells.get("investment_total_wan", "").strip()
        if cell:
            try:
                self.total = money(cell, self.unit, "合计")
            except Broken as broken:
                self.notes[f"{spot.line}的合计没有读取：{broken}"] = None

    def _row(self, spot: Spot) -> Iterator[Row]:
        cells = {**self.base, **{x: y for x, y in spot.cells.items() if y.strip()}}
        self._carried(spot, cells)
        done = converted(cells, self.unit)
        for zh in done.notes:
            self.notes[f"{spot.line}：{zh}"] = None
        found = done.cells
        if "、" in cells.get("lead_unit_zh", ""):
            self.note("责任单位写了几家的，以第一家（或注明牵头的）为牵头", "the first unit leads")
        of_item = {x: found.pop(x) for x in spot.of_item if x in found}
        self._numbered(spot, found)
        row = Row(spot.number, found, 1, 1, spot.places, cells, called=spot.line)
        wrong = {**done.wrong, **spot.wrong}
        faults = tuple(row.fault(x, why) for x, why in wrong.items() if x not in of_item)
        yield row._replace(faults=faults)
        if of_item and spot.first_of_item:
            yield self._whole(spot, found, of_item, row, done.wrong)

    def _whole(
        self,
        spot: Spot,
        found: dict[str, str],
        of_item: dict[str, str],
        row: Row,
        wrong: dict[str, str],
    ) -> Row:
        """The item's own figures, from a cell that covers all its lines."""
        parts = ("subproject_name_zh", "target_text_zh", "coop_units_zh")
        gone = (*parts, "target_op", "target_value", "target_value_max", "target_unit_zh")
        kept = {x: y for x, y in found.items() if x not in gone}
        whole = row._replace(cells={**kept, **of_item, "subproject_no": "0"}, faults=())
        faults = tuple(whole.fault(x, why) for x, why in wrong.items() if x in of_item)
        return whole._replace(called=f"{spot.line}（项目）", faults=faults)

    def _carried(self, spot: Spot, cells: dict[str, str]) -> None:
        """A part without a name belongs to the item above it."""
        part = cells.get("subproject_name_zh") or cells.get("target_text_zh")
        if not cells.get("item_name_zh") and not cells.get("item_no") and part and self.last.name:
            cells["item_no"], cells["item_name_zh"] = self.last.no, self.last.name
            self.note("没有写项目名称的行归入上一个项目", "lines without a name belong to the last")

    def _numbered(self, spot: Spot, found: dict[str, str]) -> None:
        no, name = found.get("item_no", ""), found.get("item_name_zh", "").strip()
        same = (no, name) == (self.last.no, self.last.name)
        parts = self.last.parts if same else 0
        told = found.get("subproject_no", "")
        if found.get("subproject_name_zh", "").strip() and told in ("", "+"):
            found["subproject_no"] = str(parts + 1)
        self.last = _Item(no, name, parts + 1)


def rows_of_office(sheet: Sheet, header: Header, reading: Reading) -> tuple[list[Row], list[str]]:
    """The rows, and what was noticed. Raises NotAList."""
    office = _Office(sheet, header, reading)
    found = list(office.rows())
    if office.total and len({x.cell("list_id") for x in found}) == 1:
        found = [
            x._replace(cells={**x.cells, "list_investment_total_wan": office.total}) for x in found
        ]
    _name_unread(header, office)
    return found, list(office.notes)


def _name_unread(header: Header, office: _Office) -> None:
    personal = [x.text for x in header.columns if x.why == "personal"]
    if personal:
        office.note(
            f"“{'”“'.join(personal)}”含个人信息，不读取", "columns with personal data are not read"
        )
    if unclear := [x.text for x in header.columns if x.why == "unclear"]:
        office.note(
            f"“{unclear[0]}”不知道是责任单位还是计量单位，未读取；可用 --map 指明",
            "a column that can mean two things is not read; say which by --map",
        )
    other = [x.text for x in header.columns if not x.field and not x.why and x.text]
    if other:
        office.note(f"未读取的列：{'、'.join(other)}", "columns that are not read")
