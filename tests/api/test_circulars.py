"""The government's circular over HTTP and on the command line: CSV, XLSX, and hostile files."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.api.test_evidence import office
from tests.support.command import bihuan
from tests.support.town import Town

ROOT = Path(__file__).parents[2]
ASKED = {"number": "DK2023-Q1", "source": "市督考办", "dated": "2023-04-10", "period": "2023-Q1"}
CSV = (
    "项目,子项目,计划进度,实际进度,灯,备注\n"
    "LG23-01,1,10,8,黄,进度偏慢\n"
    "居民住宅小区二次供水网络设施改造,,10,12,绿,\n"
    "修一条路,,10,10,绿,\n"
).encode()
AT = "/programmes/LG23/circulars"


def book(rows: list[list[Any]], shape: Any = None) -> bytes:
    """A workbook of one sheet; `shape` does to it what a person might."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("通报")
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    if shape is not None:
        shape(made, sheet)
    made.close()
    return out.getvalue()


ROWS: list[list[Any]] = [
    ["项目", "子项目", "计划进度", "实际进度"],
    ["LG23-01", 1, 10, 8.5],
    ["LG23-02", "", 10, 12],
]


async def sent(town: Town, content: bytes, name: str = "通报.csv", **more: Any) -> Any:
    files = {"file": (name, content, "application/octet-stream")}
    token = more.pop("token", town.clerk)
    return await town.ask("POST", AT, token, params={**ASKED, **more}, files=files)


async def test_a_circular_is_tried_recorded_and_read_beside_the_units_claims(town: Town) -> None:
    tried = await sent(town, CSV, dry_run="true")
    assert tried.status_code == 200, tried.text
    assert tried.json()["receipt"] is None
    assert (await town.ask("GET", AT, town.clerk)).json()["items"] == []
    done = await sent(town, CSV)
    assert done.status_code == 201, done.text
    told = done.json()
    assert [x["project"] for x in told["rows"]] == ["LG23-01", "LG23-02"]
    (left,) = told["rejected"]
    assert left["row"] == "第4行"
    assert "没有这个项目" in left["reason"]
    (one,) = (await town.ask("GET", AT, town.auditor)).json()["items"]
    assert one["source"]["name"] == "市督考办"
    file = await town.ask("GET", f"/evidence/{one['source']['sha256']}", town.auditor)
    assert file.content == CSV
    await town.tools.ledger.keep("project:LG23-01", by="clock")
    history = (await town.ask("GET", "/projects/LG23-01", town.fire)).json()["history"]
    assert "CircularNoted" in [x["type"] for x in history]


async def test_a_workbook_says_the_same(town: Town) -> None:
    def shown_as_percentages(made: Any, sheet: Any) -> None:
        percent = made.add_format({"num_format": "0.0%"})
        sheet.write_number(1, 3, 0.29, percent)

    rows = (await sent(town, book(ROWS), "通报.xlsx", dry_run="true")).json()["rows"]
    assert [(x["planned"], x["actual"]) for x in rows] == [("10", "8.5"), ("10", "12")]
    percents = book(ROWS, shown_as_percentages)
    rows = (await sent(town, percents, "通报.xlsx", dry_run="true")).json()["rows"]
    assert rows[0]["actual"] == "29"


def _shapes() -> dict[str, bytes]:
    bomb = office("xl/workbook.xml", {"xl/worksheets/sheet1.xml": b"\0" * 40_000_000})
    wide = book([*ROWS[:2]], lambda _, sheet: sheet.write(1, 5000, "x"))
    long = book([*ROWS[:2]], lambda _, sheet: sheet.write(1_000_000, 0, "x"))
    return {
        "公式": book(ROWS, lambda _, sheet: sheet.write_formula(1, 3, "=1+1", None, 2)),
        "合并": book(ROWS, lambda _, sheet: sheet.merge_range(5, 0, 5, 3, "合计")),
        "隐藏行": book(ROWS, lambda _, sheet: sheet.set_row(1, None, None, {"hidden": True})),
        "隐藏列": book(ROWS, lambda _, sheet: sheet.set_column(2, 2, 8, None, {"hidden": True})),
        "两张表": book(ROWS, lambda made, _: made.add_worksheet()),
        "隐藏表": book(ROWS, lambda made, _: made.add_worksheet().hide()),
        "炸弹": bomb,
        "太宽": wide,
        "太长": long,
        "坏": book(ROWS)[:-400],
        "空": office("xl/workbook.xml"),
        "宏": office("xl/workbook.xml", {"xl/vbaProject.bin": b"x"}),
        "实体": _with(book(ROWS), "xl/sharedStrings.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><sst/>'),
    }


def _with(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
    return out.getvalue()


async def test_a_file_that_says_something_else_than_it_shows_is_sent_back(
    town: Town, subtests: pytest.Subtests
) -> None:
    hostile: dict[str, tuple[str, bytes]] = {k: ("通报.xlsx", x) for k, x in _shapes().items()}
    hostile |= {
        "编码": ("通报.csv", CSV.decode().encode("gb18030")),
        "宽字符": ("通报.csv", CSV.decode().encode("utf-16")),
        "二进制": ("通报.csv", b"\0" * 100),
        "引号": ("通报.csv", CSV + b'"'),
        "改名": ("通报.csv", book(ROWS)),
        "不认识": ("通报.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600),
        "路径": ("..\\通报.csv", CSV),
        "空表": ("通报.csv", b""),
        "没有表头": ("通报.csv", b"a,b\n1,2\n"),
        "大": ("通报.csv", CSV + b"x" * 2_200_000),
    }
    for name, (file, content) in hostile.items():
        with subtests.test(name):
            answer = await sent(town, content, file)
            assert answer.status_code in (413, 422), answer.text
            assert answer.headers["content-type"] == "application/problem+json"
    assert (await town.ask("GET", AT, town.clerk)).json()["items"] == []


async def test_who_may_not_read_it_in(town: Town) -> None:
    for token, status in (
        (town.fire, 404),
        (town.group, 403),
        (town.government, 403),
        (town.auditor, 403),
    ):
        assert (await sent(town, CSV, token=token)).status_code == status


async def test_nothing_to_take_is_nothing_to_record(town: Town) -> None:
    answer = await sent(town, "项目,实际进度\n修一条路,10\n".encode())
    assert answer.status_code == 422
    assert "dry_run" in answer.text


async def test_the_same_on_the_command_line(town: Town, database: str, tmp_path: Path) -> None:
    file = tmp_path / "通报.csv"
    file.write_bytes(CSV)
    command = ["circular", "read", str(file), "--programme", "LG23"]
    for name, value in ASKED.items():
        command += [f"--{name}", value]

    async def run(*more: str) -> Any:
        done = await asyncio.to_thread(bihuan, *command, *more, DATABASE_URL=database)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "没有登记" in await run("--dry-run")
    told = json.loads(await run("--json"))
    assert (told["recorded"], len(told["rows"]), len(told["rejected"])) == (True, 2, 1)
    assert "已在册" in await run()
