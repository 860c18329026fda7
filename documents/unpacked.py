"""The parts of an office file, unpacked within bounds: nothing in it may lie about its size."""

import io
import zipfile
import zlib

from domain.lists.table import NotAList

MOST_UNPACKED, MOST_PARTS = 80 * 1024 * 1024, 500
MOST_DIRECTORY = 256 * 1024
_CHUNK = 1024 * 1024


def parts_of(content: bytes, most: int = MOST_UNPACKED) -> dict[str, bytes]:
    """Every part, read no further than its declared size. Raises NotAList."""
    _bounded_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive, most)
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
        *(EOFError, OSError, ValueError, OverflowError),
    ) as error:
        raise broken() from error


def _parts(archive: zipfile.ZipFile, most: int) -> dict[str, bytes]:
    infos = [x for x in archive.infolist() if not x.is_dir()]
    if sum(x.file_size for x in infos) > most:
        raise NotAList("文件解压后过大，没有打开。", "unpacked, the file is too large.")
    found: dict[str, bytes] = {}
    for one in infos:
        if one.filename in found:
            raise broken()
        with archive.open(one) as part:
            found[one.filename] = part.read(one.file_size + 1)
        if len(found[one.filename]) != one.file_size:
            raise broken()
        _harmless(one.filename, found[one.filename])
    if "xl/workbook.xml" not in found:
        raise NotAList("文件不是 XLSX 工作簿，请另存为 XLSX。", "the file is no XLSX workbook.")
    return found


def _harmless(name: str, part: bytes) -> None:
    if name.lower().endswith("vbaproject.bin"):
        raise NotAList("不接收带宏的文件，请另存为无宏格式。", "files with macros are not taken.")
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise NotAList("工作簿含有实体声明，没有打开。", "the workbook declares entities.")
    if b"\0" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise broken()


def _bounded_directory(content: bytes) -> None:
    """The end record names how long the list of parts is; it is read before the list."""
    tail = content[-65_557:]
    at = tail.rfind(b"PK\x05\x06")
    record = tail[at : at + 22] if at >= 0 else b""
    count = int.from_bytes(record[10:12], "little")
    length = int.from_bytes(record[12:16], "little")
    if len(record) < 22 or count > MOST_PARTS or length > MOST_DIRECTORY:
        raise broken()


def packed(parts: dict[str, bytes]) -> bytes:
    """The same parts in an archive of our own making."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def broken() -> NotAList:
    """What nobody can open."""
    return NotAList(
        "文件已损坏或打不开，请重新导出后再试。", "the file is broken; export it again."
    )
