"""`bihuan organisation`: a whole congress from a file, as it stood on a day, a name erased."""

import json
from pathlib import Path

import pytest

from tests.support.command import NOWHERE
from tests.support.command import bihuan as said_by
from tests.support.congress import deputy, rows, table


@pytest.fixture
def bihuan(tmp_path: Path):
    def run(*words: str, database: str = NOWHERE):
        return said_by("organisation", *words, DATABASE_URL=database, BIHUAN_HOME=str(tmp_path))

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "longgang.csv"
    made.write_bytes(table([*rows(), deputy("张三", 500)]))
    return made


def test_a_dry_run_says_row_by_row_and_needs_no_server(bihuan, file: Path) -> None:
    said = bihuan("import", str(file), "--congress", "LG", "--dry-run", "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert (len(found["new"]), found["known"], found["synthetic"]) == (len(rows()), 0, 66)
    (left,) = found["skipped"]
    assert left["row"] == f"line {len(rows()) + 2}"
    assert "没有写入" in bihuan("import", str(file), "--congress", "LG", "--dry-run").stdout


async def test_imported_shown_as_of_a_day_and_erased(bihuan, file: Path, database: str) -> None:
    words = ("import", str(file), "--congress", "LG", "--json")
    first = json.loads(bihuan(*words, database=database).stdout)
    assert len(first["new"]) == len(rows())
    again = json.loads(bihuan(*words, database=database).stdout)
    assert (again["new"], again["known"], len(again["skipped"])) == ([], len(rows()), 1)
    shown = bihuan("show", "LG", "--as-of", "2023-04-03", database=database)
    assert "在任 66 人" in shown.stdout
    assert "代表监督小组 第1代表监督小组：（合成）代表6、" in shown.stdout
    assert "在任 0 人" in bihuan("show", "LG", "--as-of", "2021-01-01", database=database).stdout
    assert bihuan("erase", "LG", "D006", database=database).returncode == 0
    chart = bihuan("show", "LG", "--as-of", "2023-04-03", database=database)
    assert "D006" in chart.stdout
    assert "（合成）代表6、" not in chart.stdout


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_an_unreadable_file_is_one_line_and_exit_2(bihuan, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)
    for name in (file, tmp_path / "nowhere.csv"):
        said = bihuan("import", str(name), "--congress", "LG", "--dry-run")
        assert (said.returncode, said.stderr.count("\n")) == (2, 1)
        assert "Traceback" not in said.stderr
