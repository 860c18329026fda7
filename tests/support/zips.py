"""Archives as attackers write them: the list of parts says one thing, the parts another."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple

TYPES = b"<Types/>"
_LIST = struct.Struct("<4s6H3L5H2L")
_HEAD = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")


class Part(NamedTuple):
    """A part, and what is said of it where that is not so."""

    name: str
    content: bytes
    size: int | None = None
    """The size that is told."""
    head_name: str | None = None
    """How the part's own head calls it."""
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0
    attributes: int = 0
    at: int | None = None
    """Where it is said to lie."""
    crc: int | None = None


def package(main: str = "word/document.xml", **more: bytes | str) -> bytes:
    """A small sound file in the packaging of Word or Excel; `more` by name."""
    return written({"[Content_Types].xml": TYPES, main: b"<document/>", **more})


def written(parts: Mapping[str, bytes | str]) -> bytes:
    """A sound archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def forged(*own: Part, main: str = "word/document.xml") -> bytes:
    """A package with parts that lie."""
    out, listed = io.BytesIO(), bytearray()
    for one in (Part("[Content_Types].xml", TYPES), Part(main, b"<document/>"), *own):
        at = out.tell() if one.at is None else one.at
        packed = _packed(one)
        size = len(one.content) if one.size is None else one.size
        crc = zlib.crc32(one.content[:size]) if one.crc is None else one.crc
        sizes = (crc, len(packed), size)
        name, head = one.name.encode(), (one.head_name or one.name).encode()
        out.write(_HEAD.pack(b"PK\3\4", 20, one.flags, one.method, 0, 33, *sizes, len(head), 0))
        out.write(head + packed)
        listed += _LIST.pack(
            *(b"PK\1\2", 0x0314, 20, one.flags, one.method, 0, 33, *sizes, len(name), 0),
            *(0, 0, 0, one.attributes, at),
        )
        listed += name
    start, count = out.tell(), 2 + len(own)
    return out.getvalue() + listed + _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), start, 0)


def _packed(one: Part) -> bytes:
    if one.method != zipfile.ZIP_DEFLATED:
        return one.content
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(one.content) + deflate.flush()


def second_list(count: int) -> bytes:
    """One part by the first record of its list, and very many by the second one (ZIP64)."""
    head = b"PK\3\4" + bytes(100)
    one = _LIST.pack(b"PK\1\2", 0x0314, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    whole = one * count
    second = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(whole), len(head)
    )
    where = struct.pack("<4sLQL", b"PK\6\7", 0, len(head) + len(whole), 1)
    end = _END.pack(b"PK\5\6", 0, 0, 1, 1, len(one), len(head), 0)
    return head + whole + second + where + end


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    """A list of relations with one in it."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships>'
        f'<Relationship Id="rId1" Type="{base}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    ).encode()
