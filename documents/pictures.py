"""How many pixels a picture says it has, read from its head: a small file may be a huge picture."""

from typing import BinaryIO

from documents.archive import Unfit

MOST_PIXELS = 200_000_000
"""The largest cameras of telephones make 200 million. Ours."""
_MOST_SEGMENTS = 2000
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})
"""Among 0xC0–0xCF, what is no head of a frame."""


def png_size(content: BinaryIO) -> tuple[int, int]:
    """Width and height of a PNG. Raises Unfit for what is none."""
    content.seek(8)
    head = content.read(25)
    if len(head) < 25 or head[:8] != b"\0\0\0\rIHDR":
        raise _no_picture()
    return int.from_bytes(head[8:12], "big"), int.from_bytes(head[12:16], "big")


def jpg_size(content: BinaryIO) -> tuple[int, int]:
    """Width and height of a JPEG. Raises Unfit for what is none."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        content.seek(at)
        head = content.read(9)
        if len(head) < 9 or head[0] != 0xFF:
            break
        if head[1] == 0xFF:  # padding before a marker
            at += 1
            continue
        if 0xC0 <= head[1] <= 0xCF and head[1] not in _NO_FRAMES:
            return int.from_bytes(head[7:9], "big"), int.from_bytes(head[5:7], "big")
        if head[1] in (0xD9, 0xDA) or int.from_bytes(head[2:4], "big") < 2:
            break
        at += 2 + int.from_bytes(head[2:4], "big")
    raise _no_picture()


def bounded(kind: str, content: BinaryIO, most: int = MOST_PIXELS) -> None:
    """Raises Unfit for a picture of more pixels than `most`, or of none."""
    width, height = png_size(content) if kind == "png" else jpg_size(content)
    if not width or not height:
        raise _no_picture()
    if width * height > most:
        raise Unfit(
            f"图片有 {width}×{height} 像素，超过 {most // 10_000} 万像素的上限；请缩小后上传。",
            f"The picture has {width}×{height} pixels, over the limit; make it smaller.",
        )


def _no_picture() -> Unfit:
    return Unfit(
        "图片已损坏，打不开，请重新导出后上传。", "The picture is broken; export it again."
    )
