"""Given a measure's file with faults, when it is checked, then each is named with its line."""

import pytest

from domain.refusals import Malformed
from domain.regimes import FOLDER
from domain.regimes.checking import check
from domain.regimes.checking.expected import expected
from domain.regimes.where import line_at, lines_of

TOWN = (FOLDER / "baofeng@1.toml").read_text(encoding="utf-8")
COUNTY = (FOLDER / "gaogang@1.toml").read_text(encoding="utf-8")


def new_findings(text: str, broken: str) -> list[str]:
    """What the change alone brings about, each as `clause: sentence`."""
    before = {(x.clause, x.zh) for x in check(text, "t.toml")}
    return [
        f"{x.clause}: {x.zh}" for x in check(broken, "t.toml") if (x.clause, x.zh) not in before
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[ladder.to.government]", "[ladder.to.congress]", "没有写明 government"),
        ('group = "presidium"', 'group = "deputy_group"', "不能升级到它自己"),
        ('name = "circular"', 'name = "work_plan"', "work_plan 写了 2 次"),
        ('trigger = "evaluated", term = "7wd"', 'trigger = "evaluated", term = "-7wd"', "不能倒数"),
        ('trigger = "evaluated"', 'trigger = "applauded"', "没有谁会引发 applauded"),
        ('trigger = "plan_accepted"', 'trigger = "opinion_drafted"', "只在 programme 中发生"),
        ('trigger = "evaluated"', 'trigger = "below_follow_up"', "没有 evaluation.follow_up_below"),
        ('anchor = "next_session", term = "-15d"', 'anchor = "mid_meeting", term = "-15d"', "没有"),
        ('yellow_from = "10"', 'yellow_from = "40"', "黄灯起点 40 高于红灯界限 30"),
        ('threshold = "60"', 'threshold = "90"', "基本满意线 90 高于满意线 80"),
        ('threshold = "60"', 'threshold = "160"', "0 到 100"),
        ('letter = "5wd"', 'letter = "12wd"', "先后颠倒"),
        ('letter = "5wd"', 'letter = "5d"', "应以工作日计"),
        ('reminders = ["-10wd"', 'reminders = ["10wd"', "在到期之后"),
        ('origin = "S003"\ncite = "“面对面”', 'cite = "“面对面”', "有引文而没有出处"),
        ('ours = ["12月31日为本系统默认"]', "", "是本系统默认，却没有说明"),
        ('sources = ["S003", ', "sources = [", "S003 不在 sources 中"),
        ('clerk = "presidium"', 'clerk = "working_committee"', "乡镇不设常委会"),
        ('instrument = "主席团', 'instrument = "专题询问', "专题询问是县级以上"),
        ('name = "verification"\n', 'name = "verified"\n', "缺少“完成核验”"),
        ("month = 7, day = 31", "month = 2, day = 30", "没有 2 月 30 日"),
        ('tier = "township"', 'tier = "planet"', "不是可用的名称"),
        ('letter_reply = "15wd"', 'letter_reply = "15wd"\nmood = "good"', "办法模型中没有此项"),
        (
            'clerk = "presidium"',
            'clerk = "presidium"\nmargin = { min = 0.5, max = 0.2 }',
            "下限 0.5",
        ),
    ],
)
def test_each_fault_is_named(old: str, new: str, says: str) -> None:
    assert old in TOWN
    assert says in "\n".join(new_findings(TOWN, TOWN.replace(old, new, 1)))


def test_several_faults_are_named_together_each_with_its_line_and_what_to_write() -> None:
    broken = TOWN.replace('yellow_from = "10"', 'yellow_from = "40"').replace(
        'term = "-15d"', 'term = "soon"'
    )
    found = {x.clause: x for x in check(broken, "t.toml")}
    lines = broken.splitlines()
    crossing = found["lights.yellow_from"]
    assert lines[crossing.line - 1] == 'yellow_from = "40"'
    assert crossing.write == "使 lights.yellow_from 不大于 lights.red_above"
    unread = next(x for x in found.values() if "soon" in lines[x.line - 1])
    assert unread.clause.startswith("duty.9.when")
    assert 'name = "look_back"' in lines[unread.line - 10 : unread.line]


def test_a_street_neither_votes_nor_resolves() -> None:
    street = COUNTY.replace('tier = "county"', 'tier = "street"').replace(
        'zh = "年终测评"', 'zh = "票决项目年终测评"'
    )
    said = new_findings(COUNTY, street)
    assert any("不称票决" in x for x in said)
    assert any("clerk" not in x and "街道不设人大、主席团和一级政府" in x for x in said)


def test_an_instrument_beyond_the_tier_is_named() -> None:
    town = (FOLDER / "baofeng@2.toml").read_text(encoding="utf-8")
    beyond = town.replace('instrument = "special_hearing"', 'instrument = "special_inquiry"')
    (said,) = new_findings(town, beyond)
    assert "township 层级不能采取“专题询问”" in said


def test_what_is_no_toml_is_refused_not_checked() -> None:
    with pytest.raises(Malformed, match="TOML"):
        check("id = ", "t.toml")


def test_what_a_file_leaves_out_on_purpose_is_no_gap() -> None:
    assert "duty.special_inquiry" in {x.clause for x in check(TOWN, "t.toml")}
    told = TOWN + '\n[[omit]]\nname = "special_inquiry"\nbecause = "乡镇没有专题询问"\n'
    assert "duty.special_inquiry" not in {x.clause for x in check(told, "t.toml")}


def test_a_clause_is_found_in_tables_arrays_and_tables_of_an_array() -> None:
    lines = lines_of("a = 1\n[b.c]\nd = 2\n[[e]]\nf = 3\n[e.g]\nh = 4\n[[e]]\nf = 5\n")
    places = [("a",), ("b", "c", "d"), ("e", 0, "f"), ("e", 0, "g", "h"), ("e", 1, "f")]
    assert [line_at(lines, x) for x in places] == [1, 3, 5, 7, 9]
    assert line_at(lines, ("e", 1, "nowhere", "at", "all")) == 8
    assert line_at(lines, ("nowhere",)) == 1


def test_the_checklist_names_every_fact_only_once() -> None:
    names = [x.name for x in expected().facts]
    assert len(names) == len(set(names))
