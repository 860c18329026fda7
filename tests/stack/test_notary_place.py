"""The notary's folder is one place, however it is written and whoever asks from where."""

from pathlib import Path

import pytest

from settings import Settings
from stack.up import places
from tests.support.command import bihuan


def test_every_path_is_told_to_the_processes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    relative = {x: Path(x) for x in ("notary", "regimes", "paper_template", "backups", "receipts")}
    told = places(Settings(bihuan_home=Path("var"), **relative))  # type: ignore[arg-type]  # paths alone
    assert told == {
        "BIHUAN_HOME": str(tmp_path / "var"),
        **{x.upper(): str(tmp_path / x) for x in relative},
    }
    assert Settings(notary=Path(told["NOTARY"])).notary_folder == tmp_path / "notary"


def test_a_key_that_was_just_made_is_said_to_be_new(tmp_path: Path) -> None:
    here = {"BIHUAN_HOME": str(tmp_path), "NOTARY": str(tmp_path / "safe")}
    first, again = bihuan("notary", "key", **here), bihuan("notary", "key", **here)
    assert first.stdout == again.stdout
    assert f"新生成的存于 {tmp_path}/safe/log.key" in first.stderr
    assert again.stderr == ""
