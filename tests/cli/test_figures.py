"""`bihuan figures`: told from a file, rolled up, and one line for a file that is none."""

import json
from pathlib import Path

import pytest

from tests.support.command import NOWHERE
from tests.support.command import bihuan as said_by

CITY, BOOK = "陕西省/商洛市", ("--book", "shangluo")
HEAD = "metric,region,period,as_of,value\n"
CLAIMS = "metric,region,periods,as_of,value,source,quote\n"
ON = ("--as-of", "2025-02-11", "--years", "2023,2024")


@pytest.fixture
def bihuan():
    def run(*words: str, database: str = NOWHERE):
        return said_by("figures", *words, DATABASE_URL=database)

    return run


async def test_133_from_leaves_stand_beside_121_as_published(
    bihuan, tmp_path: Path, database: str
) -> None:
    told, said = tmp_path / "told.csv", tmp_path / "said.csv"
    rows = [
        f"selected_projects,{CITY}/商州区,{y},2025-02-11,{n}\n" for y, n in ((2023, 65), (2024, 68))
    ]
    rows += [f"adjusted_projects,{CITY}/商州区,2024,2025-02-11,\n", rows[0]]
    told.write_text(HEAD + "".join(rows), encoding="utf-8")
    quote = f"selected_projects,{CITY},2023;2024,2025-02-11,121,商洛日报,民生实事项目121个\n"
    said.write_text(CLAIMS + quote * 2, encoding="utf-8")
    opened = bihuan("open", "shangluo", "--region", CITY, "--title", "商洛市", database=database)
    assert opened.stdout == "已登记。\n", opened.stderr
    for words in (("tell", str(told), *BOOK, "--document", "样稿"), ("claim", str(said), *BOOK)):
        assert bihuan(*words, database=database).stdout == "已登记。\n"
        assert bihuan(*words, database=database).stdout == "已有相同的记录，没有新增。\n"
    shown = bihuan("show", CITY, *ON, "--json", database=database).stdout
    figures = {x["metric"]: x for x in json.loads(shown)}
    (conflict,) = figures["selected_projects"]["conflicts"]
    assert (conflict["stated"], conflict["computed"], conflict["difference"]) == (
        "121",
        "133",
        "12",
    )
    assert figures["adjusted_projects"]["value"] is None
    assert "因调整未按期完成项目  未知" in bihuan("show", CITY, *ON, database=database).stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "缺少列"),
        (HEAD.encode(), "没有数据行"),
        (f"{HEAD}street_deputies,{CITY},,2025-02-11,many\n".encode(), "第 2 行“value”列"),
        (f"{HEAD}street_deputies,{CITY},2024-13x,2025-02-11,1\n".encode(), "“period”列"),
        (
            f"{HEAD}streets,{CITY},,2025-02-11,1\nstreets,{CITY},,2025-02-11,2\n".encode(),
            "数值不同",
        ),
        (f'{HEAD}"streets,{CITY},,2025-02-11,1\n'.encode(), "引号"),
    ],
)
def test_a_hostile_file_is_one_line_and_exit_2(
    bihuan, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "told.csv"
    file.write_bytes(content)
    said = bihuan("tell", str(file), *BOOK, "--document", "样稿")
    assert (said.returncode, said.stderr.count("\n")) == (2, 1), said.stderr
    assert says in said.stderr


def test_a_book_of_no_name_and_a_file_that_is_not_there_are_one_line_too(bihuan) -> None:
    for words in (
        ("open", "../etc", "--region", CITY, "--title", "商洛市"),
        ("tell", "nowhere.csv", *BOOK, "--document", "样稿"),
    ):
        said = bihuan(*words)
        assert (said.returncode, said.stderr.count("\n")) == (2, 1), said.stderr
