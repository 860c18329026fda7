"""What a file really is: read from its content, and its name must agree (`reliability §2.22`)."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from api.problems import FieldError, Problem
from documents.archive import Unfit
from documents.harmless import office_kind
from documents.pdf_looked_over import passive
from documents.pictures import MOST_PIXELS, bounded

MEDIA: dict[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SIGNS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
_PACKED = b"PK\x03\x04"
_LONGEST_NAME = 120
_BAD = frozenset('/\\:*?"<>|')


def media_type(name: str, content: BinaryIO, most_pixels: int = MOST_PIXELS) -> str:
    """The media type of an accepted file, looked over within bounds. Raises Problem 415 or 422."""
    said = _said(name)
    content.seek(0)
    head = content.read(16)
    if not head:
        raise _no("文件是空的，请重新选择文件。", "The file is empty; choose another.")
    is_ = next((kind for sign, kind in _SIGNS if head.startswith(sign)), None)
    if head.startswith(_PACKED):
        with _told():
            is_ = office_kind(content)
    if said not in MEDIA or is_ is None:
        raise _not_taken()
    if is_ != said:
        raise _no(
            f"文件名后缀是 {said}，内容却是 {is_}，请改正文件名后重新上传。",
            f"The name says {said}, the content is {is_}; rename the file.",
        )
    with _told():
        if is_ == "pdf":
            passive(content)
        elif is_ in ("png", "jpg"):
            bounded(is_, content, most_pixels)
    return MEDIA[is_]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Unfit as unfit:
        raise _no(unfit.zh, unfit.en) from unfit


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


def _no(zh: str, en: str) -> Problem:
    return Problem("invalid", zh, en)
