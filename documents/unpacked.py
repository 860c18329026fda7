"""The parts of an office file, unpacked within bounds: nothing in it may lie about its size."""

import io
import zipfile

from documents.archive import Archive, Unfit
from domain.lists.table import NotAList

MOST_UNPACKED = 80 * 1024 * 1024


def parts_of(content: bytes, most: int = MOST_UNPACKED) -> dict[str, bytes]:
    """Every part, inflated no further than its declared size. Raises NotAList."""
    try:
        archive = Archive(io.BytesIO(content), most)
        found = {x.filename: archive.part(x) for x in archive.parts}
    except Unfit as unfit:
        raise NotAList(unfit.zh, unfit.en) from unfit
    for name, part in found.items():
        _harmless(name, part)
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
