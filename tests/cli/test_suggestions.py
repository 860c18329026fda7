"""`bihuan suggestions`: made-up rows, loaded in one go, their figures with denominators."""

import json
from pathlib import Path

import pytest

from tests.support.command import NOWHERE
from tests.support.command import bihuan as said_by

REGION = "安徽省/淮北市/杜集区"
INTO = ("--region", REGION, "--regime", "duji")


@pytest.fixture
def bihuan():
    def run(*words: str, database: str = NOWHERE):
        return said_by("suggestions", *words, DATABASE_URL=database)

    return run


@pytest.fixture
def file(bihuan, tmp_path: Path) -> Path:
    made = tmp_path / "duji.csv"
    said = bihuan("sample", str(made), "--collected", "50", "--completed", "47")
    assert said.returncode == 0, said.stderr
    assert "合成建议 50 件" in said.stdout
    return made


async def test_loaded_in_one_go_and_counted(bihuan, file: Path, database: str) -> None:
    said = bihuan("import", str(file), *INTO, database=database)
    assert said.returncode == 0, said.stderr
    assert "新登记 50 件" in said.stdout
    assert "在办 3 件各有一个时钟" in said.stdout
    assert "其中合成（非真实）数据 50 件" in said.stdout
    assert "办结率94.00%（办结47件 ÷ 收到50件）" in said.stdout
    again = json.loads(bihuan("import", str(file), *INTO, "--json", database=database).stdout)
    assert (again["new"], again["known"], again["skipped"]) == (0, 50, [])
    told = bihuan("figures", "--region", REGION, database=database)
    assert "收到50件 = 办结47件 + 在办3件 + 撤回0件" in told.stdout
    shown = json.loads(bihuan("figures", "--json", database=database).stdout)
    assert shown["balanced"] is True
    assert sum(shown["kinds"].values()) == 47


def test_a_dry_run_needs_no_server_and_names_each_row_left_out(bihuan, file: Path) -> None:
    text = file.read_text(encoding="utf-8-sig").replace("2022-04-01", "2022/4/1", 1)
    file.write_text(text, encoding="utf-8")
    said = bihuan("import", str(file), *INTO, "--dry-run")
    assert "未采用 1 行" in said.stdout
    assert "SYN-M00001：提出日期 应写成 2023-12-31 的形式" in said.stdout
    assert "没有写入" in said.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("import", "nowhere.csv", *INTO, "--dry-run"), "读不到文件"),
        (("import", "nowhere.csv", "--dry-run"), "--region"),
        (("sample", "x.csv", "--collected", "2", "--completed", "3"), "多于收到"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_2(bihuan, words: tuple[str, ...], says: str) -> None:
    said = bihuan(*words)
    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert says in said.stderr
