"""Given a list as an office writes it, when it is read, then it is the list that was published."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from domain.lists import Lists, NotAList, Reading, read_book, read_lists
from domain.lists.mapping import reading_of
from domain.lists.sheets import Book, Sheet
from domain.project.messages import Card, Target
from domain.refusals import Malformed
from tests.support.real_lists import real_lists

LONG = "莲塘等片区20个排水单元雨污管网分流改造及澄碧湖周边新建市政管网项目"
HELPERS = "江西洪城水业环保公司、属地乡镇"
NCX24 = [
    ["南昌县2024年民生实事项目（共4项）"],
    ["单位：万元"],
    ["序号", "项目名称", "目标任务", "牵头单位", "配合单位", "完成时限"],
    ["一", LONG, "排水单元雨污管网分流改造20个", "县城管执法局", HELPERS, "2024年底前"],
    ["二", "10万平方米老旧小区改造项目", "１０万平方米以上", "县城管执法局", "莲塘镇", "12月底前"],
    ["三", "新建300个公共充电桩项目", "300个", "县城管执法局", "县城投集团", "2024.12.31"],
    ["四", "塘南等7个乡镇1000公里农村安全饮水管网铺设项目", "1000公里", "", "", "当年完成"],
    ["注：第四项由有关乡镇分别实施"],
]
"""The four items of a county's notice that could be read, laid out as such notices are."""
COUNTY = ("list_id=NCX24", "province=江西省", "city=南昌市", "county=南昌县", "tier=county")


def of_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def read(rows: Sequence[Sequence[str]], *values: str, columns: Sequence[str] = ()) -> Lists:
    return read_lists(of_csv(rows), reading_of((), columns, values or COUNTY))


def of_sheet(rows: Sequence[Sequence[str]], **facts: object) -> Lists:
    records = tuple((n, list(x)) for n, x in enumerate(rows, 1))
    sheet = Sheet(records, name="清单")._replace(**facts)  # type: ignore[arg-type]  # named facts
    return read_book(Book((sheet,)), reading_of((), (), COUNTY))


def the_card(header: Sequence[str], *rows: Sequence[str]) -> Card:
    found = read([header, *rows])
    assert (len(found.cards), found.skipped) == (1, ())
    return found.cards[0]


def test_a_notice_gives_the_same_items_as_the_collected_table() -> None:
    found = read(NCX24)
    assert found.skipped == ()
    (voted,) = found.voted
    known = {x.id: x for x in real_lists().only(["NCX24"]).cards}
    assert [x.id for x in voted.cards] == list(known)
    for card in voted.cards:
        assert (card.name, card.region) == (known[card.id].name, "江西省/南昌市/南昌县")
        assert card.planned_completion == date(2024, 12, 31)
    assert [x.subprojects[0].target for x in voted.cards[1:]] == [
        x.subprojects[0].target for x in list(known.values())[1:]
    ]
    assert voted.cards[0].co_units == ("江西洪城水业环保公司", "属地乡镇")
    assert voted.cards[3].lead_unit_synthetic
    assert voted.title == "江西省南昌市南昌县2024年民生实事项目（NCX24）"
    assert voted.checks == ()
    notes = "\n".join(found.notes)
    for words in ("按标题取 2024 年", "没有“状态”一列，按“票决”读取", "注：第四项", "不是项目"):
        assert words in notes


def test_a_target_in_words_stays_in_words_and_one_quantity_becomes_a_target() -> None:
    found = read(NCX24).cards
    assert [(x.no, x.name, x.target) for x in found[0].subprojects] == [
        (1, "排水单元雨污管网分流改造20个", None)
    ]
    assert found[1].subprojects[0].target == Target(op="ge", value=Decimal(10), unit="万平方米")


def test_a_file_as_excel_in_china_writes_it_is_read_with_a_note() -> None:
    plain = read(NCX24)
    found = read_lists(of_csv(NCX24, "gb18030"), reading_of((), (), COUNTY))
    assert found.cards == plain.cards
    assert "国标（GB18030）" in found.notes[0]


