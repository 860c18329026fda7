"""Given a list, when it is written as a file and read again, then nothing has changed."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.list_book import opened
from documents.list_template import COLUMNS, template
from documents.list_written import csv_of, not_the_same, xlsx_of
from domain.lists import NotAList, Reading, read_book
from domain.lists.exported import guarded, table_of, unguarded
from domain.lists.kinds import ON_A_STREET
from domain.lists.mapping import reading_of
from domain.project.card import Card, Subproject, Target
from tests.support.real_lists import PROJECTS, real_lists

VOTE = date(2025, 3, 31)
STREETS = read_book(opened(PROJECTS.read_bytes()), Reading(kinds=ON_A_STREET))
Write = Callable[[str, list[list[str]]], bytes]
FORMATS: dict[str, Write] = {
    "csv": lambda _, table: csv_of(table),
    "xlsx": lambda title, table: xlsx_of(title, table, VOTE),
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_real_list_comes_back_to_the_letter(form: str) -> None:
    for voted in STREETS.voted:
        kind = voted.rows[0].kind
        content = FORMATS[form](voted.title, table_of(voted.title, kind, voted.cards))
        (again,) = read_book(opened(content), Reading(kinds=ON_A_STREET)).voted
        assert (again.id, again.title, again.region) == (voted.id, voted.title, voted.region)
        assert sorted(again.cards, key=_by_id) == sorted(voted.cards, key=_by_id)
        assert [str(x.investment_wan) for x in sorted(again.cards, key=_by_id)] == [
            str(x.investment_wan) for x in sorted(voted.cards, key=_by_id)
        ]
        assert FORMATS[form](again.title, table_of(again.title, kind, again.cards)) == content


def _by_id(card: Card) -> str:
    return card.id


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=12,
).filter(lambda x: x == x.strip() and x != "" and x.isprintable())
live = st.sampled_from(["=1+1", "+86", "-2", "@SUM", "'=x", "＝A1", "''+", "路灯", "'路"])
named = (texts | live).map(lambda x: x[:12])
amounts = st.none() | st.decimals(0, 10**9, places=2) | st.sampled_from([Decimal("470.0")])
targets = st.none() | st.builds(
    Target,
    op=st.sampled_from(["eq", "ge", "lt", "approx"]),
    value=st.decimals(0, 10**6, places=1),
    unit=st.none() | st.sampled_from(["个", "万平方米", "=公里"]),
)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """An item as a reading gives it: its number is its id's."""
    no = draw(st.integers(1, 40))
    parts = tuple(
        Subproject(no=n, name=draw(named), target=draw(targets))
        for n in range(1, draw(st.integers(1, 4)))
    )
    name = draw(named)
    own = draw(targets)
    whole = Subproject(no=0, name=name, target=own, lead_unit="=镇政府")
    return Card(
        id=f"XQ25-{no:02d}",
        programme="XQ25",
        list_id="XQ25",
        item_no=str(no),
        name=name,
        region="某省/某县",
        subprojects=parts or (whole,),
        target=own if parts else None,
        lead_unit="=镇政府",
        investment_wan=draw(amounts),
        planned_completion=draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
    )


@given(cards(), st.sampled_from(sorted(FORMATS)))
@settings(deadline=None, max_examples=60)
def test_whatever_a_card_says_is_read_as_it_was_written(card: Card, form: str) -> None:
    content = FORMATS[form]("清单", table_of("清单", "voted", [card]))
    assert not_the_same(content, "清单", [card]) == []


@given(st.text(max_size=8) | live)
def test_a_guarded_cell_is_never_computed_and_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_what_would_not_come_back_is_named() -> None:
    (voted,) = real_lists().only(["NH23"]).voted
    odd = voted.cards[0].model_copy(update={"co_units": ("甲、乙",)})
    content = csv_of(table_of(voted.title, "voted", [odd, *voted.cards[1:]]))
    assert not_the_same(content, voted.title, [odd, *voted.cards[1:]]) == ["NH23-01"]


