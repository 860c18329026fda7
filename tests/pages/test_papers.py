"""The pages of papers: the record's figures with the staff's words, kept, issued once, frozen."""

from io import BytesIO

from docx import Document

from tests.pages.conftest import Hall
from tests.support.pdf_text import pages_of

PAGE = "/programmes/LG23/papers"
EDITOR = f"{PAGE}/editing?kind=circular&period=2023-Q2"
ISSUING = f"{PAGE}/editing/issue?kind=circular&period=2023-Q2"
WORDS = {
    "number": "2023年第2期",
    "to": "市政府，各承办单位",
    "signed": "市人大常委会办公室",
    "dated": "2023-04-19",
    "head.0": "表扬",
    "text.0": "住建局按月报送，进度清楚。",
    "head.2": "要求",
    "text.2": "消防救援大队本月底前补报方案。\r\n各单位报送附证据。",
}
SAID = (
    "民生实事项目监督通报",
    "2023年第2期",
    "民实监〔2023〕1号",
    "2023年民生实事项目督办情况通报（二季度）",
    "一、各项目进度",
    "住建局按月报送，进度清楚。",
    "七、要求",
    "消防救援大队本月底前补报方案。",
    "市人大常委会办公室",
    "2023年4月19日",
    "送：市政府，各承办单位。",
    "5个工作日内书面提出",
)


async def test_staff_write_their_words_beside_the_figures_and_issue_both_once(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get(PAGE)
    assert "还没有印发过" in clerk.page
    assert EDITOR.replace("&", "&amp;") in clerk.page
    await clerk.get(EDITOR)
    kept = await clerk.post(EDITOR, clerk.form(**WORDS, revision="0"))
    assert kept.status_code == 303
    again = await hall.signed_in("clerk")
    await again.get(EDITOR)
    assert "草稿4月20日 10:00已存" in again.page
    assert "草稿，未印发" in again.page
    assert "七、要求" in again.page
    clash = await again.post(EDITOR, again.form(number="别的"))
    assert clash.status_code == 303, "one's own page may be kept again"
    form = clerk.form(**WORDS, figures=again.hidden('figures" id="figures'))
    stale = await clerk.post(ISSUING, {**form, "key": "e" * 32, "figures": "0" * 64})
    assert stale.status_code == 409
    assert "看样以后记录有了变化" in stale.text
    late = await clerk.post(ISSUING, {**form, "key": "d" * 32, "dated": "2023-05-01"})
    assert late.status_code == 422
    done = [await clerk.post(ISSUING, form) for _ in range(2)]
    assert [x.headers["location"] for x in done] == [f"{PAGE}/1"] * 2
    await clerk.get(f"{PAGE}/1")
    pdf = "".join(pages_of((await clerk.get(f"{PAGE}/1.pdf")).content))
    word = Document(BytesIO((await clerk.get(f"{PAGE}/1.docx")).content))
    await clerk.get(f"{PAGE}/1")
    in_word = "\n".join(x.text for x in word.paragraphs)
    for zh in SAID:
        assert zh in clerk.page, zh
        assert zh in in_word, zh
        assert "".join(zh.split()) in "".join(pdf.split()), zh
    await clerk.get(PAGE)
    assert "印发了1件" in clerk.page
    assert "已存" not in clerk.page, "what was issued is no draft any more"
    await clerk.get(EDITOR)
    assert "再印发就是更正" in clerk.page
    assert (await clerk.get(f"{PAGE}/1.xlsx")).content.startswith(b"PK")


async def test_what_cannot_be_composed_is_said_and_units_are_shown_nothing(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get(f"{PAGE}/editing?kind=evaluation")
    assert "还没有受理过满意度测评的票数" in clerk.page
    fire = await hall.signed_in("fire")
    for at in (PAGE, EDITOR, f"{PAGE}/1"):
        assert (await fire.get(at)).status_code == 404, at
    auditor = await hall.signed_in("auditor")
    assert (await auditor.get(EDITOR)).status_code == 404
