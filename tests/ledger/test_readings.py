"""Names by pinyin: their order, and finding them by 汉字, full pinyin and initials."""

import pytest

from ledger.readings import Sought, by_surname, in_order


@pytest.mark.parametrize(
    ("said", "marked"),
    [
        ("cdz", "充电桩"),
        ("chongdianzhuang", "充电桩"),
        ("chongd", "充电"),
        ("chdz", "充电桩"),
        ("充dz", "充电桩"),
        ("c电", "充电"),
        ("CDZ", "充电桩"),
        ("建设", "建设"),
    ],
)
def test_what_is_found_is_marked(said: str, marked: str) -> None:
    pieces = Sought(said).marked("城区充电桩建设工程")
    assert [text for text, hit in pieces if hit] == [marked]
    assert "".join(text for text, _ in pieces) == "城区充电桩建设工程"


def test_every_word_must_be_found_somewhere() -> None:
    assert Sought("cdz zjj").within("充电桩建设", "市住建局")
    assert not Sought("cdz slj").within("充电桩建设", "市住建局")
    assert not Sought("hongdian").within("充电桩建设")


def test_a_word_is_found_as_it_is_read_and_by_each_character_alone() -> None:
    assert Sought("chongqing").within("重庆市农村改厕")
    assert Sought("zhongqing").within("重庆市农村改厕")
    assert Sought("s220sg").within("S220四共轴线建设")


def test_quotation_marks_and_nothing_at_all() -> None:
    assert Sought("kdgy").marked("“口袋公园”建设")[1] == ("口袋公园", True)
    assert not Sought("  “”  ")


def test_names_stand_in_the_order_of_their_pinyin() -> None:
    assert in_order(["住建局", "交通局", "水利局", "财政局"]) == [
        "财政局",
        "交通局",
        "水利局",
        "住建局",
    ]
    assert sorted(["解晓东", "单雄信", "丁一", "仇和"], key=by_surname) == [
        "丁一",
        "仇和",
        "单雄信",
        "解晓东",
    ]
