"""Given real lists, when they are imported, then each item is a project, once for ever."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from domain.project.messages import ProjectAdopted
from tests.support.real_lists import MANY, PROJECTS

ROOT = Path(__file__).parents[2]
BIHUAN = Path(sys.executable).with_name("bihuan")
NH23 = (str(PROJECTS), "--regime", "gaogang", "--voted", "2023-02-01", "--list", "NH23")


def bihuan(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "BIHUAN_HOME")}
    return subprocess.run(
        [str(BIHUAN), "import", *words],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=170,
    )


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
