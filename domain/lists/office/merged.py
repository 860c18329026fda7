"""A sheet's lines by the meaning of their columns, with cells that cover several of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.lists.headings import plain
from domain.lists.office.header import Header
from domain.lists.sheets import Area, Sheet, letters, shared
from domain.lists.table import NotAList

_FIGURES = ("investment_total_wan", "target_value", "target_value_max", "target_text_zh")
_FORMULA = "是公式，请粘贴为数值后再导入 / a formula: paste its value"


class Spot(NamedTuple):
    """One line that says something."""

    number: int
    line: str
    """What people call it."""
    raw: tuple[str, ...]
    cells: Mapping[str, str]
    places: Mapping[str, tuple[str, str]]
    wrong: Mapping[str, str]
    """Fields whose cell cannot be taken as it stands, and why."""
    of_item: tuple[str, ...]
    """Figures whose cell covers all lines of the item: they are its own."""
    first_of_item: bool
    wide: bool
    """Whether the name's cell runs over several columns, as headings within a table do."""


class Lines:
    """The lines under a header."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet, self.header = sheet, header
        self.areas = shared(sheet)
        self.tops: dict[tuple[int, int], str] = {}
        self.wide = {
            (top, column)
            for top, left, _, right in sheet.merged
            if right > left
            for column in range(left, right + 1)
        }
        self.width = len(header.columns)
        self.header_cells = next(
            tuple(map(plain, self._cells(x))) for n, x in sheet.records if n == header.line
        )
        self._shown()

    def _shown(self) -> None:
        hidden = [
            f"{letters(n + 1)}（{self.header.columns[n].text}）"
            for n in self.header.at.values()
            if n + 1 in self.sheet.hidden_columns
        ]
        if hidden:
            raise NotAList(
                f"{'、'.join(hidden)}列被隐藏，请取消隐藏后再导入。", "hidden columns: unhide them."
            )

    def spots(self) -> Iterator[Spot]:
        for number, cells in self.sheet.records:
            if number > self.header.last and any(x.strip() for x in cells):
                yield self._spot(number, cells)

    def _cells(self, cells: Sequence[str]) -> tuple[str, ...]:
        return (*cells, *("" for _ in range(self.width - len(cells))))[: self.width]

    def _spot(self, number: int, cells: Sequence[str]) -> Spot:
        raw, at = self._cells(cells), self.header.at
        found, wrong, of_item = dict[str, str](), dict[str, str](), list[str]()
        item = self._area(number, at.get("item_name_zh"))
        for field, n in at.items():
            area = self._area(number, n)
            found[field] = self._text(number, n, raw, area)
            if area is not None and field in _FIGURES:
                if item is not None and (area[0], area[2]) == (item[0], item[2]):
                    of_item.append(field)
                elif found[field].strip():
                    wrong[field] = _covers(area)
            if (number, n + 1) in self.sheet.formulas and found[field].strip():
                wrong[field] = _FORMULA
        if number in self.sheet.hidden_lines:
            wrong["item_name_zh"] = "本行被隐藏，请取消隐藏或删除 / a hidden line"
        if beyond := [x for x in cells[self.width :] if x.strip()]:
            wrong["item_name_zh"] = f"表头以外还有“{beyond[0][:20]}” / cells beyond the header"
        return Spot(
            number=number,
            line=self.sheet.line(number),
            raw=raw,
            cells=found,
            places={x: self._place(number, n) for x, n in at.items()},
            wrong=wrong,
            of_item=tuple(of_item),
            first_of_item=item is None or item[0] == number,
            wide=(number, at.get("item_name_zh", 0) + 1) in self.wide,
        )

    def _place(self, number: int, column: int) -> tuple[str, str]:
        return self.sheet.cell(number, column + 1), self.header.columns[column].text

    def _area(self, number: int, column: int | None) -> Area | None:
        return None if column is None else self.areas.get((number, column + 1))

    def _text(self, number: int, column: int, raw: tuple[str, ...], area: Area | None) -> str:
        if area is None:
            return raw[column]
        top, left, _, _ = area
        if number == top:
            self.tops[top, left] = raw[left - 1] if left <= self.width else ""
        return self.tops.get((top, left), "") if left == column + 1 else ""


def _covers(area: Area) -> str:
    top, left, bottom, right = area
    name = f"{letters(left)}{top}:{letters(right)}{bottom}"
    return f"合并单元格 {name} 不知道属于哪一行，请拆分 / a merged cell over several lines"
