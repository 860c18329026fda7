"""Documents are opened again and hold what was said: figures as figures, text as text."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from documents import docx, pdf, xlsx
from documents.printed import Printed
from domain.papers.body import Body, Column, Line, Ref, Table
from domain.refusals import Malformed

REF = Ref(stream="project:LG23-01", version=12, hash="ab" * 32)
HOSTILE = "=1+1 #[注入] *粗* $x$ <b>&amp; {{ 7*7 }}"
TABLE = Table(
    zh="具体项目完成进度：2023/上半年",
    columns=(
        Column(zh="项目"),
        Column(zh="完成", kind="number"),
        Column(zh="进度%", kind="percent"),
        Column(zh="期限", kind="date"),
    ),
    lines=(
        Line(cells=("农村老旧民房电气线路改造", "5809", "100", "2023-11-30"), source=REF),
        Line(cells=(HOSTILE, "", "", "")),
    ),
    note="目标不因实际完成而改写。",
)
BODY = Body(
    title="2023 年民生实事项目专项监督报告",
    scope="浙江省/温州市/龙港市 · 2023 年民生实事项目",
    as_of=datetime(2023, 12, 31, 16, tzinfo=UTC),
    sentences=("共 10 项、42 个具体项目。", HOSTILE),
    tables=(TABLE, Table(zh="逾期事项", columns=(Column(zh="事项"),))),
    notes=("每行末尾的编号可以在记录中核对。",),
    source=REF.model_copy(update={"stream": "programme:LG23"}),
)
PAPER = Printed(
    number="民实监〔2024〕3号",
    issuer="龙港市人大常委会",
    on=date(2024, 1, 2),
    digest="cd" * 32,
    body=BODY,
)


@pytest.mark.parametrize("form", [xlsx.workbook, docx.docx, pdf.pdf])
def test_the_same_paper_gives_the_same_bytes(form):
    assert form(PAPER) == form(PAPER)


def test_a_workbook_holds_figures_dates_and_text_that_is_no_formula():
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.workbook(PAPER)))
    assert book.sheet_names == ["说明", "1 具体项目完成进度：2023 上半年", "2 逾期事项"]
    rows = book.get_sheet_by_index(1).to_python()
    assert rows[0] == ["项目", "完成", "进度%", "期限", "记录出处"]
    assert rows[1] == [
        "农村老旧民房电气线路改造",
        5809.0,
        100.0,
        date(2023, 11, 30),
        "project:LG23-01 #12 abababab",
    ]
    assert rows[2][0] == HOSTILE
    cover = [x[0] for x in book.get_sheet_by_index(0).to_python()]
    assert {"民实监〔2024〕3号", "数据截至 2024-01-01 00:00（北京时间）", HOSTILE} <= set(cover)


def test_a_word_document_is_filled_from_the_offices_template(tmp_path: Path):
    made = Document(BytesIO(docx.docx(PAPER)))
    said = [x.text for x in made.paragraphs]
    assert said[:3] == [
        "民实监〔2024〕3号",
        "2023 年民生实事项目专项监督报告",
        "龙港市人大常委会　2024年1月2日",
    ]
    assert HOSTILE in said
    assert "没有。" in said
    (table,) = made.tables
    assert [x.text for x in table.rows[1].cells] == [
        "农村老旧民房电气线路改造",
        "5809",
        "100",
        "2023-11-30",
        "#12 abababab",
    ]
    own = tmp_path / "own.docx"
    edited = Document(str(docx.TEMPLATE))
    edited.paragraphs[0].insert_paragraph_before("本机关自己的版头")
    edited.save(str(own))
    assert Document(BytesIO(docx.docx(PAPER, own))).paragraphs[0].text == "本机关自己的版头"


def test_a_template_that_cannot_be_filled_in_is_named(tmp_path: Path):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"not a document")
    with pytest.raises(Malformed, match="broken"):
        docx.docx(PAPER, broken)
    own = tmp_path / "own.docx"
    edited = Document()
    edited.add_paragraph("{% for x in sentences %}")
    edited.save(str(own))
    with pytest.raises(Malformed, match="own"):
        docx.docx(PAPER, own)


def test_a_pdf_is_archival_and_carries_its_font():
    made = pdf.pdf(PAPER)
    assert made.startswith(b"%PDF-")
    assert b"pdfaid:part" in made
    assert b"NotoSerifSC" in made


def test_a_character_without_a_glyph_is_refused_and_not_left_out():
    rare = PAPER.model_copy(update={"body": BODY.model_copy(update={"title": "𠮷祥路改造"})})
    with pytest.raises(Malformed, match="PDF/A"):
        pdf.pdf(rare)
    assert xlsx.workbook(rare)


def test_a_draft_says_that_it_is_one():
    draft = PAPER.model_copy(update={"number": None})
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.workbook(draft)))
    assert "草稿，未印发" in [x[0] for x in book.get_sheet_by_index(0).to_python()]
    assert draft.name == "草稿 2023 年民生实事项目专项监督报告"
