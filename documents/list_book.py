"""A list handed in as CSV or XLSX: which it is, by its content."""

from documents.workbook_read import workbook_of
from domain.lists.decoding import book_of
from domain.lists.sheets import Book
from domain.lists.table import NotAList

MOST_UPLOADED = 8 * 1024 * 1024
"""Bytes of a workbook: ten thousand rows take one tenth of it."""
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(content: bytes) -> Book:
    """The sheets of the file. Raises NotAList."""
    if content.startswith(_OLD):
        raise NotAList(
            "这是旧格式（XLS）或加密的文件，请另存为不加密的 XLSX。",
            "an old or encrypted workbook: save it as XLSX.",
        )
    if content.startswith(b"PK\x03\x04"):
        if len(content) > MOST_UPLOADED:
            raise NotAList("工作簿超过 8 MB，不是项目清单，请核对。", "over 8 MB: no list.")
        return workbook_of(content)
    return book_of(content)
