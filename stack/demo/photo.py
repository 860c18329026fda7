"""The one picture of the play: a white dot, handed in wherever a picture or a paper is wanted."""

import struct
import zlib
from hashlib import sha256

from stack.demo.bill import NOTE

NAME = f"{NOTE}照片.png"


def _chunk(kind: bytes, data: bytes) -> bytes:
    whole = kind + data
    return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))


def _png() -> bytes:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\xff", 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*x) for x in parts)


PNG = _png()
SHA256 = sha256(PNG).hexdigest()