def test_the_template_is_the_same_every_time_and_can_be_filled_in() -> None:
    assert template() == template()
    empty = read_book(opened(template()), reading_of((), (), ["list_id=XQ25"]))
    assert (empty.voted, empty.skipped) == ((), ())
    assert "“填表说明”没有项目清单的表头" in "".join(empty.notes)
    filled = sheet_of(
        [[x.zh for x in COLUMNS]],
        [["1", "农村道路", "", "不少于", 12.5, "公里", "东村", "交通局、东镇", "", "1.2亿元"]],
    )
    said = ["list_id=XQ25", "region=某县", "status_kind=voted"]
    (card,) = read_book(opened(filled), reading_of((), (), said)).cards
    assert card.subprojects[0].target == Target(op="ge", value=Decimal("12.5"), unit="公里")
    assert (card.lead_unit, card.investment_wan) == ("交通局", Decimal(12000))


def sheet_of(*blocks: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("清单")
        for n, row in enumerate(row for block in blocks for row in block):
            sheet.write_row(n, 0, row)
    return out.getvalue()


def office_book() -> bytes:
    """A workbook with a merged title, cells over several lines, a formula and hidden things."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("东镇")
        sheet.merge_range("A1:F1", "东镇2025年三件民生实事项目")
        sheet.write_row(
            "A2", ["序号", "项目名称", "子项目", "总投资（万元）", "完成时限", "责任单位"]
        )
        sheet.merge_range("A3:A4", 1)
        sheet.merge_range("B3:B4", "供水提升")
        sheet.write_column("C3", ["水站", "管网"])
        sheet.merge_range("D3:D4", 470.5)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime("E3", date(2025, 8, 31), day)
        sheet.write_row("A5", [2, "路灯", ""])
        sheet.write_formula("D5", "=100*2", None, 200)
        sheet.write_row("A6", [3, "公厕", "", 30, "年底", "城管所"])
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.write_row("A7", ["合计", "", "", 700.5])
        book.add_worksheet("底稿").hide()
    return out.getvalue()


def test_a_workbook_is_read_with_what_is_merged_computed_or_hidden() -> None:
    found = read_book(opened(office_book()), reading_of((), (), ["list_id=DZ25", "county=某县"]))
    (card,) = found.cards
    assert (card.id, card.investment_wan) == ("DZ25-01", Decimal("470.5"))
    assert [(x.no, x.name) for x in card.subprojects] == [(1, "水站"), (2, "管网")]
    faults = {x.faults[0].cell: x.faults[0].reason.partition(" / ")[0] for x in found.skipped}
    assert faults == {
        "D5": "是公式，请粘贴为数值后再导入",
        "B6": "本行被隐藏，请取消隐藏或删除",
    }
    assert "工作表“底稿”是隐藏的，没有读取" in found.notes[0]


SHEET = "xl/worksheets/sheet1.xml"


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (81 * 1024 * 1024))
    return out.getvalue()


def _odd(name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_book())) as old, zipfile.ZipFile(out, "w") as archive:
        for one in old.namelist():
            archive.writestr(one, text if one == name else old.read(one))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_bomb(), "解压后过大"),
        (_odd("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'), "实体声明"),
        (
            _odd("xl/worksheets/sheet1.xml", b'<worksheet><c r="XFD1048576"/></worksheet>'),
            "20000 行",
        ),
        (_odd("xl/worksheets/sheet1.xml", b"<worksheet><c></worksheet>"), "没有位置|打不开"),
        (office_book()[:-30], "打不开"),
        (b"PK\x03\x04" + b"\0" * (8 * 1024 * 1024), "超过 8 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
    ],
)
def test_a_file_that_could_do_harm_is_refused_unopened(content: bytes, reason: str) -> None:
    with pytest.raises(NotAList, match=reason):
        opened(content)


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_opened_or_refused(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04"):
        try:
            read_book(opened(head + content), reading_of((), (), ["list_id=A"]))
        except NotAList:
            continue


def test_the_same_list_from_a_workbook_and_from_a_table_is_the_same() -> None:
    (voted,) = real_lists().only(["CN17"]).voted
    table = table_of(voted.title, "voted", voted.cards)
    assert (
        read_book(opened(csv_of(table))).cards
        == read_book(opened(FORMATS["xlsx"]("", table))).cards
    )
