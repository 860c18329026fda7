"""Given real lists, when they are imported, then each item is a project, once for ever."""

import csv
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from domain.project.messages import ProjectAdopted
from tests.support.command import bihuan as said_by
from tests.support.real_lists import MANY, PROJECTS

ROOT = Path(__file__).parents[2]
BIHUAN = Path(sys.executable).with_name("bihuan")
NH23 = (str(PROJECTS), "--regime", "gaogang", "--voted", "2023-02-01", "--list", "NH23")


def bihuan(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return said_by("import", *words, **environment)


def imported(*words: str, **environment: str) -> dict[str, Any]:
    answer = bihuan(*words, "--json", **environment)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


async def streams(url: str) -> dict[str, int]:
    """What stands in the ledger: each stream and its version."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch("SELECT id, version FROM streams WHERE kind <> 'service'")
    finally:
        await connection.close()
    return {x["id"]: x["version"] for x in rows}


def test_a_dry_run_says_what_would_be_opened_and_needs_no_server(tmp_path: Path) -> None:
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "BIHUAN_HOME": str(tmp_path)}
    found = imported(*NH23, "--dry-run", **nowhere)
    assert list(found) == ["regime", "assumed", "dry_run", "programmes", "projects", "skipped"]
    assert (found["regime"], found["assumed"]) == ("gaogang@2", {"next_session": "2024-02-01"})
    assert [(x["id"], x["projects"], x["opened"]) for x in found["programmes"]] == [
        ("NH23", 8, False)
    ]
    assert {x["opened"] for x in found["projects"]} == {False}
    said = bihuan(*NH23, "--dry-run", **nowhere)
    assert "没有写入" in said.stdout
    assert "浙江省宁波市宁海县2023年民生实事项目（NH23）：8 项" in said.stdout


async def test_imported_twice_it_stands_once_and_the_second_time_says_so(database: str) -> None:
    first = imported(*NH23, DATABASE_URL=database)
    assert [x["opened"] for x in (*first["programmes"], *first["projects"])] == [True] * 9
    stands = await streams(database)
    expected = {"programme:NH23", *(f"project:{x['id']}" for x in first["projects"])}
    assert set(stands) >= expected
    again = imported(*NH23, DATABASE_URL=database)
    assert [x["opened"] for x in (*again["programmes"], *again["projects"])] == [False] * 9
    assert await streams(database) == stands
    assert "没有新的记录" in bihuan(*NH23, DATABASE_URL=database).stdout


async def test_other_contents_under_the_same_list_are_refused_and_change_nothing(
    database: str,
) -> None:
    imported(*NH23, DATABASE_URL=database)
    stands = await streams(database)
    answer = bihuan(*NH23, "--next-session", "2024-01-25", DATABASE_URL=database)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert "“programme:NH23”已经登记，且内容不同" in answer.stderr
    assert await streams(database) == stands


async def test_a_changed_list_is_refused_with_what_differs_and_nothing_is_taken_over(
    database: str, tmp_path: Path
) -> None:
    imported(*NH23, DATABASE_URL=database)
    stands = await streams(database)
    with PROJECTS.open(encoding="utf-8", newline="") as stream:
        rows = [x for x in csv.DictReader(stream) if x["list_id"] == "NH23"]
    rows[0]["lead_unit_zh"] = "县住建局"
    changed = tmp_path / "changed.csv"
    with changed.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(rows[0]))
        table.writeheader()
        table.writerows(x for x in rows if x["item_no"] != "8")
    answer = bihuan(str(changed), *NH23[1:], "--json", DATABASE_URL=database)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    for words in (
        "在册的 NH23-08 不在文件中",
        "NH23-01 的责任单位在册为“（合成）NH23-01承办单位”，文件为“县住建局”",
        "变更凭决定登记",
    ):
        assert words in answer.stderr
    assert await streams(database) == stands


def test_every_list_of_the_file_is_imported_or_refused_with_a_reason() -> None:
    found = imported(str(PROJECTS), "--all", "--dry-run")
    lists = found["lists"]
    assert len(lists) == len({x["list_id"] for x in lists}) == 105
    assert sum(x["rows"] for x in lists) == 904
    assert Counter(x["outcome"] for x in lists) == {
        "voted": 77,
        "refused": 21,
        "candidates": 5,
        "selected": 2,
    }
    assert all(x["reason"] for x in lists)
    by_id = {x["list_id"]: x for x in lists}
    assert "街道会商选定，不是票决" in by_id["AS18"]["reason"]
    odd = {x: [y["zh"] for y in by_id[x]["checks"]] for x in ("GD21", "NH20", "ZJC15")}
    assert odd["GD21"][-1] == "来源备注：source counts both 5 and 4 items"
    assert "95/27/0 合计 122，其余各项多为 222" in odd["NH20"][0]
    assert odd["ZJC15"][0] == "公布 10 项，表中 11 项"


def test_under_a_measure_the_other_kinds_of_lists_say_where_they_belong() -> None:
    here = (str(PROJECTS), "--all", "--dry-run", "--voted", "2024-01-20", "--regime")
    congress = {x["list_id"]: x for x in imported(*here, "longgang")["lists"]}
    assert congress["AS18"]["outcome"] == "refused"
    assert "请用街道的办法导入" in congress["AS18"]["reason"]
    street = imported(*here, "shangluo-street", "--list", "SC25")
    assert [(x["list_id"], x["outcome"]) for x in street["lists"]] == [("SC25", "selected")]
    assert len(street["projects"]) == 10


def test_a_sheet_of_an_office_is_opened_by_what_is_said_of_it(tmp_path: Path) -> None:
    sheet = tmp_path / "清单.csv"
    text = (
        "某镇2025年六件民生实事项目,,\n序号,工程全称,总投资,完成时限\n"
        "(一),农村道路,120万元,11月底前\n(二),路灯,若干,年底\n"
    )
    sheet.write_bytes(text.encode("gb18030"))
    words = ("--map", "工程全称=item_name_zh", "--set", "list_id=MZ25", "--set", "county=某县")
    where = ("--regime", "baofeng", "--voted", "2025-03-31", "--dry-run")
    found = imported(str(sheet), *words, *where)
    assert [(x["id"], x["name"]) for x in found["projects"]] == [("MZ25-01", "农村道路")]
    (left,) = found["skipped"]
    assert left["cells"] == [
        {
            "cell": "第4行第3列",
            "column": "总投资",
            "value": "若干",
            "reason": left["reason"],
        }
    ]
    assert [x["zh"] for x in found["programmes"][0]["checks"]] == ["公布 6 项，表中 2 项"]
    assert "国标" in found["notes"][0]


async def test_two_items_under_one_number_stop_the_whole_import(
    database: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "two.csv"
    head = "list_id,status_kind,item_no,item_name_zh\n"
    sheet.write_text(f"{head}AA25,voted,1,路灯\nAA25,voted,1,公厕\nBB25,voted,1,学校\n")
    where = (str(sheet), "--regime", "baofeng", "--voted", "2025-03-31")
    before = await streams(database)
    answer = bihuan(*where, DATABASE_URL=database)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "序号 1 有 2 个不同的项目" in answer.stderr
    assert await streams(database) == before
    found = imported(*where, "--all", DATABASE_URL=database)
    assert {x["list_id"]: x["opened"] for x in found["programmes"]} == {"AA25": False, "BB25": True}
    assert [x["outcome"] for x in found["lists"]] == ["refused", "voted"]


async def test_rows_turned_round_are_the_same_list(database: str, tmp_path: Path) -> None:
    imported(*NH23, DATABASE_URL=database)
    with PROJECTS.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    turned = tmp_path / "turned.csv"
    with turned.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *reversed(rows)])
    found = imported(str(turned), *NH23[1:], DATABASE_URL=database)
    assert {x["opened"] for x in (*found["programmes"], *found["projects"])} == {False}


async def test_five_places_with_122_items_are_opened_in_seconds(database: str) -> None:
    lists = [word for one in MANY for word in ("--list", one)]
    began = time.monotonic()
    found = imported(
        str(PROJECTS),
        "--regime",
        "longgang",
        "--voted",
        "2023-03-31",
        *lists,
        DATABASE_URL=database,
    )
    took = time.monotonic() - began
    assert sum(x["opened"] for x in found["projects"]) == 122
    assert took < 60, f"{took:.0f} s"
    connection = await asyncpg.connect(database)
    text = await connection.fetchval(
        "SELECT body FROM events WHERE stream = 'project:NB26-01' AND version = 1"
    )
    await connection.close()
    adopted = ProjectAdopted.model_validate_json(text)
    assert (adopted.card.list_id, adopted.regime, adopted.session_assumed) == (
        "NB26",
        "longgang@2",
        True,
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["absent.csv", *NH23[1:]], "读不到文件"),
        ([*NH23, "--regime", "nowhere"], "没有找到办法"),
        ([*NH23, "--list", "XX"], "没有找到清单"),
        ([*NH23, "--next-session", "2023-02-01"], "应晚于票决日"),
        ([*NH23[1:]], "请给出项目清单文件"),
    ],
)
def test_bad_arguments_are_one_line_and_exit_2(words: list[str], sentence: str) -> None:
    answer = bihuan(*words, "--json")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert sentence in answer.stderr


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    answer = bihuan(*NH23, BIHUAN_HOME=str(tmp_path))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "make up" in answer.stderr
    answer = bihuan(*NH23, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "没有应答" in answer.stderr
    assert answer.stderr.count("\n") == 1
