"""Given a table, when it is read, then each row is in a list or skipped with its reason."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from domain.lists import Lists, NotAList, read_lists
from domain.project.messages import Card, Target
from domain.refusals import Unknown
from domain.regimes import named
from tests.support.real_lists import FIVE_PLACES, five_places, real_lists

VOTE = date(2018, 4, 11)
ROW = {
    "row_id": "P1",
    "list_id": "SF18",
    "province": "浙江省",
    "city": "温州市",
    "county": "鹿城区",
    "township": "山福镇",
    "tier": "township",
    "year": "2018",
    "status_kind": "voted",
    "item_no": "2",
    "item_name_zh": "交通惠民工程",
    "subproject_no": "",
}


def table(*rows: Mapping[str, str]) -> bytes:
    columns = list(dict.fromkeys(x for row in (ROW, *rows) for x in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(*changes: Mapping[str, str]) -> Lists:
    return read_lists(table(*({**ROW, "row_id": f"P{n}", **x} for n, x in enumerate(changes, 1))))


def the_card(*changes: Mapping[str, str]) -> Card:
    found = read(*changes)
    assert (len(found.cards), found.skipped) == (1, ())
    return found.cards[0]


def test_the_real_file_gives_453_items_in_77_lists_and_loses_no_row() -> None:
    found = real_lists()
    assert (len(found.voted), len(found.cards)) == (77, 453)
    used = sum(len(x.rows) for x in found.voted)
    assert (used, len(found.skipped), used + len(found.skipped)) == (615, 289, 904)
    assert len({x.id for x in found.cards}) == 453


def test_five_places_have_more_than_120_voted_items() -> None:
    assert len(FIVE_PLACES) == 5
    assert len(five_places().cards) == 122
    for place, lists in FIVE_PLACES.items():
        assert all(f"/{place}" in x.region for x in five_places().only(lists).cards)


def test_a_row_without_a_number_is_the_item_itself() -> None:
    card = the_card({"target_value": "200", "target_op": "ge", "target_unit_zh": "个"})
    target = Target(op="ge", value=Decimal(200), unit="个")
    assert (card.id, card.item_no, card.name) == ("SF18-02", "2", "交通惠民工程")
    assert [(x.no, x.name, x.target) for x in card.subprojects] == [(0, "交通惠民工程", target)]
    assert card.region == "浙江省/温州市/鹿城区/山福镇"


def test_number_0_is_the_item_s_own_figure_and_no_subproject() -> None:
    card = the_card(
        {"subproject_no": "2", "subproject_name_zh": "公交站台", "target_value": "10"},
        {"subproject_no": "0", "target_value": "210", "investment_total_wan": "470"},
        {"subproject_no": "1", "subproject_name_zh": "停车位", "target_value": "200"},
    )
    assert [(x.no, x.name) for x in card.subprojects] == [(1, "停车位"), (2, "公交站台")]
    assert card.target == Target(op="eq", value=Decimal(210))
    assert card.investment_wan == 470


def test_rows_without_an_item_number_are_grouped_by_their_name() -> None:
    found = read(
        {"item_no": "", "subproject_no": "1"},
        {"item_no": "", "subproject_no": "2"},
        {"item_no": "", "item_name_zh": "雪亮工程"},
    )
    assert [len(x.subprojects) for x in found.cards] == [2, 1]
    assert [x.item_no for x in found.cards] == [None, None]


def test_a_missing_unit_is_made_up_and_marked_and_a_missing_target_stays_unknown() -> None:
    found = read({"item_no": "1"}, {"item_no": "2"})
    assert [x.lead_unit_synthetic for x in found.cards] == [True, True]
    assert all(x.lead_unit.startswith("（合成）") for x in found.cards)
    assert len({x.lead_unit for x in found.cards}) == 2
    assert [x.subprojects[0].target for x in found.cards] == [None, None]


def test_the_lead_unit_is_the_item_s_and_the_others_help() -> None:
    card = the_card(
        {"subproject_no": "1", "lead_unit_zh": "区城管局", "coop_units_zh": "区城投、莲塘镇"},
        {"subproject_no": "0", "lead_unit_zh": "区住建局"},
    )
    assert (card.lead_unit, card.lead_unit_synthetic) == ("区住建局", False)
    assert card.co_units == ("区城管局", "区城投", "莲塘镇")
    assert card.subprojects[0].lead_unit == "区城管局"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status_kind": "candidate"}, "候选项目"),
        ({"status_kind": "voted_street_selection"}, "街道会商选定"),
        ({"status_kind": "superior_assigned"}, "上级交办"),
        ({"status_kind": "Voted!"}, "不是 voted"),
        ({"status_kind": ""}, "没有票决状态"),
        ({"list_id": " "}, "没有清单编号"),
        ({"item_name_zh": "\u3000"}, "没有项目名称"),
        ({"item_name_zh": "路" * 301}, "过长"),
        ({"item_name_zh": "路\u202e灯"}, "控制字符"),
        ({"target_value": "abc"}, "target_value 不是数字（abc）"),
        ({"target_value": "-5"}, "target_value 不能为负数（-5）"),
        ({"target_value": "NaN"}, "不是数字"),
        ({"target_value": "inf"}, "不是数字"),
        ({"target_value": "1e400"}, "不是数字"),
        ({"target_value": "9" * 30}, "不是数字"),
        ({"target_value": "9" * 18 + ".5"}, "数字过大"),
        ({"target_value": "6", "target_op": "about"}, "不认识"),
        ({"target_value": "6", "target_op": "range"}, "缺少上限"),
        ({"target_value": "6", "target_op": "range", "target_value_max": "5"}, "上限小于下限"),
        ({"subproject_no": "1.5"}, "0 至 999 的整数"),
        ({"subproject_no": "1000"}, "0 至 999 的整数"),
        ({"subproject_no": "-1"}, "不能为负数"),
        ({"year": "二〇一八"}, "year 不是数字"),
        ({"planned_completion": "2018-02-30"}, "应写成 2023-12-31 的形式"),
        ({"planned_completion": "年底前"}, "应写成 2023-12-31 的形式"),
        ({"progress_pct": "-1"}, "不能为负数"),
        ({"investment_total_wan": "若干"}, "不是数字"),
    ],
)
def test_a_broken_or_unvoted_row_is_skipped_with_its_reason(
    change: dict[str, str], reason: str
) -> None:
    found = read(change, {"item_no": "3"})
    assert [x.row for x in found.skipped] == ["P1"]
    assert reason in found.skipped[0].reason
    assert [x.id for x in found.cards] == ["SF18-03"]


def test_a_row_of_another_width_is_skipped_and_named_by_its_line() -> None:
    text = (
        'list_id,status_kind,item_name_zh\nA,voted,"两\n行"\n\nA,voted\nA,voted,x,y\nA,voted,z,,\n'
    )
    found = read_lists(text.encode())
    assert [x.name for x in found.cards] == ["两 行", "z"]
    assert [x.row for x in found.skipped] == ["line 5", "line 6"]
    assert "本行有 4 格，表头有 3 格" in found.skipped[1].reason


def test_the_same_row_again_is_skipped_and_another_under_its_number_gets_a_free_one() -> None:
    part = {"subproject_no": "1", "subproject_name_zh": "停车位"}
    found = read(part, part, {"subproject_no": "1", "subproject_name_zh": "公交站台"})
    assert [(x.row, x.reason.split(" / ")[0]) for x in found.skipped] == [("P2", "与 P1 行重复")]
    assert [(x.no, x.name) for x in found.cards[0].subprojects] == [(1, "停车位"), (2, "公交站台")]
    assert "改为 2" in found.warnings(named("baofeng"), VOTE)[0]


def test_no_number_is_lost_when_an_item_has_more_parts_than_a_report_can_name() -> None:
    parts = [{"subproject_no": str(n)} for n in range(1, 205)] + [{"target_value": "7"}] * 1
    twice = [{"subproject_no": "1", "target_value": str(n)} for n in range(3)]
    found = read(*parts, *twice)
    assert len(found.cards[0].subprojects) == 200
    assert len(found.skipped) == 204 + 3 - 200
    assert all("最多 200 个子项目" in x.reason for x in found.skipped)


def test_a_list_longer_than_an_evaluation_can_be_is_cut_with_reasons() -> None:
    found = read(*({"item_no": str(n)} for n in range(1, 304)))
    assert len(found.cards) == 300
    assert [x.row for x in found.skipped] == ["P301", "P302", "P303"]


def test_what_is_odd_is_a_warning_and_no_skip() -> None:
    found = read(
        {"planned_completion": "2018-04-10", "progress_pct": "214.75", "lead_unit_zh": "镇政府"},
        {"item_no": "3", "year": "2017", "tier": "city", "lead_unit_zh": "镇政府"},
    )
    assert (len(found.cards), found.skipped) == (2, ())
    warnings = "\n".join(found.warnings(named("baofeng"), VOTE))
    for words in ("早于票决日", "超过 100%", "是 2017 年的", "市级清单"):
        assert words in warnings
    assert len(warnings.splitlines()) == 4


def test_a_list_can_be_chosen_and_an_unknown_one_is_refused() -> None:
    found = read({}, {"list_id": "ZZ22"}, {"list_id": "ZZ22", "item_name_zh": ""}, {"list_id": ""})
    chosen = found.only(["ZZ22"])
    assert [x.list_id for x in chosen.voted] == ["ZZ22"]
    assert [x.row for x in chosen.skipped] == ["P3", "P4"]
    with pytest.raises(Unknown, match="SF18、ZZ22"):
        found.only(["XX"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"list_id,status_kind,item_name_zh\nA,voted,\xff\n", "不是 UTF-8"),
        ("list_id,status_kind,item_name_zh\n".encode("utf-16"), "不是 UTF-8"),
        ("list_id,status_kind,item_name_zh\n".encode("utf-16-le"), "不是文本"),
        (b"\x7fELF\x02\x01\x01\x00", "不是文本"),
        (b"\x89PNG\r\n", "不是 UTF-8"),
        (b"", "缺少列 list_id、status_kind、item_name_zh"),
        (b'{"list_id": "A"}', "缺少列"),
        (b"list_id;status_kind;item_name_zh\nA;voted;x\n", "缺少列"),
        (b"list_id,status_kind,item_name_zh,list_id\n", "list_id 出现了两次"),
        (b'list_id,status_kind,item_name_zh\nA,voted,"x\nA,voted,y\n', "未闭合的引号"),
        (
            b"list_id,status_kind,item_name_zh\nA,voted," + b"x" * 200_000,
            "第 2 行起无法按 CSV 读取",
        ),
    ],
)
def test_what_is_no_such_table_is_refused_whole(content: bytes, reason: str) -> None:
    with pytest.raises(NotAList, match=reason):
        read_lists(content)


def test_a_byte_order_mark_and_another_order_of_columns_change_nothing() -> None:
    plain = read({})
    turned = io.StringIO()
    writer = csv.DictWriter(turned, list(reversed(ROW)), lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(ROW)
    assert read_lists(b"\xef\xbb\xbf" + turned.getvalue().encode()).cards == plain.cards


def test_a_table_without_voted_rows_is_empty_and_says_so() -> None:
    found = read({"status_kind": "candidate"})
    assert found.cards == ()
    assert "没有票决的项目" in found.warnings(named("baofeng"), VOTE)[0]
