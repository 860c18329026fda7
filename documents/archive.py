"""An office file's archive, opened within bounds: what it says of itself is not believed.

The list of parts is bounded before it is read; every part is inflated piece by piece, exactly as
far as it said it would be, and nothing may follow, overlap, or be called twice. What another
program would read otherwise than we do is refused rather than guessed at (`reliability §2.22`).
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

MOST_PARTS, MOST_DIRECTORY = 500, 256 * 1024
MOST_UNPACKED, MOST_RATIO = 100 * 1024 * 1024, 100
_CHUNK = 64 * 1024
_LIST_END, _LIST_END_64, _HEAD = b"PK\x05\x06", b"PK\x06\x07", b"PK\x03\x04"
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8
_BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError),
    *(OSError, ValueError, OverflowError),
)


class Unfit(Exception):
    """The file cannot be taken; `zh` says why and what to do, `en` the same."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


class Archive:
    """The parts of a ZIP file whose list of parts was found to be in order. Raises Unfit."""

    def __init__(self, content: BinaryIO, most: int = MOST_UNPACKED) -> None:
        self._content = content
        _bounded_directory(content)
        try:
            with zipfile.ZipFile(content) as archive:
                self.parts = [x for x in archive.infolist() if not x.is_dir()]
        except _BROKEN as error:
            raise broken() from error
        _plain(self.parts)
        _bounded(self.parts, most)
        _apart(self.parts)

    def part(self, one: zipfile.ZipInfo) -> bytes:
        """The whole part. Raises Unfit."""
        return b"".join(self.pieces(one))

    def pieces(self, one: zipfile.ZipInfo) -> Iterator[bytes]:
        """The part, a piece at a time. Raises Unfit where it is not what the list says."""
        size = crc = 0
        for piece in self._inflated(one):
            size += len(piece)
            if size > one.file_size:
                raise broken()
            crc = zlib.crc32(piece, crc)
            yield piece
        if (size, crc) != (one.file_size, one.CRC):
            raise broken()

    def _inflated(self, one: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(one)
        if one.compress_type == zipfile.ZIP_STORED:
            yield from packed
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for raw in packed:
                left = raw
                while left and not inflate.eof:
                    yield inflate.decompress(left, _CHUNK)
                    left = inflate.unconsumed_tail
                if left or inflate.unused_data:
                    raise broken()
            yield inflate.flush()
        except zlib.error as error:
            raise broken() from error
        if not inflate.eof:
            raise broken()

    def _packed(self, one: zipfile.ZipInfo) -> Iterator[bytes]:
        """The part's bytes as they lie there, after its own head, which must say the same."""
        at = self._after_head(one)
        left = one.compress_size
        while left:
            self._content.seek(at)
            raw = self._content.read(min(left, _CHUNK))
            if not raw:
                raise broken()
            yield raw
            at, left = at + len(raw), left - len(raw)

    def _after_head(self, one: zipfile.ZipInfo) -> int:
        self._content.seek(one.header_offset)
        head = self._content.read(30)
        if len(head) < 30 or not head.startswith(_HEAD):
            raise broken()
        flags, method = _number(head, 6, 2), _number(head, 8, 2)
        name, extra = _number(head, 26, 2), _number(head, 28, 2)
        called = self._content.read(name)
        sizes = (_number(head, 18, 4), _number(head, 22, 4))
        told = (one.compress_size, one.file_size)
        agree = sizes == told or (flags & _SIZES_FOLLOW and sizes in ((0, 0), told))
        named = called.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        if method != one.compress_type or not agree or named != one.orig_filename:
            raise broken()
        return one.header_offset + 30 + name + extra


def _bounded_directory(content: BinaryIO) -> None:
    """The end record names how long the list of parts is; it is read before the list. A second,
    larger record (ZIP64), which readers believe more, has no place in a file of our sizes."""
    size = content.seek(0, 2)
    content.seek(max(0, size - 65_557 - 20))
    tail = content.read()
    at = tail.rfind(_LIST_END)
    record = tail[at : at + 22] if at >= 0 else b""
    if (
        len(record) < 22
        or _LIST_END_64 in tail[max(0, at - 20) : at]
        or _number(record, 10, 2) > MOST_PARTS
        or _number(record, 12, 4) > MOST_DIRECTORY
    ):
        raise Unfit(
            "文件已损坏打不开，或内含文件过多；请重新导出后上传。",
            "The file is broken or has too many parts; it was not opened.",
        )


def _plain(parts: list[zipfile.ZipInfo]) -> None:
    """No part is encrypted, linked, packed in another way, called twice, or a path out of here."""
    names = [x.filename.lower() for x in parts]
    odd = [x for x in names if x.startswith("/") or "\\" in x or ".." in x.split("/") or ":" in x]
    links = [x for x in parts if stat.S_ISLNK(x.external_attr >> 16)]
    ways = {x.compress_type for x in parts} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if any(x.flag_bits & _ENCRYPTED for x in parts):
        raise Unfit(
            "文件加了密码，无法核对；请去掉密码后重新上传。",
            "The file is encrypted; remove its password.",
        )
    if odd or links or ways or len(set(names)) != len(names) or len(names) > MOST_PARTS:
        raise broken()


def _bounded(parts: list[zipfile.ZipInfo], most: int) -> None:
    unpacked = sum(x.file_size for x in parts)
    packed = max(sum(x.compress_size for x in parts), 1)
    if unpacked > most or unpacked > packed * MOST_RATIO:
        raise Unfit(
            "文件解压后过大，没有打开；请压缩图片后另存再上传。",
            "Unpacked, the file would be too large; it was not opened.",
        )


def _apart(parts: list[zipfile.ZipInfo]) -> None:
    """No part lies within another: the same bytes are not counted twice."""
    end = 0
    for one in sorted(parts, key=lambda x: x.header_offset):
        if one.header_offset < end:
            raise broken()
        end = one.header_offset + 30 + one.compress_size


def _number(raw: bytes, at: int, length: int) -> int:
    return int.from_bytes(raw[at : at + length], "little")


def broken() -> Unfit:
    """What nobody can open, or two programs would open differently."""
    return Unfit("文件已损坏，打不开，请重新导出后上传。", "The file is broken; export it again.")
