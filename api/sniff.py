"""What a file really is: read from its content, and its name must agree (`reliability §2.22`)."""

import unicodedata
import zipfile
from typing import BinaryIO

from api.problems import FieldError, Problem

MEDIA: dict[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SIGNS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
_PACKED = b"PK\x03\x04"
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_MOST_PARTS, _MOST_DIRECTORY = 500, 256 * 1024
_MOST_UNPACKED, _MOST_RATIO = 100 * 1024 * 1024, 100
_LONGEST_NAME = 120
_BAD = frozenset('/\\:*?"<>|')


def media_type(name: str, content: BinaryIO) -> str:
    """The media type of an accepted file. Raises Problem 415 or 422; nothing is unpacked."""
    said = _said(name)
    content.seek(0)
    head = content.read(16)
    if not head:
        raise _no("文件是空的，请重新选择文件。", "The file is empty; choose another.")
    is_ = next((kind for sign, kind in _SIGNS if head.startswith(sign)), None)
    if head.startswith(_PACKED):
        is_ = _office(content)
    if said not in MEDIA or is_ is None:
        raise _not_taken()
    if is_ != said:
        raise _no(
            f"文件名后缀是 {said}，内容却是 {is_}，请改正文件名后重新上传。",
            f"The name says {said}, the content is {is_}; rename the file.",
        )
    return MEDIA[is_]


def promising(name: str, head: bytes) -> None:
    """Refuse at the first piece what would be refused at the last. Raises Problem 415."""
    said = _said(name)
    packed = said in ("docx", "xlsx") and head.startswith(_PACKED)
    if not packed and not any(said == kind and head.startswith(sign) for sign, kind in _SIGNS):
        raise _not_taken()


def _said(name: str) -> str:
    said = name.rpartition(".")[2].lower()
    return "jpg" if said == "jpeg" else said


def _not_taken() -> Problem:
    return Problem(
        "unsupported",
        "只接收 PDF、JPG、PNG、DOCX、XLSX 文件（按内容判断），请转换后重新上传。",
        "Only PDF, JPG, PNG, DOCX and XLSX are taken, judged by content; convert the file.",
    )


def safe_name(name: str) -> str:
    """The file's name as it is kept. Raises Problem 422 for one that could do harm."""
    name = unicodedata.normalize("NFC", name).strip()
    odd = any(unicodedata.category(x) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for x in name)
    if odd or not name or len(name) > _LONGEST_NAME or name.startswith(".") or _BAD & set(name):
        raise Problem(
            "invalid",
            f'文件名不合规：请用不含路径、控制字符和 / \\ : * ? " < > | 的名称，'
            f"最长 {_LONGEST_NAME} 字，不以点开头。",
            "This file name is not taken: no path, no control characters, not too long.",
            errors=[FieldError(field="name", zh="请改名后重新上传", en="rename the file")],
        )
    return name


def _office(content: BinaryIO) -> str | None:
    """`docx` or `xlsx` by the list of parts alone, bounded before it is read."""
    _bounded_directory(content)
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise _no(
            "文件已损坏，打不开，请重新导出后上传。", "The file is broken; export it again."
        ) from error
    names = {x.filename for x in parts}
    unpacked = sum(x.file_size for x in parts)
    packed = max(sum(x.compress_size for x in parts), 1)
    if unpacked > _MOST_UNPACKED or unpacked > packed * _MOST_RATIO:
        raise _no(
            "文件解压后过大，没有打开；请压缩图片后另存再上传。",
            "Unpacked, the file would be too large; it was not opened.",
        )
    if any(x.lower().endswith("vbaproject.bin") for x in names):
        raise _no("不接收带宏的文件，请另存为无宏格式。", "Files with macros are not taken.")
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _bounded_directory(content: BinaryIO) -> None:
    """The end record names how long the list of parts is; it is read before the list."""
    size = content.seek(0, 2)
    content.seek(max(0, size - 65_557))
    tail = content.read()
    at = tail.rfind(b"PK\x05\x06")
    record = tail[at : at + 22] if at >= 0 else b""
    count = int.from_bytes(record[10:12], "little")
    length = int.from_bytes(record[12:16], "little")
    if len(record) < 22 or count > _MOST_PARTS or length > _MOST_DIRECTORY:
        raise _no(
            "文件已损坏或内含文件过多，没有打开；请重新导出后上传。",
            "The file is broken or has too many parts; it was not opened.",
        )


def _no(zh: str, en: str) -> Problem:
    return Problem("invalid", zh, en)
