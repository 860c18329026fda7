"""The smallest pictures that are what they say."""

import struct
import zlib


def png(width: int = 4, height: int = 3, more: bytes = b"") -> bytes:
    """A picture of one colour that is what its head says, where it is small."""
    rows = (b"\0" + b"\x80" * 3 * width) * height if width * height < 10_000 else b""
    head = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = b"".join(
        struct.pack(">L", len(x)) + kind + x + struct.pack(">L", zlib.crc32(kind + x))
        for kind, x in parts
    )
    return b"\x89PNG\r\n\x1a\n" + chunks + more


def jpg(width: int = 640, height: int = 480, body: bytes = b"", comment: bytes = b"") -> bytes:
    """The head of a photograph, and any bytes for its picture."""
    jfif = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    said = b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment if comment else b""
    frame = b"\xff\xc0" + struct.pack(">HBHH", 11, 8, height, width) + b"\1\1\x11\0"
    return b"\xff\xd8" + jfif + said + frame + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + body + b"\xff\xd9"
