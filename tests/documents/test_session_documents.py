"""A session's documents are opened again: they say what the record says, the same twice."""

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from documents import docx, pdf, xlsx
from documents.acts import title_lines
from documents.printed import Printed
from domain.ballot.paper import ForAgainst, Ranked, UpTo
from domain.papers.body import Body
from domain.papers.compose.session import SessionGathered, compose_session
from domain.papers.messages import SessionKind
from domain.papers.papers import digest_of
from tests.support import session_papers as example
from tests.support.pdf_text import pages_of

ALL = list(SessionKind)


def printed(kind: SessionKind, gathered: SessionGathered | None = None) -> Printed:
    body = compose_session(kind, gathered or example.session())
    return Printed(
        number="民实会〔2022〕3号",
        issuer="张寨镇人民代表大会主席团",
        on=date(2022, 1, 18),
        digest=digest_of(body),
        body=body,
    )


def words(body: Body) -> list[str]:
    """Every paragraph and cell of words."""
    assert body.act is not None
    cells = [y for x in body.tables for line in x.lines for y in line.cells]
    return [x for x in (*(p.zh for p in body.act.paragraphs), *cells) if x]


@pytest.mark.parametrize("kind", ALL)
def test_every_word_stands_in_the_pdf_and_in_the_word_file(kind: SessionKind):
    paper = printed(kind)
    made = pdf.pdf(paper)
    assert b"pdfaid:part" in made
    told = re.sub(r"\s", "", "".join(pages_of(made)))
    word = Document(BytesIO(docx.docx(paper)))
    text = "".join(x.text for x in word.paragraphs)
    text += "".join(c.text for t in word.tables for r in t.rows for c in r.cells)
    for said in (paper.body.title, *words(paper.body)):
        bare = re.sub(r"\s", "", said)
        assert bare in told, said
        assert bare in re.sub(r"\s", "", text), said


@pytest.mark.parametrize("kind", ALL)
def test_the_same_paper_gives_the_same_files(kind: SessionKind):
    paper = printed(kind)
    for form in (pdf.pdf, docx.docx, xlsx.workbook):
        assert form(paper) == form(paper)


def test_a_document_has_its_head_its_number_and_numbered_pages():
    paper = printed(SessionKind.CANDIDATES_EXPLANATION)
    first, second = (re.sub(r"\s", "", x) for x in pages_of(pdf.pdf(paper)))
    assert "张寨镇第五届人民代表大会第一次会议文件民实会〔2022〕3号" in first
    assert "—1—" in first
    assert "—2—" in second
    assert "出处（collection:ZZ22）：第2段#15" in second
    word = Document(BytesIO(docx.docx(paper)))
    named = re.findall(r'w:eastAsia="([^"]+)"', word.element.xml)
    assert {"仿宋", "黑体", "方正小标宋简体"} <= set(named)
    assert "PAGE" in word.sections[0].footer._element.xml


@pytest.mark.parametrize(
    ("family", "heads", "rule"),
    [
        (ForAgainst(), ["赞成", "反对", "弃权"], "只能选择一种意见"),
        (UpTo(seats=8), ["同意"], "多于8项的整张票无效"),
        (Ranked(places=8), ["次序"], "1至8的数字"),
    ],
)
def test_a_ballot_of_each_family_is_one_sheet_with_its_rules_and_nothing_else(family, heads, rule):
    paper = printed(SessionKind.BALLOT_PAPER, example.session(rules=example.rules(family=family)))
    word = Document(BytesIO(docx.docx(paper)))
    (table,) = word.tables
    assert [x.text for x in table.rows[0].cells] == ["序号", "候选项目", *heads]
    assert len(table.rows) == 11
    assert not any(x.text for row in table.rows[1:] for x in row.cells[2:])
    (only,) = (re.sub(r"\s", "", x) for x in pages_of(pdf.pdf(paper)))
    assert rule in only
    assert "collection:" not in only, "no ballot tells itself from another"


def test_two_people_get_a_counting_sheet_each():
    paper = printed(SessionKind.COUNTING_SHEET)
    pages = [re.sub(r"\s", "", x) for x in pages_of(pdf.pdf(paper))]
    assert ["（第一录入人）" in x for x in pages] == [True, False]
    assert ["（第二录入人）" in x for x in pages] == [False, True]
    assert all("监票人：" in x and "赞成反对弃权无效" in x for x in pages)
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.workbook(paper)))
    assert book.sheet_names == ["说明", "1 第一录入人", "2 第二录入人"]


def test_the_booklet_names_the_wishes_that_a_candidate_answers():
    book = CalamineWorkbook.from_filelike(
        BytesIO(xlsx.workbook(printed(SessionKind.CANDIDATE_BOOKLET)))
    )
    rows = book.get_sheet_by_index(1).to_python()
    third = dict(zip(rows[0], rows[3], strict=True))
    assert (third["项目名称"], third["投资（万元）"]) == ("张寨镇农村公路提档升级工程", "")
    assert third["群众建议（条）"] == 3.0
    assert third["建议编号"] == "W22-0301、W22-0302、W22-0303"
    assert third["完成时限"] == date(2022, 11, 30)
    assert third["记录出处"] == "collection:ZZ22 #23 17171717"


def test_a_long_title_is_parted_between_words():
    assert title_lines("公告", 20) == ["公告"]
    assert title_lines("沛县张寨镇人民代表大会关于2022年度民生实事项目的决议", 20) == [
        "沛县张寨镇人民代表大会",
        "关于2022年度民生实事项目的决议",
    ]
