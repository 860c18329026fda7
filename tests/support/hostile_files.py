"""Files that somebody hands in to do harm, and sound ones of every kind that is taken.

Every hostile one is either refused, or it is what it says it is with something more in it, and
then handed out only as a download (`KEPT`). Nothing here can do anything to who runs the tests:
the macros, scripts and programs are empty shells.
"""

import io
import zlib
from collections.abc import Mapping
from typing import NamedTuple

import docx
import xlsxwriter

from tests.support.photographs import jpg, png
from tests.support.zips import Part, forged, package, relation, second_list, written

PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
SCRIPT = b"<script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
RELATIONS = "word/_rels/document.xml.rels"
XLSX = "xl/workbook.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
_SPLIT = b"<w:instrText>D&#68;E</w:instrText><w:r/><w:instrText>AUTO c:\\x</w:instrText>"


class File(NamedTuple):
    """A file and its name."""

    name: str
    content: bytes
    why: str = ""


def pdf(objects: bytes) -> bytes:
    """A PDF with some objects in it."""
    return PDF.replace(b"trailer", objects + b"\ntrailer")


def _list_of_objects(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n"
    return head % len(packed) + packed + b"\nendstream\nendobj"


def _word(more: Mapping[str, bytes | str]) -> bytes:
    return package("word/document.xml", **more)


ANOTHER = PDF + b"%another\n"
_OTHERS = (
    File("方案.pdf", b"<html>" + SCRIPT + b"</html>", "a page"),
    File("图.svg", SVG, "a drawing with a script"),
    File("图.png", SVG, "the same by another name"),
    File("方案.pdf", b"MZ" + bytes(200), "a program"),
    File("方案.pdf.exe", ANOTHER, "a program's name"),
    File("方案.html", ANOTHER, "a page's name"),
    File("方案", ANOTHER, "no ending"),
    File("现场.png", ANOTHER, "another kind than it says"),
    File("现场.jpg", png(5, 4), "a picture of another kind"),
    File("台账.xlsx", package(), "a text that says it is a table"),
    File("空.pdf", b"", "nothing"),
    File("方案.docx", OLE, "old Office"),
    File("方案.doc", OLE, "old Office by its name"),
    File("方案.docx", b"{\\rtf1 \\object\\objautlink}", "rich text"),
    File("图.gif", b"GIF89a" + bytes(20), "not on the list"),
    File("包.docx", written({"a.txt": b"a"}), "any archive"),
    File("包.docx", written({"META-INF/MANIFEST.MF": b"", "A.class": b"\xca\xfe"}), "a program"),
    File("../方案.pdf", ANOTHER, "a path"),
    File("a\u202efdp.pdf", ANOTHER, "reads backwards"),
    File("长" * 200 + ".pdf", ANOTHER, "too long a name"),
    File(".pdf", ANOTHER, "hidden"),
)
_ARCHIVES = (
    File("炸弹.docx", _word({"big": bytes(60_000_000)}), "a bomb"),
    File("炸弹.xlsx", package(XLSX, **{"xl/media/a": bytes(99_000_000)}), "a bomb in a table"),
    File("多.docx", _word({f"p{n}": b"" for n in range(600)}), "many parts"),
    File("单.docx", second_list(400_000), "a second list of parts, of 400,000"),
    File("短.docx", forged(Part("big", bytes(5_000_000), size=10)), "more comes than was told"),
    File("缺.docx", forged(Part("big", b"abc" * 90, size=280)), "less comes than was told"),
    File("叠.docx", forged(Part("a", b"aa"), Part("b", b"aa", at=0)), "parts upon each other"),
    File("名.docx", forged(Part("a.xml", b"<a/>", head_name="b.xml")), "two names of one part"),
    File("重.docx", forged(Part("a", b"1"), Part("A", b"2")), "two parts of one name"),
    File("锁.docx", forged(Part("a", b"1", flags=1)), "a password"),
    File("链.docx", forged(Part("a", b"/etc/passwd", attributes=0o120777 << 16)), "a link"),
    File("径.docx", _word({"../../etc/cron.d/x": b"x"}), "a path out of the archive"),
    File("根.docx", _word({"/etc/x": b"x"}), "a path from the root"),
    File("和.docx", forged(Part("a", b"1", crc=7)), "a wrong sum"),
    File("法.docx", forged(Part("a", b"1", method=12)), "another way of packing"),
    File("半.docx", package()[:-40], "broken off"),
    File("套.docx", _word({"word/embeddings/a.docx": _word({"b.docx": package()})}), "nested"),
)
_OBJECTS = (
    ("宏.docx", "word/vbaProject.bin", OLE, "a macro"),
    ("宏表.xlsx", "xl/macrosheets/sheet1.xml", b"<x/>", "an old macro"),
    ("控件.docx", "word/activeX/activeX1.xml", b"<x/>", "a control"),
    ("对象.docx", "word/embeddings/oleObject1.bin", OLE, "an embedded object"),
    ("程序.docx", "word/media/a.png", b"MZ" + bytes(99), "an embedded program"),
    ("外表.xlsx", "xl/externalLinks/externalLink1.xml", b"<x/>", "a table elsewhere"),
    ("命令.docx", "word/footer1.xml", b"<w:fldSimple w:instr=' DDEAUTO c:x '/>", "a command"),
    ("拆.docx", "word/header1.xml", b"<a>" + _SPLIT + b"</a>", "a command in parts"),
    ("实体.docx", "word/styles.xml", OUTSIDE, "an entity from elsewhere"),
    ("大笑.xlsx", "xl/sharedStrings.xml", LAUGHS, "entities of entities"),
    ("编码.docx", "word/styles.xml", OUTSIDE.decode().encode("utf-16"), "hidden by its code"),
    ("编码七.docx", "word/a.xml", b'<?xml version="1.0" encoding="utf-7"?><a/>', "another code"),
    ("内宏.docx", "word/embeddings/a.xlsx", package(XLSX, **{"xl/vbaProject.bin": OLE}), "within"),
)
_RELATIONS = (
    ("模板", "attachedTemplate", "https://x.cn/a.dotm", "a template from elsewhere"),
    ("图链", "image", "http://x.cn/a.png", "a picture from elsewhere"),
    ("共享", "hyperlink", "file://host/share/a", "a share"),
    ("网络", "hyperlink", "\\\\host\\share", "a share's path"),
    ("脚本", "hyperlink", "javascript:alert(1)", "a script"),
)
_TYPED = {"[Content_Types].xml": b"<T a='macroEnabled.main+xml'/>", "word/document.xml": b"<d/>"}
_OFFICE = (
    *(
        File(name, package(XLSX if "xlsx" in name else "word/document.xml", **{part: x}), why)
        for name, part, x, why in _OBJECTS
    ),
    *(File(f"{x}.docx", _word({RELATIONS: relation(*y)}), why) for x, *y, why in _RELATIONS),
    File("宏型.docx", written(_TYPED), "a type with macros"),
)
_PICTURES = (
    File("巨.png", png(100_000, 100_000), "ten thousand million pixels"),
    File("巨.jpg", jpg(65_500, 65_500), "four thousand million pixels"),
    File("无.png", png(0, 5), "no pixels"),
    File("头.png", b"\x89PNG\r\n\x1a\n" + SCRIPT + bytes(40), "a head alone"),
    File("头.jpg", b"\xff\xd8\xff\xe0" + SCRIPT + bytes(40), "a head alone"),
)
_PAPERS = (
    File("脚本.pdf", pdf(b"2 0 obj\n<</S/JavaScript/JS(app.alert\\(1\\))>>\nendobj"), "a script"),
    File("启动.pdf", pdf(b"2 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj"), "starts a program"),
    File("转义.pdf", pdf(b"2 0 obj\n<</S/J#61vaScrip#74/JS(1)>>\nendobj"), "a script, spelt out"),
    File("压缩.pdf", pdf(_list_of_objects(b"2 0 <</S/JavaScript/JS(1)>>")), "a packed script"),
    File("炸弹.pdf", pdf(_list_of_objects(bytes(60_000_000))), "a bomb"),
    File("列表.pdf", pdf(b"/ObjStm stream\n" * 1_500_000), "very many lists"),
)
REFUSED = (*_OTHERS, *_ARCHIVES, *_OFFICE, *_PICTURES, *_PAPERS)
KEPT = (
    File("网页.pdf", PDF.replace(b"\n1 0", b"\n%" + SCRIPT + b"\n1 0"), "a page in a comment"),
    File("双.pdf", PDF + package(), "an archive behind it"),
    File("注.jpg", jpg(comment=b"<?php system($_GET[0]); ?>" + SCRIPT), "a script in its comment"),
    File("尾.png", png(more=SCRIPT), "a page behind it"),
)
"""What is taken, for it is what it says; nobody's browser shows it."""


def _text() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_heading("2023年民生实事项目工作方案", 1)
    made.add_paragraph("农村老旧民房电气线路改造 5800 户，2023年11月30日前完成。")
    made.add_table(3, 4)
    made.save(out)
    return out.getvalue()


def _table() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["月份", "计划", "完成"])
        sheet.write_row(1, 0, [5, 40, 35.5])
        sheet.write_url(3, 0, "https://www.example.gov.cn/", string="公示")
        sheet.write_comment(1, 2, "按月报")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=台账!$B$2:$C$2"})
        sheet.insert_chart("E2", chart)
        sheet.insert_image("E20", "现场.png", {"image_data": io.BytesIO(png(40, 30))})
    return out.getvalue()


LINKED = _word({RELATIONS: relation("hyperlink", "https://www.example.gov.cn/a?b=1#c")})
GOOD = (
    File("方案.pdf", PDF, "the smallest"),
    File("批复.PDF", pdf(_list_of_objects(b"2 0 <</Type/Page>>")), "with packed objects"),
    File("现场 1.jpg", jpg(4032, 3024, bytes(range(254)) * 9000), "a telephone's photograph"),
    File("现场（2）.JPEG", jpg(16_320, 12_240), "the largest telephone's"),
    File("截图.png", png(1440, 900), "a screen"),
    File("章.png", png(), "the smallest"),
    File("方案.docx", _text(), "of Word"),
    File("公示.docx", LINKED, "with a link to click on"),
    File("台账.xlsx", _table(), "a table with a chart, a picture, a comment, a link"),
    File("图表.docx", _word({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": _table()}), "a chart"),
    File("附件.pdf", pdf(b"3 0 obj\n<</Type/EmbeddedFile/Length 0>>\nendobj"), "an invoice"),
)  # fmt: skip