@pytest.mark.parametrize(
    ("heading", "above", "cell", "expected"),
    [
        ("总投资（万元）", "", "1,200.50", "1200.5"),
        ("总投资(亿元)", "", "1.2", "12000"),
        ("估算投资", "单位：万元", "470", "470"),
        ("投资额", "", "约４７０万元", "470"),
        ("总投资（万元）", "", "1.5亿元", "15000"),
        ("预算（元）", "", "50000", "5"),
    ],
)
def test_money_is_told_in_wan_whatever_it_is_written_in(
    heading: str, above: str, cell: str, expected: str
) -> None:
    found = read([[above], ["序号", "项目名称", heading], ["1", "路灯", cell]])
    assert (found.skipped, found.cards[0].investment_wan) == ((), Decimal(expected))


@pytest.mark.parametrize(
    ("heading", "cell", "column", "reason"),
    [
        ("总投资", "470", "总投资", "没有写明是万元还是亿元"),
        ("总投资（万元）", "100-200", "总投资（万元）", "不是一个金额"),
        ("总投资（万元）", "若干", "总投资（万元）", "不是一个金额"),
        ("完成时限", "长期", "完成时限", "看不出是哪一天"),
        ("完成时限", "11月底前", "完成时限", "没有写年份"),
        ("完成时限", "2024年2月30日", "完成时限", "没有这一天"),
        ("目标值", "许多", "目标值", "不是数字"),
        ("项目状态", "大概通过", "项目状态", "不是 voted"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_what_to_do(
    heading: str, cell: str, column: str, reason: str
) -> None:
    found = read([["序号", "项目名称", heading], ["1", "路灯", "" if heading == "-" else cell]])
    (left,) = found.skipped
    (fault,) = left.faults
    assert (left.row, fault.cell, fault.column) == ("第2行", "第2行第3列", column)
    assert (fault.value, reason in fault.reason) == (cell, True)


def test_every_broken_cell_of_a_row_is_told_at_once() -> None:
    header = ["项目名称", "总投资（万元）", "完成时限", "子项目编号"]
    found = of_sheet([header, ["路灯", "一些", "不久", "x"]])
    assert [x.cell for x in found.skipped[0].faults] == ["C2", "B2", "D2"]


def test_a_cell_over_several_lines_belongs_to_the_item_and_its_parts_are_numbered() -> None:
    rows = [
        ["序号", "项目名称", "子项目", "数量", "计量单位", "总投资（万元）", "责任单位"],
        ["1", "单村供水站提升", "水站", "12", "个", "470", "乡政府"],
        ["", "", "管网", "3", "公里", "", ""],
        ["2", "水域整治", "", "", "", "100", ""],
    ]
    merged = (*((2, n, 3, n) for n in (1, 2, 6)), (2, 7, 4, 7))
    found = of_sheet(rows, merged=merged)
    first, second = found.cards
    assert (first.investment_wan, second.investment_wan) == (Decimal(470), Decimal(100))
    assert [(x.no, x.name) for x in first.subprojects] == [(1, "水站"), (2, "管网")]
    assert [x.target and x.target.unit for x in first.subprojects] == ["个", "公里"]
    assert (first.lead_unit, second.lead_unit) == ("乡政府", "乡政府")


def test_a_figure_over_two_items_is_nobodys() -> None:
    rows = [["序号", "项目名称", "总投资（万元）"], ["1", "甲路", "470"], ["2", "乙路", ""]]
    found = of_sheet(rows, merged=((2, 3, 3, 3),))
    assert [(x.faults[0].cell, x.faults[0].reason[:11]) for x in found.skipped] == [
        ("C2", "合并单元格 C2:C3"),
        ("C3", "合并单元格 C2:C3"),
    ]


def test_what_is_computed_or_hidden_is_sent_back() -> None:
    rows = [["序号", "项目名称", "总投资（万元）"], ["1", "甲路", "470"], ["2", "乙路", "3"]]
    found = of_sheet(rows, formulas=frozenset({(2, 3)}), hidden_lines=frozenset({3}))
    assert ["公式" in found.skipped[0].faults[0].reason, found.skipped[1].faults[0].cell] == [
        True,
        "B3",
    ]
    with pytest.raises(NotAList, match="C（总投资（万元））列被隐藏"):
        of_sheet(rows, hidden_columns=frozenset({3}))


def test_a_line_of_sums_is_compared_and_no_item() -> None:
    rows = [["序号", "项目名称", "总投资（万元）"], ["1", "甲路", "470"], ["2", "乙路", "100"]]
    assert read([*rows, ["合  计", "", "570"]]).voted[0].checks == ()
    (check,) = read([*rows, ["合计", "", "600"]]).voted[0].checks
    assert (check.rule, check.severity) == ("investment", "warning")
    assert check.zh == "公布总投资 600 万元，各项合计 570 万元"


def test_headings_and_remarks_within_the_table_are_named_and_no_items() -> None:
    rows = [
        ["项目名称", "责任单位", "总投资（万元）"],
        ["一、交通类", "", ""],
        ["联系群众服务站", "镇政府", ""],
        ["说明：以上均已批复", "", ""],
        ["填表人：某某", "", ""],
    ]
    found = of_sheet(rows, merged=((2, 1, 2, 3),))
    assert [x.name for x in found.cards] == ["联系群众服务站"]
    notes = "\n".join(found.notes)
    assert all(f"第{n}行" in notes for n in (2, 4, 5))


def test_rows_of_one_name_without_numbers_are_one_item_and_said_so() -> None:
    rows = [["项目名称", "责任单位"], ["村道硬化", "东村"], ["村道硬化", "西村"]]
    (voted,) = read(rows).voted
    assert len(voted.cards[0].subprojects) == 2
    assert [x.zh for x in voted.checks] == [
        "“村道硬化”有 2 行同名（第2行、第3行），没有序号，并作一项"
    ]


def test_a_header_in_two_lines_is_read_by_its_lower_one() -> None:
    rows = [
        ["序号", "项目名称", "资金（万元）", ""],
        ["", "", "总投资", "当年安排"],
        ["1", "甲路", "470", "200"],
    ]
    found = of_sheet(rows, merged=((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)))
    assert found.cards[0].investment_wan == 470
    assert "未读取的列：当年安排" in "\n".join(found.notes)


def test_a_title_that_promises_more_than_the_rows_is_shown() -> None:
    rows = [["十件民生实事"], ["序号", "项目名称", "责任单位"], ["1", "甲路", "镇政府"]]
    (check,) = read(rows).voted[0].checks
    assert (check.rule, check.said, check.found) == ("count", "10", "1")


def test_ten_things_numbered_to_eleven_are_shown_as_ten_and_eleven() -> None:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]
    rows = [[f"（{n}）", f"第{n}件实事", "市级部门"] for n in numbers]
    found = read([["2024年度十件民生实事"], ["序号", "项目名称", "责任单位"], *rows])
    assert found.cards[-1].id == "NCX24-11"
    assert [x.zh for x in found.voted[0].checks] == ["公布 10 项，表中 11 项"]


def test_two_items_under_one_number_are_refused_and_a_gap_is_shown() -> None:
    header = ["序号", "项目名称", "责任单位"]
    found = read(
        [header, ["1", "甲路", "镇政府"], ["1", "乙桥", "镇政府"], ["4", "丙校", "镇政府"]]
    )
    (voted,) = found.voted
    assert [x.rule for x in voted.refused] == ["duplicate"]
    assert "“甲路”（第2行）、“乙桥”（第3行）" in voted.refused[0].zh
    assert "序号缺 2、3" in "\n".join(x.zh for x in voted.checks)


def test_several_units_in_one_cell_have_one_that_leads() -> None:
    header = ["项目名称", "责任单位", "协办单位"]
    card = the_card(header, ["甲路", "区城管局、区住建局（牵头）", "区财政局"])
    assert (card.lead_unit, card.co_units) == ("区住建局", ("区城管局", "区财政局"))


def test_personal_data_and_unknown_columns_are_named_and_not_read() -> None:
    rows = [
        ["项目名称", "责任领导", "联系电话", "单位", "口号"],
        ["甲路", "某某", "139", "个", "好"],
    ]
    found = read([rows[0] + ["责任单位"], rows[1] + ["镇政府"]])
    notes = "\n".join(found.notes)
    assert "“责任领导”“联系电话”含个人信息，不读取" in notes
    assert "“单位”不知道是责任单位还是计量单位" in notes
    assert "未读取的列：口号" in notes
    assert "某某" not in str(found)


def test_a_heading_of_their_own_is_explained_and_one_of_two_is_left_out() -> None:
    rows = [["项目全称", "项目", "谁干"], ["甲路建设", "路", "镇政府"]]
    with pytest.raises(NotAList, match="缺少列"):
        read([["项目全称", "谁干"], rows[1]])
    found = read(rows, columns=["项目全称=item_name_zh", "谁干=lead_unit_zh", "项目="])
    assert [(x.name, x.lead_unit) for x in found.cards] == [("甲路建设", "镇政府")]
    with pytest.raises(NotAList, match="同一个意思"):
        read([["项目名称", "实事项目", "责任单位"], ["甲", "乙", "丙"]])


def test_a_mapping_file_speaks_of_each_sheet() -> None:
    rows = [["标题"], ["序号", "项目名称", "责任单位"], ["1", "甲路", "镇政府"]]
    records = tuple((n, x) for n, x in enumerate(rows, 1))
    book = Book(tuple(Sheet(records, name=x, alone=False) for x in ("东镇", "西镇", "填表说明")))
    mapping = """
        [values]
        county = "某县"
        [sheets."东镇"]
        list_id = "DZ25"
        township = "东镇"
        [sheets."西镇"]
        list_id = "XZ25"
        [sheets."填表说明"]
        use = false
    """
    found = read_book(book, reading_of([mapping]))
    assert [(x.id, x.region) for x in found.voted] == [("DZ25", "某县/东镇"), ("XZ25", "某县")]
    assert found.voted[1].rows[0].row == "西镇!第3行"
    assert "工作表“填表说明”按映射不读取" in "".join(found.notes)


@pytest.mark.parametrize(
    ("files", "columns", "values", "reason"),
    [
        (["[columns"], (), (), "不是 TOML"),
        (["x = 1"], (), (), "不认识"),
        ((), ["甲=nothing"], (), "不是可读的列"),
        ((), ["甲"], (), "名称=内容"),
        ((), (), ["item_no=1"], "不能统一给出"),
        (['[sheets."甲"]\nheader = 0'], (), (), "表头所在的行号"),
        (["columns = 1"], (), (), "应为一个表"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused(
    files: list[str], columns: list[str], values: list[str], reason: str
) -> None:
    with pytest.raises(Malformed, match=reason):
        reading_of(files, columns, values)


def test_a_list_of_candidates_is_never_taken_for_voted() -> None:
    rows = [["2025年民生实事候选项目"], ["项目名称", "责任单位"], ["甲路", "镇政府"]]
    with pytest.raises(NotAList, match="标题中有“候选”"):
        read(rows)
    found = read(rows, *COUNTY, "status_kind=candidate")
    assert (found.cards, found.skipped[0].kind) == ((), "candidate")


def test_without_the_list_s_id_nothing_is_read() -> None:
    with pytest.raises(NotAList, match="没有“清单编号”"):
        read_lists(of_csv(NCX24), Reading())


def test_a_street_s_selection_is_taken_by_a_street_alone() -> None:
    from domain.lists.kinds import ON_A_STREET
    from tests.support.real_lists import PROJECTS

    chosen = read_lists(PROJECTS.read_bytes(), Reading(kinds=ON_A_STREET)).only(["AS18", "SC25"])
    assert [len(x.cards) for x in chosen.voted] == [5, 10]
    assert {x.kind for one in chosen.voted for x in one.rows} == {"voted_street_selection"}
    assert not [x for x in real_lists().voted if x.list_id in ("AS18", "SC25")]
