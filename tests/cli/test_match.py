"""`bihuan match`: a proposal from two files, with a reason for each pair, without any service."""

import json
from pathlib import Path

import pytest

from tests.support.command import NOWHERE
from tests.support.command import bihuan as said_by
from tests.support.congress import deputy, row, table
from tests.support.real_lists import PROJECTS


@pytest.fixture
def bihuan(tmp_path: Path):
    def run(*words: str):
        return said_by("match", "--projects", str(PROJECTS), *words, DATABASE_URL=NOWHERE)

    return run


@pytest.fixture
def deputies(tmp_path: Path) -> Path:
    file = tmp_path / "deputies.csv"
    file.write_bytes(table())
    return file


def test_a_real_list_is_given_groups_with_reasons_and_marked_synthetic(bihuan, deputies) -> None:
    words = ("--programme", "LG23", "--deputies", str(deputies))
    said = bihuan(*words, "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["criteria"] == ["exclusion", "profession", "proximity", "even_load"]
    assert found["origin"] == "ours"
    assert len(found["rows"]) == 3
    for one in found["rows"]:
        refs = [x["ref"] for x in one["members"]]
        assert refs.count(one["leader"]) == 1
        assert all(x["synthetic"] and x["reasons"] for x in one["members"])
    assert bihuan(*words, "--json").stdout == said.stdout
    text = bihuan(*words).stdout
    assert "专业相关：" in text
    assert "第1代表联系小组（合成）" in text
    assert "合成（非真实）" in text


def test_what_cannot_be_staffed_is_one_line_and_exit_2(bihuan, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_bytes(
        table([row("人大", "LG", 名称="人大", 种类="县级", 地区="浙江省"), deputy("D1", 1)])
    )
    said = bihuan("--programme", "LG23", "--deputies", str(file))
    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert "配不齐代表" in said.stderr


def test_an_unknown_list_or_file_is_one_line_and_exit_2(bihuan, deputies, tmp_path: Path) -> None:
    for words in (
        ("--programme", "NO", "--deputies", str(deputies)),
        ("--programme", "LG23", "--deputies", str(tmp_path / "none.csv")),
        ("--programme", "LG23", "--deputies", str(PROJECTS)),
        ("--programme", "LG23", "--deputies", str(deputies), "--regime", "atlantis"),
    ):
        said = bihuan(*words)
        assert (said.returncode, said.stderr.count("\n")) == (2, 1), words
        assert "Traceback" not in said.stderr
