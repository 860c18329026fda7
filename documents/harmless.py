"""What an office file holds besides words and figures: macros, foreign content, other programs.

A unit's Word or Excel file is opened by a clerk at his desk. What would run there, or fetch
something from elsewhere, is refused with what to do instead; the archive's bounds are kept on the
way (`reliability §2.22`). A scanner finds what this does not look for: see `api/scanner.py`.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO
from xml.parsers.expat import ExpatError, ParserCreate

from documents.archive import MOST_UNPACKED, Archive, Unfit, broken

_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_TYPES, _MARK = "[content_types].xml", b"\xef\xbb\xbf"
_MARKUP = (".xml", ".rels", ".vml")
_ACTIVE = re.compile("macro|vbaproject|activex", re.I)
_RUNS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/|macrosheets/|dialogsheets/)", re.I)
_PROGRAMS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF", b"#!", b"Rar!", b"7z\xbc\xaf")
"""How an embedded object of old Office, a program, or another archive begins."""
_ALLOWED = re.compile(r"(?:https?://|mailto:|#)[^\\\s]*", re.I)
_FIELD = re.compile(
    rb"<(?:\w+:)?instrText[^>]*>([^<]*)<|<(?:\w+:)?fldSimple[^>]*instr=[\"']([^\"']*)"
)
_DDE = re.compile(r"(?:^|\W)DDE(?:AUTO)?\b", re.I)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", re.I)
_MOST_SMALL, _MOST_TEXT = 1024 * 1024, 16 * 1024 * 1024
"""Bytes of a list of relations, and of the parts of a text."""
_DEEPEST, _MOST_WITHIN = 1, 10
"""Office files within an office file: the tables of its charts, and no further."""


def office_kind(content: BinaryIO, deep: int = 0) -> str | None:
    """`docx` or `xlsx`; None for an archive that is neither. Raises Unfit."""
    archive = Archive(content, MOST_UNPACKED if deep == 0 else MOST_UNPACKED // _MOST_WITHIN)
    if sum(_look(archive, one, deep) for one in archive.parts) > _MOST_WITHIN:
        raise _objects()
    names = {x.filename for x in archive.parts}
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _look(archive: Archive, one: zipfile.ZipInfo, deep: int) -> bool:
    """Whether it is an office file within this one. Raises Unfit."""
    name = one.filename.lower()
    if _RUNS.search(name):
        raise _macros()
    if name.startswith("xl/externallinks/"):
        raise _foreign()
    pieces = archive.pieces(one)
    first = next(pieces, b"")
    if name.endswith(_MARKUP) or first.removeprefix(_MARK).lstrip().startswith(b"<"):
        _look_at_text(name, one.file_size, chain([first], pieces))
        return False
    return _looked_at_bytes(first, pieces, deep)


def _look_at_text(name: str, size: int, pieces: Iterator[bytes]) -> None:
    small = name == _TYPES or name.endswith(".rels")
    words = name.startswith("word/") and not small
    if (small and size > _MOST_SMALL) or (words and size > _MOST_TEXT):
        raise Unfit(
            "文件内容过长，没有打开；请拆分后重新上传。", "The file's text is too long; split it."
        )
    kept = b"".join(_undeclared(pieces, keep=small or words))
    if name == _TYPES and _ACTIVE.search(kept.decode("utf-8", "replace")):
        raise _macros()
    if name.endswith(".rels"):
        _relations(kept)
    if words:
        _fields(kept)


def _undeclared(pieces: Iterator[bytes], *, keep: bool) -> Iterator[bytes]:
    """The part, if it declares no entities and is written in UTF-8, as XML parsers agree on."""
    before = b""
    for n, piece in enumerate(pieces):
        seen = before + piece
        told = _ENCODING.match(seen.removeprefix(_MARK)) if n == 0 else None
        odd = told is not None and told[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
        if odd or b"\0" in piece or b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise Unfit(
                "文件含有实体声明或不是 UTF-8 编码，没有打开；请重新导出后上传。",
                "The file declares entities or is not in UTF-8; export it again.",
            )
        before = piece[-16:]
        if keep:
            yield piece


def _looked_at_bytes(first: bytes, more: Iterator[bytes], deep: int) -> bool:
    """Pictures, fonts, printers' settings: nothing that is a program or holds one; True for an
    office file, looked over in its turn."""
    packed = first.startswith(b"PK\x03\x04")
    if first.startswith(_PROGRAMS) or (packed and deep >= _DEEPEST):
        raise _objects()
    if packed:
        office_kind(io.BytesIO(first + b"".join(more)), deep + 1)
        return True
    for _ in more:  # its size and its sum are checked on the way
        continue
    return False


def _relations(part: bytes) -> None:
    """Nothing is fetched from elsewhere when the file is opened; a link to click on is no fetch."""

    def start(name: str, said: dict[str, str]) -> None:
        if name.rpartition(":")[2] != "Relationship":
            return
        target, kind = said.get("Target", ""), said.get("Type", "").lower()
        if _ACTIVE.search(kind):
            raise _macros()
        outside = said.get("TargetMode", "").lower() == "external" or "://" in target
        if outside and not (kind.endswith("/hyperlink") and _ALLOWED.fullmatch(target)):
            raise _foreign()

    parser = ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except ExpatError as error:
        raise broken() from error


def _fields(part: bytes) -> None:
    """No field starts another program (DDE)."""
    told = "".join((x[0] or x[1]).decode("utf-8", "replace") for x in _FIELD.findall(part))
    if _DDE.search(html.unescape(told)):
        raise _macros()


def _macros() -> Unfit:
    return Unfit(
        "不接收带宏、控件或自动运行内容的文件，请另存为无宏格式。",
        "Files with macros, controls or fields that start programs are not taken.",
    )


def _objects() -> Unfit:
    return Unfit(
        "文件里嵌有对象或程序，不接收；请删去嵌入的对象，或另存为 PDF 后上传。",
        "The file holds an embedded object or program; remove it, or save as PDF.",
    )


def _foreign() -> Unfit:
    return Unfit(
        "文件引用了外部内容（链接的表格、图片或模板），不接收；请断开链接，或另存为 PDF 后上传。",
        "The file fetches content from elsewhere; break the links, or save as PDF.",
    )
