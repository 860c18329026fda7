"""The text of a CSV file: UTF-8, or GB18030 as office software in China writes it."""

from domain.lists.sheets import Book, Sheet
from domain.lists.table import NotAList, records_in, sized

_OTHER_FILES = (b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"GIF8")
_BLANK = frozenset("\t\r\n\f")
GB_NOTE = (
    "文件是国标（GB18030）编码，已按国标读取，请核对文字有无乱码 / "
    "the file is in GB18030 and was read so; look for garbled text"
)


def book_of(content: bytes) -> Book:
    """The one sheet of a CSV file. Raises NotAList."""
    text, notes = decoded(content)
    return Book((Sheet(tuple(records_in(text))),), notes)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a note where it is not UTF-8. Raises NotAList for what is no text."""
    sized(content)
    try:
        text, notes = content.decode("utf-8-sig"), tuple[str, ...]()
    except UnicodeDecodeError:
        text, notes = _national(content), (GB_NOTE,)
    if "\0" in text:
        raise NotAList("文件不是文本，请提供 CSV 文件。", "the file is no text; a CSV is needed.")
    return text, notes


def _national(content: bytes) -> str:
    if not content.startswith(_OTHER_FILES):
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            text = "\0"
        if all(x.isprintable() or x in _BLANK or x == "\u3000" for x in text):
            return text
    raise NotAList(
        "文件不是 UTF-8 编码，也不是国标（GB18030）编码的文本，"
        "请在表格软件中另存为“CSV UTF-8”或 XLSX 后重试。",
        "the file is neither UTF-8 nor GB18030 text; save it as CSV UTF-8 or XLSX.",
    )
