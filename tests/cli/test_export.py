"""Given a list on record, when it is exported and imported again, then nothing is new."""

import subprocess
from pathlib import Path

from documents.list_template import template
from tests.cli.test_import import NH23, bihuan, imported, streams
from tests.support.command import raw


def export(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return raw("export", *words, **environment)


async def test_exported_and_imported_again_it_is_the_same_to_the_byte(
    database: str, tmp_path: Path
) -> None:
    imported(*NH23, DATABASE_URL=database)
    stands = await streams(database)
    for form in ("--csv", "--xlsx"):
        file = tmp_path / f"list{form}"
        answer = export("list", "NH23", form, "--output", str(file), DATABASE_URL=database)
        assert (answer.returncode, answer.stderr) == (0, b""), answer.stderr
        again = imported(str(file), *NH23[1:], DATABASE_URL=database)
        assert {x["opened"] for x in (*again["programmes"], *again["projects"])} == {False}
        assert (len(again["projects"]), again["skipped"]) == (8, [])
        assert await streams(database) == stands
        once_more = export("list", "NH23", form, DATABASE_URL=database)
        assert once_more.stdout == file.read_bytes()
    then = raw("--known-at", "2020-01-01", "export", "list", "NH23", DATABASE_URL=database)
    assert "没有找到" in then.stderr.decode()
    package = tmp_path / "record.zip"
    export("record", "programme:NH23", "--output", str(package), DATABASE_URL=database)
    checked = raw("verify", str(package))
    assert (checked.returncode, checked.stdout.decode()[:4]) == (0, "1条链、")


def test_what_is_not_there_is_one_line_and_the_template_needs_no_server(
    database: str, tmp_path: Path
) -> None:
    answer = export("list", "ZZ99", DATABASE_URL=database)
    assert (answer.returncode, answer.stdout, answer.stderr.count(b"\n")) == (2, b"", 1)
    assert "没有找到年度项目清单“ZZ99”" in answer.stderr.decode()
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "BIHUAN_HOME": str(tmp_path)}
    assert export("template", **nowhere).stdout == template()
    assert bihuan("absent.xlsx", *NH23[1:]).returncode == 2
