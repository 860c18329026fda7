"""Given the command line, when `bihuan rehearse` is asked, then one JSON or a plain refusal."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.regimes import named, shipped
from tests.support.command import bihuan
from tests.support.real_lists import PROJECTS

ROOT = Path(__file__).parents[2]
BIHUAN = Path(sys.executable).with_name("bihuan")
VOTED = ("--regime", "baofeng@1", "--voted", "2018-04-11", "--projects", str(PROJECTS))
SF18 = (*VOTED, "--list", "SF18")
HEADER = ["row_id", "list_id", "tier", "year", "status_kind", "item_no", "item_name_zh"]
HEADER += ["subproject_no", "target_value", "lead_unit_zh", "planned_completion", "progress_pct"]


def rehearsed(*words: str) -> tuple[dict[str, Any], list[str]]:
    answer = bihuan("rehearse", *words, "--json")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(answer.stdout)
    return found, answer.stderr.splitlines()


def a_list(folder: Path, *rows: dict[str, str]) -> tuple[str, ...]:
    """A list that nobody has seen, as a file, and the words that name it."""
    file = folder / "清单.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, HEADER, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return ("--regime", "baofeng@1", "--voted", "2023-03-31", "--projects", str(file))


def item(no: int, **more: str) -> dict[str, str]:
    given = {"list_id": "新-1", "status_kind": "voted", "item_no": str(no), "tier": "township"}
    return {**given, "item_name_zh": f"项目{no}", "year": "2023", **more}


def test_json_is_the_whole_output_and_keeps_its_contract() -> None:
    found, warnings = rehearsed(*SF18, "--silent", "all")
    keys = ["regime", "assumed", "projects", "skipped", "messages", "unanchored"]
    assert list(found) == keys
    assert found["unanchored"] == []
    assert found["regime"] == "baofeng@1"
    assert found["assumed"] == {"next_session": "2019-04-11"}
    assert [list(x) for x in found["projects"]] == [
        ["id", "list_id", "item_no", "name", "subprojects"]
    ] * 10
    keys = ["date", "project", "duty", "period", "kind", "rung", "to", "because"]
    assert all(list(x) == keys for x in found["messages"])
    known = {x["id"] for x in found["projects"]} | {None}
    assert {x["project"] for x in found["messages"]} == known
    rungs = {(x["kind"], x["rung"]) for x in found["messages"]}
    assert rungs == {
        ("reminder", 0), ("overdue", 1), ("letter", 2), ("escalated", 3), ("recommended", 4)
    }  # fmt: skip
    assert found["skipped"] == []
    assert len(warnings) == 1
    assert "未公布承办单位" in warnings[0]


def test_an_unseen_list_of_a_silent_unit_reaches_the_group_on_the_vector_s_days(
    tmp_path: Path,
) -> None:
    """rulebook §10, V = 2023-03-31; only the unit is silent, so nothing is recommended."""
    rows = (item(1, lead_unit_zh="镇城建办"), item(2, lead_unit_zh="镇民政办"))
    found, warnings = rehearsed(*a_list(tmp_path, *rows), "--silent", "镇城建办")
    first, second = (x["id"] for x in found["projects"])
    plan = [x for x in found["messages"] if x["duty"] == "work_plan" and x["rung"]]
    assert [(x["date"], x["project"], x["kind"], x["to"]) for x in plan] == [
        ("2023-05-05", first, "overdue", "镇城建办"),
        ("2023-05-10", first, "letter", "镇城建办"),
        ("2023-05-16", first, "escalated", f"deputy_group:{first}"),
    ]
    assert {x["kind"] for x in found["messages"] if x["project"] == second} == {"reminder"}
    assert warnings == []
    everyone, _ = rehearsed(*a_list(tmp_path, *rows), "--silent", "all", "--until", "2023-05-20")
    assert everyone["messages"][-1]["kind"] == "recommended"
    assert everyone["messages"][-1]["date"] == "2023-05-20"


def test_broken_rows_are_skipped_and_the_rest_is_played(tmp_path: Path) -> None:
    words = a_list(
        tmp_path,
        item(1, row_id="A1"),
        item(2, row_id="A2", target_value="abc"),
        item(3, row_id="A3", status_kind="candidate"),
        item(4, list_id=""),
        item(5, row_id="A5", item_name_zh=""),
    )
    found, _ = rehearsed(*words)
    assert [x["name"] for x in found["projects"]] == ["项目1"]
    assert [x["row"] for x in found["skipped"]] == ["A2", "A3", "line 5", "A5"]
    assert all(x["reason"] for x in found["skipped"])


def test_what_is_odd_is_told_on_stderr_and_played_all_the_same(tmp_path: Path) -> None:
    words = a_list(
        tmp_path,
        item(1, lead_unit_zh="镇城建办", planned_completion="2022-12-31", progress_pct="215"),
        item(2, lead_unit_zh="镇城建办", year="2022", tier="county"),
    )
    found, warnings = rehearsed(*words)
    assert (len(found["projects"]), found["skipped"]) == (2, [])
    assert len(warnings) == 4


def test_a_silent_unit_that_only_helps_owes_nothing_and_is_told_so(tmp_path: Path) -> None:
    part = {"lead_unit_zh": "镇民政办", "subproject_no": "2"}
    rows = (item(1, lead_unit_zh="镇城建办", subproject_no="1"), item(1, **part))
    found, warnings = rehearsed(*a_list(tmp_path, *rows), "--silent", "镇民政办")
    assert {x["kind"] for x in found["messages"]} == {"reminder"}
    assert "镇民政办 不是任何项目的牵头单位" in warnings[0]


def test_a_session_that_was_convened_is_not_assumed() -> None:
    found, _ = rehearsed(*SF18, "--next-session", "2019-03-20")
    assert found["assumed"] == {}
    last = [x["date"] for x in found["messages"] if x["duty"] == "completion_report"]
    assert last[-1] == "2019-03-20"


@pytest.mark.parametrize("regime", [*sorted({x.id for x in shipped().values()}), "longgang@1"])
def test_every_regime_answers_and_says_its_version(regime: str) -> None:
    found, _ = rehearsed(*SF18, "--regime", regime, "--until", "2018-06-30")
    assert found["regime"] == named(regime).ref
    assert found["messages"]


def test_without_json_people_read_months_and_defaults() -> None:
    answer = bihuan("rehearse", *SF18, "--silent", "all", "--until", "2018-05-31")
    assert answer.returncode == 0
    assert answer.stdout.startswith("办法 baofeng@1 宝丰县（乡镇）；来源 S003")
    for words in ("推定，尚未召集", "本系统默认", "2018-05（", "督办函", "合计", "低保暖心工程"):
        assert words in answer.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([*VOTED, "--regime", "nowhere"], "没有找到办法"),
        ([*VOTED, "--regime", "baofeng@9"], "没有找到办法"),
        ([*VOTED, "--voted", "2018-02-30"], "没有“2018-02-30”这一天"),
        ([*VOTED, "--voted", "1999-02-03"], "2004 年至 2100 年"),
        ([*VOTED, "--voted", "2100-02-03"], "2004 年至 2100 年"),
        ([*VOTED, "--next-session", "2018-04-11"], "应晚于票决日"),
        ([*VOTED, "--next-session", "2017-04-11"], "应晚于票决日"),
        ([*VOTED, "--next-session", "2048-04-11"], "超过三年"),
        ([*VOTED, "--until", "2018-04-10"], "早于票决日"),
        ([*VOTED, "--until", "soon"], "没有“soon”这一天"),
        ([*VOTED, "--silent", "区交通局"], "没有找到单位"),
        ([*VOTED, "--list", "XX"], "没有找到清单"),
        ([*VOTED, "--projects", "absent.csv"], "读不到文件"),
        ([*VOTED, "--projects", "."], "读不到文件"),
        ([*VOTED[2:]], "请用 --regime"),
        ([*VOTED[:2], *VOTED[4:]], "请用 --voted"),
        ([*VOTED[:4]], "请给出项目清单文件"),
    ],
)
def test_bad_arguments_are_one_line_and_exit_2(words: list[str], sentence: str) -> None:
    answer = bihuan("rehearse", *words, "--json")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert sentence in answer.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (PROJECTS.read_text(encoding="utf-8").encode("gbk", errors="ignore"), "不是 UTF-8"),
        (PROJECTS.read_text(encoding="utf-8").encode("utf-16"), "不是 UTF-8"),
        (bytes(range(128)), "不是文本"),
        (b"", "缺少列"),
        (b"<html></html>", "缺少列"),
    ],
)
def test_a_file_that_is_no_list_is_one_line_and_exit_2(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "清单.csv"
    file.write_bytes(content)
    answer = bihuan("rehearse", *VOTED, "--projects", str(file), "--json")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert sentence in answer.stderr


def test_neither_database_nor_clock_is_imported() -> None:
    heavy = {"temporalio", "sqlalchemy", "fastapi", "rich", "chinese_calendar", "asyncpg"}
    code = (
        "import sys, cli\n"
        f"try: cli.app(['rehearse', *{SF18!r}, '--until', '2018-04-30', '--json'])\n"
        "except SystemExit: pass\n"
        "print('modules', *sys.modules, file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {x.split(".")[0] for x in answer.stderr.rpartition("modules")[2].split()}
    assert "domain" in loaded
    assert loaded & heavy == set()


def test_every_place_s_year_stands_side_by_side_without_any_list() -> None:
    answer = bihuan("rehearse", "--side-by-side", "--voted", "2023-03-31", "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    found = json.loads(answer.stdout)
    assert set(found["places"]) == {"baofeng", "duji", "gaogang", "longgang", "shangluo"}
    (plan,) = [x for x in found["steps"] if x["step"] == "work_plan"]
    assert plan["cells"]["baofeng"][0]["due"] == ["2023-05-04"]
    shown = bihuan("rehearse", "--side-by-side")
    assert shown.returncode == 0
    for words in ("宝丰县", "杜集区", "高港区", "龙港市", "商洛市", "【默认】", "待召集", "·"):
        assert words in shown.stdout
    wrong = bihuan("rehearse", "--side-by-side", "--voted", "2023-02-30")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


def test_what_waits_for_a_meeting_is_named_until_its_day_is_given() -> None:
    year = ("--regime", "gaogang@2", "--voted", "2018-01-10", "--projects", str(PROJECTS))
    words = (*year, "--list", "SF18", "--silent", "all")
    waiting, _ = rehearsed(*words)
    assert {x["anchor"] for x in waiting["unanchored"]} == {"mid_meeting"}
    named = {x["duty"] for x in waiting["unanchored"]}
    assert named.isdisjoint(x["duty"] for x in waiting["messages"])
    met, _ = rehearsed(*words, "--mid-meeting", "2018-09-28")
    assert met["unanchored"] == []
    assert named <= {x["duty"] for x in met["messages"]}


def test_the_table_names_what_waits() -> None:
    words = ("--regime", "gaogang@2", "--voted", "2018-01-10", "--projects", str(PROJECTS))
    answer = bihuan("rehearse", *words, "--list", "SF18", "--until", "2018-02-01")
    assert "待召集" in answer.stdout
    assert "三季度常委会会议" in answer.stdout


def test_a_meeting_before_the_vote_is_refused() -> None:
    answer = bihuan("rehearse", *SF18, "--mid-session", "2018-04-11")
    assert answer.returncode == 2
    assert "票决日" in answer.stderr
