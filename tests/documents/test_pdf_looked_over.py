"""Looking a PDF over costs no more than its bounds, whatever its lists are packed into."""

import io
import struct
import time
import zlib

import pytest

from documents.archive import Unfit
from documents.pdf_looked_over import passive
from tests.support.hostile_files import pdf

EMPTY = b"\x00\x00\x00\xff\xff"
"""A block of deflate that holds nothing."""
BEGIN = b"/ObjStm\nstream\n\x78\x01"
SECONDS = 10
"""Of the processor, with much room: what is told here took from half a minute to twenty."""


def _block(content: bytes) -> bytes:
    return b"\x00" + struct.pack("<HH", len(content), 0xFFFF ^ len(content)) + content


def _cost(content: bytes) -> float:
    before = time.process_time()
    passive(io.BytesIO(content))
    return time.process_time() - before


def test_a_stream_named_by_many_markers_is_unpacked_once() -> None:
    """Given 24 MB that unpack to nothing behind 140 markers, it is read through once and taken."""
    content = pdf(b"/ObjStm" * 140 + b"stream\n\x78\x01" + EMPTY * 4_800_000)
    assert _cost(content) < SECONDS


def test_streams_within_each_other_are_read_up_to_a_bound() -> None:
    """Given a thousand lists, each of which goes on to the end of 24 MB, it is not opened."""
    before = time.process_time()
    with pytest.raises(Unfit, match="解开后过大"):
        passive(io.BytesIO(pdf((_block(BEGIN) + EMPTY * 4800) * 1000)))
    assert time.process_time() - before < SECONDS


def test_a_script_told_in_parts_with_nothing_between_is_seen() -> None:
    """Given a script's name with room for nothing between its letters, it is refused."""
    told = b"".join(_block(bytes([x])) + EMPTY * 2000 for x in b"<</S/JavaScript/JS(1)>>")
    with pytest.raises(Unfit, match="脚本"):
        passive(io.BytesIO(pdf(BEGIN + told)))


def test_many_small_lists_are_no_reason_to_refuse() -> None:
    """Given 4,900 lists of objects, some packed in another way, the file is taken."""
    sound = b"/ObjStm\nstream\n" + zlib.compress(b"1 0 <</Type/Page>>" * 90) + b"\nendstream\n"
    other = b"/ObjStm\nstream\n" + bytes(range(1, 90)) + b"\nendstream\n"
    assert _cost(pdf(sound * 2500 + other * 2400)) < SECONDS
