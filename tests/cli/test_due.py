"""Given the command line, when `bihuan due` is asked, then one object, or one line and exit 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import bihuan

ROOT = Path(__file__).parents[2]


def asked(*words: str, **environment: str) -> dict[str, object]:
    answer = bihuan("due", *words, "--json", **environment)
    assert (answer.returncode, answer.stderr) == (0, "")
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def test_json_is_the_whole_output() -> None:
    found = asked("--from", "2023-03-31", "--term", "1m")
    assert list(found) == ["due", "due_at", "provisional", "steps"]
    assert (found["due"], found["due_at"]) == ("2023-05-04", "2023-05-05T00:00:00+08:00")
    assert found["provisional"] is False
    steps = found["steps"]
    assert isinstance(steps, list)
    assert [step["rule"] for step in steps] == ["T1", "T2", "T3"]
    assert steps[-1]["skipped"][0] == {"day": "2023-04-30", "why": "劳动节放假"}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_the_machine_s_zone_changes_nothing(zone: str) -> None:
    found = asked("--from", "2023-11-05", "--term", "-10wd", TZ=zone)
    assert (found["due"], found["due_at"]) == ("2023-10-23", "2023-10-24T00:00:00+08:00")


def test_a_negative_term_needs_no_quotes_and_no_equals_sign() -> None:
    assert asked("--from", "2023-10-10", "--term", "-20d")["due"] == "2023-09-20"
    assert asked("--term=-20d", "--from=2023-10-10")["due"] == "2023-09-20"


def test_without_json_it_explains_in_chinese_then_english() -> None:
    answer = bihuan("due", "--from", "2026-12-20", "--term", "1m")
    assert answer.returncode == 0
    assert answer.stdout.startswith("截止日 2027-01-20（暂定）：2027-01-21T00:00:00+08:00 之前")
    assert "2026-12-20 起一个月，对应日 2027-01-20。[民法典 art. 202]" in answer.stdout
    assert "Due 2027-01-20 (provisional)" in answer.stdout


@pytest.mark.parametrize("suffix", ["json", "toml"])
def test_a_notice_from_a_file_settles_the_date(tmp_path: Path, suffix: str) -> None:
    texts = {
        "json": '\ufeff{"year": 2027, "off": ["2027-02-05/2027-02-12"], "work": ["2027-02-20"]}',
        "toml": 'year = 2027\noff = ["2027-02-05/2027-02-12"]\nwork = [2027-02-20]\n',
    }
    file = tmp_path / f"放假通知.{suffix}"
    file.write_text(texts[suffix], encoding="utf-8")
    asking = ("--from", "2027-01-20", "--term", "1m")
    assert asked(*asking)["due"] == "2027-02-22"
    found = asked(*asking, "--calendar", str(file))
    assert (found["due"], found["provisional"]) == ("2027-02-20", False)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "2023-02-30", "--term", "1m"], "没有“2023-02-30”这一天"),
        (["--from", "20230331", "--term", "1m"], "请写成 2023-03-31 的形式"),
        (["--from", "", "--term", "1m"], "请写成 2023-03-31 的形式"),
        (["--from", "2023-03-31", "--term", "1w"], "“1w”不是期限"),
        (["--from", "2023-03-31", "--term", "1m\n2m"], "“1m 2m”不是期限"),
        (["--from", "2003-03-31", "--term", "1m"], "2004 年至 2100 年"),
        (["--from", "2100-12-31", "--term", "1200m"], "2004 年至 2100 年"),
        (["--term", "1m"], "请用 --from 给出起算日"),
        (["--from", "2023-03-31"], "请用 --term 给出期限"),
        (["--from", "2023-03-31", "--term", "1m", "--calendar", "absent.json"], "读不到文件"),
        (["--from", "2023-03-31", "--term", "1m", "--calendar", "."], "读不到文件"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(words: list[str], sentence: str) -> None:
    answer = bihuan("due", *words, "--json")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert sentence in answer.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xb7\xc5\xbc\xd9", "不是 UTF-8"),
        (b"year,off\n2027,2027-01-01\n", "不是有效的 JSON"),
        (b" " * 1_000_001, "过大"),
        (b'{"year": 2027, "off": ["2027-02-30"]}', "没有 2027-02-30 这一天"),
    ],
)
def test_a_bad_notice_file_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "notice.json"
    file.write_bytes(content)
    answer = bihuan("due", "--from", "2023-03-31", "--term", "1m", "--calendar", str(file))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert sentence in answer.stderr


def test_nothing_heavy_is_imported() -> None:
    heavy = {"temporalio", "sqlalchemy", "fastapi", "rich", "chinese_calendar", "borax", "asyncpg"}
    code = (
        "import sys, cli\n"
        "try: cli.app(['due', '--from', '2023-03-31', '--term', '1m'])\n"
        "except SystemExit: pass\n"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.strip("'[] ").split(".")[0] for name in answer.stderr.split(",")}
    assert "domain" in loaded
    assert loaded & heavy == set()
