"""What a PDF would do when it is opened: scripts and programs are refused.

Names are looked for in the file and in its compressed lists of objects, within bounds. What is
encrypted, or packed otherwise, cannot be looked into; that, and what this does not know, is for
the scanner.
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from documents.archive import Unfit

_ACTS = ("JavaScript", "Launch", "RichMedia")
_MOST_LISTS, _MOST_INFLATED = 5000, 32 * 1024 * 1024
_MOST_PACKED = 64 * 1024 * 1024
_CHUNK, _STEP, _HEAD, _LONGEST = 64 * 1024, 4 * 1024, 1000, 40
_LIST, _BEGINS = b"/ObjStm", re.compile(rb"stream\r?\n")


def _letters(name: str) -> str:
    """A name any of whose letters may be written as #xx."""
    return "".join(f"(?:{x}|#{ord(x):02x}|#{ord(x):02X})" for x in name)


_ACTING = re.compile(
    f"/(?:{'|'.join(_letters(x) for x in _ACTS)})(?=[\\s/<>\\[\\]()]|$)".encode("ascii")
)


def passive(content: BinaryIO) -> None:
    """Raises Unfit for a PDF with a script, a launch of a program, or a player in it."""
    content.seek(0)
    whole = content.read()
    if whole.count(_LIST) > _MOST_LISTS:  # ten times as quick as to look for anything else
        raise _too_large()
    if _ACTING.search(whole) or any(_ACTING.search(x) for x in _lists(whole)):
        raise Unfit(
            "PDF 里有脚本或会启动程序的内容，不接收；请用“打印为 PDF”重新生成后上传。",
            "The PDF holds a script or starts a program; print it to PDF again.",
        )


def _lists(whole: bytes) -> Iterator[bytes]:
    """The compressed lists of objects in pieces, each list once. Raises Unfit for too many, or too
    much: packed too, as what is packed may unpack to nothing and cost as long."""
    packed, unpacked, done, at = 0, 0, set[int](), whole.find(_LIST)
    for _ in range(_MOST_LISTS):
        if at < 0:
            return
        begins = _BEGINS.search(whole, at, at + _HEAD)
        if begins and begins.end() not in done:
            done.add(begins.end())
            for read, piece in _inflated(memoryview(whole)[begins.end() :]):
                packed, unpacked = packed + read, unpacked + len(piece)
                if packed > _MOST_PACKED or unpacked > _MOST_INFLATED:
                    raise _too_large()
                yield piece
        at = whole.find(_LIST, at + 1)
    raise _too_large()


def _inflated(packed: memoryview) -> Iterator[tuple[int, bytes]]:
    """A list in pieces, each beginning with the end of what was before, and how much more of the
    packed was read for it."""
    inflate, before = zlib.decompressobj(), b""
    for at in range(0, len(packed), _STEP):
        left: bytes | memoryview = packed[at : at + _STEP]
        read = len(left)
        while left and not inflate.eof:
            try:
                piece = before + inflate.decompress(left, _CHUNK)
            except zlib.error:  # not compressed, or in another way: the plain was seen in the file
                yield read, b""
                return
            yield read - len(inflate.unused_data), piece
            before, left, read = piece[-_LONGEST:], inflate.unconsumed_tail, 0
        if inflate.eof:
            return


def _too_large() -> Unfit:
    return Unfit(
        "PDF 解开后过大，没有打开；请用“打印为 PDF”重新生成后上传。",
        "Unpacked, the PDF would be too large; print it to PDF again.",
    )
