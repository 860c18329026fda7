"""What people are told about backups, and which of them are thrown away: no cluster is needed."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.__main__ import witnesses_of
from commands.restore import _in_words
from settings import Settings, SettingsRefused
from stack.backup.examining import Looked
from stack.backup.places import Backups, Base, Manifest, making
from stack.backup.restore import Restored, Wish
from stack.backup.trouble import NoSuchBase
from tests.support.command import NOWHERE, ROOT, bihuan

LIFE = "0-7300000000000000000"
NIGHT = datetime(2023, 5, 3, 18, 30, tzinfo=UTC)


def made(folder: Path, night: int, *, whole: bool = True) -> Path:
    """The base of a night; or what is left of one that was killed."""
    ended = NIGHT + timedelta(days=night)
    base = folder / LIFE / f"base-{ended:%Y%m%dT%H%M%SZ}"
    (base / "data").mkdir(parents=True)
    (base / "data" / "PG_VERSION").write_text("18\n")
    manifest = Manifest(
        name=base.name,
        life=LIFE,
        epoch=0,
        ended=ended,
        server="18.0",
        role="bihuan",
        database="bihuan",
        schema_revision="0036",
        first_segment=f"{night:024X}",
        streams=1,
        events=3,
        newest=ended,
        evidence=0,
        bytes=3,
    )
    if whole:
        (base / "manifest.json").write_text(manifest.model_dump_json())
    return base


def test_a_base_that_was_killed_goes_once_a_later_one_is_whole(tmp_path: Path):
    killed, whole = made(tmp_path, 0, whole=False), made(tmp_path, 1)
    newer = made(tmp_path, 2, whole=False)
    assert Backups(tmp_path).prune(LIFE, 7) == [killed.name]
    assert (killed.exists(), whole.exists(), newer.exists()) == (False, True, True)


def test_a_base_that_is_being_made_stays(tmp_path: Path):
    slow = made(tmp_path, 0, whole=False)
    made(tmp_path, 1)
    with making(slow):
        assert Backups(tmp_path).prune(LIFE, 7) == []
    assert Backups(tmp_path).prune(LIFE, 7) == [slow.name]


def test_a_name_that_no_base_has_is_answered_with_those_there_are(tmp_path: Path):
    base = made(tmp_path, 0)
    with pytest.raises(NoSuchBase, match=f"base-TYPO.*{base.name}"):
        Backups(tmp_path).base_for(None, "base-TYPO")
    assert Backups(tmp_path).base_for(None, base.name).manifest.name == base.name


@pytest.mark.parametrize(
    ("faults", "last"),
    [((), "启动：BIHUAN_HOME="), (("project:LG23-01 第 2 条：散列不符",), "不要启动：把 ")],
)
def test_a_record_whose_chains_are_broken_is_not_to_be_started(
    tmp_path: Path, faults: tuple[str, ...], last: str
):
    looked = Looked(
        reaches=NIGHT,
        streams=1,
        events=3,
        faults=faults,
        known=0,
        lost=(),
        epoch=1,
        held=True,
        woken=1,
        files=(),
    )
    wish = Wish(Backups(tmp_path), tmp_path / "var")
    done = Restored(Base(made(tmp_path, 0)), tmp_path / "var/postgres/data", looked, 0, ())
    said = _in_words(done, wish).splitlines()
    assert said[-1].startswith(last)
    assert ("make up" in "".join(said)) is not bool(faults)


def test_a_database_that_is_away_or_has_no_record_is_said_in_a_sentence(
    tmp_path: Path, postgres_url: str
):
    there = {"BACKUPS": str(tmp_path), "BIHUAN_HOME": str(tmp_path)}
    for url, sentence in (
        (NOWHERE, "请检查 DATABASE_URL"),
        (f"{postgres_url.rpartition('/')[0]}/elsewhere", "请检查 DATABASE_URL"),
        (f"{postgres_url.rpartition('/')[0]}/postgres", "请先运行 bihuan migrate"),
    ):
        done = bihuan("backup", **there, DATABASE_URL=url)
        assert (done.returncode, sentence in done.stderr) == (2, True), done.stderr
        assert "Traceback" not in done.stderr


def test_the_archive_ends_with_that_sentence_too(tmp_path: Path):
    environment = {**os.environ, "BACKUPS": str(tmp_path), "BIHUAN_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "stack.backup"],
        env={**environment, "DATABASE_URL": NOWHERE},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("连不上数据库")


def test_a_witness_key_that_was_miscopied_is_said():
    with pytest.raises(SettingsRefused, match="WITNESSES 不对"):
        witnesses_of(Settings(witnesses=("longgang+0000",)))
