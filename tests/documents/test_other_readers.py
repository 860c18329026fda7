"""What we make opens in readers that are not ours, with the right Chinese words in it: Word and
Excel files in LibreOffice, Excel in calamine, PDF in Poppler, calendars in icalendar."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from documents import docx, pdf, xlsx
from documents.ics import Dated, calendar_file
from documents.list_template import template
from documents.printed import Printed
from documents.table_file import xlsx_of
from domain.papers.messages import SessionKind
from tests.documents.test_documents import HOSTILE, PAPER
from tests.documents.test_session_documents import printed
from tests.support import readers

PAPERS: Mapping[str, Printed] = {
    "circular": PAPER,
    **{x.value: printed(x) for x in SessionKind},
}


def bare(text: str) -> str:
    """Without what a line break or a column may add."""
    return re.sub(r"\s", "", text)


def said(paper: Printed) -> set[str]:
    """The title, the sentences and the cells of words."""
    act = paper.body.act
    prose = [p.zh for p in act.paragraphs] if act else list(paper.body.sentences)
    cells = [y for x in paper.body.tables for line in x.lines for y in line.cells]
    words = [paper.body.title, *prose, *(x for x in cells if re.search("[\u4e00-\u9fff]", x))]
    return {bare(x) for x in words if x}


@pytest.fixture(scope="module", autouse=True)
def _readers() -> None:
    readers.at_hand()


def test_libreoffice_reads_every_word_of_every_paper(tmp_path: Path) -> None:
    files = {f"{name}.docx": docx.docx(paper) for name, paper in PAPERS.items()}
    read = readers.office(files, "txt:Text (encoded):UTF8", tmp_path)
    assert set(read) == {f"{x}.txt" for x in PAPERS}
    for name, paper in PAPERS.items():
        text = bare(read[f"{name}.txt"])
        assert [x for x in said(paper) if x not in text] == [], name


def test_libreoffice_reads_every_sheet_and_computes_nothing(tmp_path: Path) -> None:
    table = xlsx_of("推演", ["收件方", "内容"], [["县水利局", HOSTILE]], date(2024, 1, 2))
    files = {f"{name}.xlsx": xlsx.workbook(paper) for name, paper in PAPERS.items()}
    read = readers.office(
        {**files, "table.xlsx": table, "list.xlsx": template()}, readers.EVERY_SHEET, tmp_path
    )
    for name, paper in PAPERS.items():
        text = bare("".join(x for file, x in read.items() if file.startswith(f"{name}-")))
        cells = [y for x in paper.body.tables for line in x.lines for y in line.cells]
        words = {bare(x).replace('"', '""') for x in cells if re.search("[\u4e00-\u9fff]", x)}
        assert [x for x in words if x not in text] == [], name
    (told,) = [x for file, x in read.items() if file.startswith("table")]
    assert "县水利局" in told
    assert "=1+1" in told, "a text, no sum"
    assert any("项目名称" in x for file, x in read.items() if file.startswith("list"))


@pytest.mark.parametrize("name", list(PAPERS))
def test_poppler_reads_every_word_of_every_paper(name: str) -> None:
    text = bare(readers.poppler(pdf.pdf(PAPERS[name])))
    text = re.sub(r"—\d+—", "", text)
    assert [x for x in said(PAPERS[name]) if x not in text] == []


@pytest.mark.parametrize("name", list(PAPERS))
def test_calamine_opens_every_workbook(name: str) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.workbook(PAPERS[name])))
    assert book.sheet_names[0] == "说明"
    told = bare(str([book.get_sheet_by_name(x).to_python() for x in book.sheet_names]))
    assert bare(PAPERS[name].body.title) in told


def test_icalendar_reads_what_is_due_in_a_group() -> None:
    due = Dated(
        thing="duty:LG23-01:work_plan",
        changes=0,
        changed_at=datetime(2023, 4, 1, tzinfo=UTC),
        on=date(2023, 5, 4),
        at=None,
        summary="工作方案到期：农村老旧民房电气线路改造",
        description="自票决之日起1个月内",
        place=None,
        url="https://bihuan.test/projects/LG23-01",
        settled=True,
        cancelled=False,
        done=False,
    )
    read = Calendar.from_ical(calendar_file("第一代表小组", [due]))
    (event,) = read.walk("VEVENT")
    assert event["summary"] == due.summary
    assert event.decoded("dtstart") == due.on
