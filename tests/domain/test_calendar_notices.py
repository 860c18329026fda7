"""Given the text of a notice, when it is read, then a notice, or a sentence naming the fault."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.notices import BadNotice, Notice
from domain.notices.reading import parse_notice, shipped

JSON = """{"year": 2027, "number": "国办发明电〔2026〕9号", "source": "supposed",
 "off": ["2027-01-01", "2027-02-05/2027-02-12"], "work": ["2027-02-20"]}"""
TOML = """
year = 2027
number = "国办发明电〔2026〕9号"
source = "supposed"
off = [2027-01-01, "2027-02-05/2027-02-12"]
work = ["2027-02-20"]
"""


def test_json_and_toml_say_the_same() -> None:
    notice = parse_notice(JSON)
    assert notice == parse_notice(TOML, toml=True)
    assert notice.off == (date(2027, 1, 1), *(date(2027, 2, n) for n in range(5, 13)))
    assert notice.work == (date(2027, 2, 20),)


def test_number_work_and_source_may_be_left_out() -> None:
    notice = parse_notice('{"year": 2027, "off": ["2027-01-01"]}', default_source="2027.json")
    assert (notice.number, notice.source, notice.work) == (None, "2027.json", ())


def test_every_shipped_notice_survives_its_own_text() -> None:
    assert [notice.year for notice in shipped()] == list(range(2004, 2027))
    for notice in shipped():
        assert parse_notice(notice.model_dump_json()) == notice


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "不是有效的 JSON"),
        ("{" * 100_000, "不是有效的 JSON"),
        ("[]", "year 和 off 必填"),
        ('{"year": 2027}', "year 和 off 必填"),
        ('{"year": 2027, "off": ["2027-01-01"], "rest": []}', "不含其他项"),
        ('{"year": "2027", "off": ["2027-01-01"]}', "整数"),
        ('{"year": true, "off": ["2027-01-01"]}', "整数"),
        ('{"year": 2027, "number": 9, "off": ["2027-01-01"]}', "应为文字"),
        ('{"year": 2027, "off": "2027-01-01"}', "列表"),
        ('{"year": 2027, "off": []}', "没有列出放假日"),
        ('{"year": 2027, "off": ["2027-02-30"]}', "没有 2027-02-30 这一天"),
        ('{"year": 2027, "off": ["1 Jan"]}', "不是日期"),
        ('{"year": 2027, "off": [20270101]}', "不是日期"),
        ('{"year": 2027, "off": ["2027-01-01/2027-01-02/2027-01-03"]}', "不是日期"),
        ('{"year": 2027, "off": ["2027-01-03/2027-01-01"]}', "起止颠倒"),
        ('{"year": 2027, "off": ["2027-01-01/2027-12-31"]}', "超过 31 天"),
        ('{"year": 2027, "off": ["2026-11-30"]}', "2026-11-30 不属于 2027 年"),
        ('{"year": 2027, "off": ["2028-01-01"]}', "2028-01-01 不属于 2027 年"),
        ('{"year": 2027, "off": ["2027-01-01", "2027-01-01/2027-01-03"]}', "2027-01-01 列了两次"),
        (
            '{"year": 2027, "off": ["2027-01-01/2027-01-03"], "work": ["2027-01-03"]}',
            "2027-01-03 列了两次",
        ),
        ('{"year": 2027, "off": ["2027-01-01"], "work": ["2027-01-04"]}', "不是周末"),
        ('{"year": 2027, "off": ["2027-01-01/2027-01-31", "2027-03-01/2027-03-31"]}', "过多"),
        ('{"year": 1999, "off": ["1999-10-01"]}', "1999 不在 2004—2100 年之内"),
        ('{"year": 2027, "source": " ", "off": ["2027-01-01"]}', "写明放假通知的来源"),
        ('{"year": 2027, "source": "a\\nb", "off": ["2027-01-01"]}', "写明放假通知的来源"),
        ('{"year": 2027, "source": "\\ud800", "off": ["2027-01-01"]}', "写明放假通知的来源"),
    ],
)
def test_a_fault_is_named_in_one_line(text: str, sentence: str) -> None:
    with pytest.raises(BadNotice) as refusal:
        parse_notice(text, default_source="a file")
    assert sentence in refusal.value.zh
    assert refusal.value.en
    assert "\n" not in str(refusal.value)


def test_toml_faults_are_named_too() -> None:
    with pytest.raises(BadNotice, match="TOML"):
        parse_notice("year = ", toml=True)
    with pytest.raises(BadNotice, match="不是日期"):
        parse_notice("year = 2027\noff = [2027-01-01T00:00:00]", toml=True, default_source="x")


def test_a_notice_made_in_code_obeys_the_same_rules() -> None:
    with pytest.raises(ValidationError, match="没有列出放假日"):
        Notice(year=2027, number=None, source="supposed", off=(), work=())
