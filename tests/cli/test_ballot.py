"""`bihuan ballot`: counts go in, the elected come out; what cannot be is one line, exit 2."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli import app

RUNNER = CliRunner()
HEADER = ("candidate", "for", "against", "abstain")


def written(path, rows, header=HEADER):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def ballot(file, **more):
    asked = {"roll": 103, "present": 93, "votes": file, **more}
    words = [y for x, value in asked.items() for y in (f"--{x.replace('_', '-')}", str(value))]
    return RUNNER.invoke(app, ["ballot", *words, "--json"])


@pytest.fixture
def told(tmp_path):
    def ask(rows, **more):
        file = written(tmp_path / "票数.csv", rows)
        said = ballot(file, **{"candidates": len(rows), **more})
        assert said.exit_code == 0, said.stderr
        return json.loads(said.stdout)

    return ask


def test_every_figure_of_the_answer(told):
    rows = [("学校食堂", 60, 20, 13), ("卫生院", 51, 30, 12), ("公厕", 70, 10, 13)]
    assert told(rows, seats=2) == {
        "margin": {"min": 3, "max": 3, "actual": 3, "ok": True},
        "quorum": True,
        "majority": 52,
        "elected": ["公厕", "学校食堂"],
        "tied": [],
        "short_by": 0,
        "returned_to_pool": ["卫生院"],
    }


def test_fifty_one_of_ninety_three_leaves_a_seat_open(told):
    found = told([("甲", 51, 42, 0), ("乙", 52, 41, 0)], seats=1)
    assert (found["elected"], found["returned_to_pool"]) == (["乙"], ["甲"])
    found = told([("甲", 51, 42, 0), ("乙", 50, 43, 0)], seats=1)
    assert (found["elected"], found["short_by"]) == ([], 1)


def test_a_tie_is_named_and_neither_elected_nor_returned(told):
    rows = [("甲", 60, 0, 0), ("乙", 60, 0, 0), ("丙", 40, 0, 0), ("丁", 80, 0, 0)]
    found = told(rows, seats=2)
    assert (found["elected"], found["tied"]) == (["丁"], ["乙", "甲"])
    assert (found["short_by"], found["returned_to_pool"]) == (0, ["丙"])


@pytest.mark.parametrize(
    ("seats", "candidates", "ok"),
    [
        (10, 12, True),
        (10, 15, True),
        (10, 11, False),
        (10, 16, False),
        (1, 2, True),
        (1, 3, False),
        (2, 3, True),
        (2, 4, False),
        (24, 30, True),
        (8, 10, True),
    ],
)
def test_the_margin_by_the_rule_and_in_both_manners(told, seats, candidates, ok):
    """Scenario S2."""
    rows = [(f"项目{n:02}", 90 - n, 0, 0) for n in range(candidates)]
    warned = told(rows, seats=seats)
    assert warned["margin"]["ok"] is ok
    assert warned["elected"] == [f"项目{n:02}" for n in range(seats)], "only advised against"
    refused = told(rows, seats=seats, margin_rule="refuse")
    assert refused["margin"] == warned["margin"]
    assert (refused["elected"] == []) is not ok
    assert refused["returned_to_pool"] == (warned["returned_to_pool"] if ok else [])


def test_without_quorum_nobody_is_elected_and_nobody_lost(told):
    rows = [("甲", 60, 0, 0), ("乙", 8, 0, 0)]
    found = told(rows, seats=1, present=68)
    assert (found["quorum"], found["elected"]) == (False, [])
    assert (found["short_by"], found["tied"], found["returned_to_pool"]) == (1, [], [])
    assert told(rows, seats=1, present=69)["quorum"]


FILES = [
    ("", "空"),
    ("candidate,for,against\n甲,1,0\n", "少一列"),
    ("candidate,for,against,abstain\n甲,1,0,0\n甲,2,0,0\n", "重名"),
    ("candidate,for,against,abstain\n甲,1,0,0\n 甲 ,2,0,0\n", "重名"),
    ("candidate,for,against,abstain\n甲,-1,0,0\n乙,1,0,0\n", "负数"),
    ("candidate,for,against,abstain\n甲,1.5,0,0\n乙,1,0,0\n", "小数"),
    ("candidate,for,against,abstain\n甲,,0,0\n乙,1,0,0\n", "没有填"),
    ("candidate,for,against,abstain\n,1,0,0\n乙,1,0,0\n", "没有名称"),
    ("candidate,for,against,abstain\n甲,90,3,1\n乙,1,0,0\n", "多于出席"),
    ("candidate,for,against,abstain\n甲,1,0,0,9\n乙,1,0,0\n", "多一格"),
    ('candidate,for,against,abstain\n"甲,1,0,0\n乙,1,0,0\n', "引号"),
    ("candidate,for,against,abstain\n甲,1,0,0\n", "少一个"),
]


@pytest.mark.parametrize(("content", "why"), FILES, ids=[x for _, x in FILES])
def test_a_file_that_cannot_be_is_one_line(tmp_path, content, why):
    file = tmp_path / "v.csv"
    file.write_text(content, encoding="utf-8")
    refused(ballot(file, seats=1, candidates=2))


@pytest.mark.parametrize(
    "more",
    [
        {"present": 104},
        {"roll": 0, "present": 0},
        {"seats": 0},
        {"seats": "十"},
        {"seats": -1},
        {"candidates": 3},
        {"margin_rule": "perhaps"},
        {"votes": "/nowhere/票.csv"},
        {"votes": "."},
        {"roll": "1" * 9},
    ],
)
def test_figures_that_cannot_be_are_one_line(tmp_path, more):
    file = written(tmp_path / "v.csv", [("甲", 60, 0, 0), ("乙", 8, 0, 0)])
    refused(ballot(file, **{"seats": 1, "candidates": 2, **more}))


def test_other_bytes_than_text_are_one_line(tmp_path):
    for content in ("甲".encode("gbk"), b"\x00\x01", b"PK\x03\x04"):
        (tmp_path / "v.csv").write_bytes(content)
        refused(ballot(tmp_path / "v.csv", seats=1, candidates=2))


def test_a_missing_option_is_named(tmp_path):
    said = RUNNER.invoke(app, ["ballot", "--seats", "1", "--json"])
    assert said.exit_code == 2
    assert "--candidates" in said.stderr


def test_the_columns_may_be_called_as_in_the_hall(tmp_path):
    rows = [("甲", 60, 0, 0, 2), ("乙", 8, 0, 0, 1)]
    header = ("候选项目", "赞成", "反对", "弃权", "未按键")
    said = ballot(written(tmp_path / "v.csv", rows, header), seats=1, candidates=2)
    assert json.loads(said.stdout)["elected"] == ["甲"]


def test_a_clerk_reads_it_in_words(tmp_path):
    file = written(tmp_path / "v.csv", [("甲", 60, 0, 0), ("乙", 60, 0, 0), ("丙", 40, 0, 0)])
    words = f"ballot --seats 1 --candidates 3 --roll 103 --present 93 --votes {file}".split()
    said = RUNNER.invoke(app, words)
    assert "当选须得赞成 52 票" in said.stdout
    assert "得票相等，余 1 席再次投票：乙、甲" in said.stdout
    assert "候选应为 2 项，现有 3 项" in said.stderr


def refused(said):
    assert (said.exit_code, said.stdout) == (2, "")
    assert len(said.stderr.splitlines()) == 1
    assert "Traceback" not in said.stderr


figures = st.sampled_from(
    ["0", "1", "40", "52", "60", "-1", "", "x", "1e3", "\uff19", "7.0", "999999"]
)
cells = st.tuples(
    st.text(max_size=8) | st.sampled_from(["公厕", "路灯", "a,b", '"', "\ufeffx"]),
    figures,
    figures,
    figures,
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(cells, max_size=8),
    seats=st.integers(-1, 5),
    spare=st.integers(-1, 1),
    present=st.integers(0, 130),
    rule=st.sampled_from(["warn", "refuse"]),
)
def test_whatever_stands_in_the_file_there_is_an_answer_or_one_line(
    tmp_path, rows, seats, spare, present, rule
):
    file = written(tmp_path / "v.csv", rows)
    asked = {"seats": seats, "candidates": len(rows) + spare, "present": present}
    said = ballot(file, **asked, margin_rule=rule)
    if said.exit_code:
        refused(said)
        return
    found = json.loads(said.stdout)
    stood = {x[0].strip() for x in rows}
    assert len(stood) == len(rows)
    assert len(found["elected"]) <= seats
    assert found["quorum"] is (3 * present >= 2 * 103)
    if not found["quorum"] or (rule == "refuse" and not found["margin"]["ok"]):
        assert found["elected"] == []
    else:
        named = (*found["elected"], *found["tied"], *found["returned_to_pool"])
        assert len(named) == len(set(named)) == len(rows)
