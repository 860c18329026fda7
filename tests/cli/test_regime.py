"""Given the command line, when `bihuan regime` is asked, then measures are listed and checked."""

import json
import subprocess
import sys
from pathlib import Path

from domain.regimes import FOLDER, shipped
from tests.support.command import bihuan as said_by

ROOT = Path(__file__).parents[2]
BIHUAN = Path(sys.executable).with_name("bihuan")


def bihuan(*words: str) -> subprocess.CompletedProcess[str]:
    return said_by("regime", *words)


def test_every_shipped_measure_is_listed_and_shown() -> None:
    listed = json.loads(bihuan("list", "--json").stdout)
    assert {x["regime"] for x in listed} == set(shipped())
    shown = bihuan("show", "baofeng@1")
    assert (shown.returncode, "本系统默认" in shown.stdout) == (0, True)
    assert bihuan("show", "nowhere").returncode == 2


def test_a_file_with_faults_is_told_clause_by_clause_and_exits_1(tmp_path: Path) -> None:
    file = tmp_path / "某镇.toml"
    text = (FOLDER / "baofeng@1.toml").read_text(encoding="utf-8")
    file.write_text(text.replace('yellow_from = "10"', 'yellow_from = "40"'), encoding="utf-8")
    answer = bihuan("check", str(file), "--json")
    assert answer.returncode == 1
    found = json.loads(answer.stdout)
    assert found["file"] == "某镇.toml"
    (crossing,) = [x for x in found["findings"] if x["clause"] == "lights.yellow_from"]
    assert set(crossing) == {"clause", "line", "zh", "en", "write"}
    assert "第" in bihuan("check", str(file)).stdout


def test_what_cannot_be_read_exits_2_with_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "x.toml"
    broken.write_text("id = ", encoding="utf-8")
    for path in (broken, tmp_path / "absent.toml", tmp_path):
        answer = bihuan("check", str(path), "--json")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.count("\n") == 1


def test_two_measures_are_compared_over_an_example_vote() -> None:
    answer = bihuan("diff", "longgang@1", "gaogang@1", "--voted", "2023-03-31", "--json")
    found = json.loads(answer.stdout)
    assert (answer.returncode, found["voted"], found["next_session"]) == (
        0,
        "2023-03-31",
        "2024-03-31",
    )
    assert {x["kind"] for x in found["differences"]} >= {"gone", "new", "obligee", "section"}
    assert all(x["zh"] for x in found["differences"])
    assert bihuan("diff", "longgang@1", "longgang@1").stdout.endswith("没有不同\n")
