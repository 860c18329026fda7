"""The text of a PDF that typst made, page by page, through its own character maps: what a reader
could copy from it."""

import re
import zlib
from collections.abc import Mapping, Sequence

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)|<([0-9A-F]+)>", re.DOTALL
)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(made: bytes) -> Sequence[str]:
    """Each page's text in the order of its drawing."""
    objects = {int(n): body for n, body in _OBJECT.findall(made)}
    pages = [x for _, x in sorted(objects.items()) if b"/Type/Page/" in x]
    return [_page(x, objects) for x in pages]


def _page(page: bytes, objects: Mapping[int, bytes]) -> str:
    resources = objects[_ref(rb"/Resources", page)]
    listed = re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    fonts = {name: _map(objects[int(n)], objects) for name, n in listed}
    told, current = [], dict[int, str]()
    for name, shown, coded in _SHOWN.findall(_content(objects[_ref(rb"/Contents", page)])):
        if name:
            current = fonts[name]
        else:
            codes = bytes.fromhex(coded.decode()) or _ESCAPED.sub(_unescaped, shown)
            told += [
                current.get(int.from_bytes(codes[n : n + 2]), "") for n in range(0, len(codes), 2)
            ]
    return "".join(told)


def _ref(key: bytes, body: bytes) -> int:
    found = re.search(key + rb"\s*(\d+) 0 R", body)
    assert found is not None, key
    return int(found[1])


def _content(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    said: bytes = found[1]
    return bytes([int(said, 8)]) if said.isdigit() else _LETTERS.get(said, said)


def _map(font: bytes, objects: Mapping[int, bytes]) -> dict[int, str]:
    """From the glyph to its characters."""
    text = _content(objects[_ref(rb"/ToUnicode", font)])
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", text)
    return {int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in pairs}
