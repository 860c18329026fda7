"""Check an exported record without the system: Python's standard library alone, no network.

    python3 verify.py 离线包.zip --key 'NAME+ID+KEY' --witness 'NAME+ID+KEY'
    python3 verify.py 离线包.zip --key … --checkpoint 留存的校验点.txt --receipt 回执.json
    python3 verify.py 离线包.zip --receipt project:X 12 9f86d0…

Every event's hash is made again, every chain followed to its head, the head (in an export of
everything: every event) led to the root of a signed checkpoint. Keys, kept checkpoints, receipts
and this program come from elsewhere. RFC 6962 · RFC 8032 · C2SP tlog-checkpoint, tlog-cosignature.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import unicodedata
import uuid
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_APART = {"body", "hash"}  # what the header, the text that is hashed, has not
_START, _SPACE = "0" * 64, uuid.uuid5(uuid.NAMESPACE_URL, "urn:bihuan:event").bytes
_FILES = {"manifest.json", "events.ndjson", "log.json", "verify.py", "说明.txt"}
_MOST = 1 << 31  # bytes of a file
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_KNOWN: dict[type, Any] = {str: json.encoder.encode_basestring, int: str}  # as JSON writes them
Point = tuple[int, int, int, int]
Key = tuple[str, bytes, int, bytes]
_P, _L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P


def checked(line: str) -> tuple[str, int, str, str, list[str]]:
    """An event alone: stream, version, the hash before, its own, and what is wrong with it."""
    row = json.loads(line)
    said = {x: _KNOWN.get(type(y), json.dumps)(y) for x, y in row.items()}
    header = "{" + ",".join([f'"{x}":{y}' for x, y in said.items() if x not in _APART]) + "}"
    name = unicodedata.normalize("NFC", f"[{said['client']},{said['command_id']},{said['n']}]")
    made = hashlib.sha1(_SPACE + name.encode(), usedforsecurity=False).digest()[:16]
    body = hashlib.sha256(row["body"].encode()).digest()
    whole = hashlib.sha256(unicodedata.normalize("NFC", header).encode() + body)
    kept = {
        "内容与散列不符，被改动": row["hash"] == whole.hexdigest(),
        "编号与命令不符，被改动": row["id"] == str(uuid.UUID(bytes=made, version=5)),
        "写法被改动": line == "{" + ", ".join([f'"{x}": {said[x]}' for x in sorted(said)]) + "}",
    }
    wrong = [zh for zh, holds in kept.items() if not holds]
    return row["stream"], row["version"], row["prev_hash"], row["hash"], wrong


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _sum(s: int, p: Point, k: int, q: Point) -> Point:
    """s·P + k·Q, bit by bit together."""
    found, parts = (0, 1, 1, 0), (p, q, _add(p, q))
    for at in range(252, -1, -1):
        found, which = _add(found, found), (s >> at & 1) + 2 * (k >> at & 1)
        found = _add(found, parts[which - 1]) if which else found
    return found


def _point(raw: bytes) -> Point | None:
    sign, y = divmod(int.from_bytes(raw, "little"), 1 << 255)
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    x = x if x * x % _P == square else x * pow(2, (_P - 1) // 4, _P) % _P
    if x * x % _P != square or y >= _P or (not x and sign):
        return None
    x = x if x & 1 == sign else _P - x
    return x, y, 1, x * y % _P


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the Ed25519 signature holds (RFC 8032 §5.1.7)."""
    a, r, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    base = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    if (len(public), len(signature)) != (32, 64) or not a or not r or not base or s >= _L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    x, y, z, _ = _sum(s, base, k, (_P - a[0], a[1], 1, _P - a[3]))
    return not ((x - r[0] * z) % _P or (y - r[1] * z) % _P)


def _unb64(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("base64 的写法不对")
    return raw


def key_of(text: str) -> Key:
    """Name, id, kind (1 signs checkpoints, 4 cosigns) and key of a text. Raises ValueError."""
    name, number, raw = text.strip().split("+", 2)
    material = _unb64(raw)
    known = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    if len(material) != 33 or known.hex() != number:
        raise ValueError(f"公钥“{name}”抄错了")
    return name, known, material[0], material[1:]


class Checkpoint:
    """A signed note: log, size, root and the lines under it. Raises ValueError for another."""

    def __init__(self, text: str) -> None:
        body, _, rest = text.partition("\n\n")
        self.origin, size, root = body.split("\n")
        self.body, self.root, self.lines = f"{body}\n", _unb64(root), rest.split("\n")[:-1]
        if not re.fullmatch("0|[1-9][0-9]{0,17}", size) or len(self.root) != 32 or not self.lines:
            raise ValueError("不是校验点")
        if any(len(x.split(" ")) != 3 or x[:2] != "— " for x in self.lines) or rest[-1:] != "\n":
            raise ValueError("校验点的签名行不对")
        self.size = int(size)

    def signed_by(self, key: Key) -> bool:
        """Whether the key stands under it, as the log or as a witness."""
        name, number, kind, public = key
        start = f"— {name} "
        for raw in (_unb64(x[len(start) :]) for x in self.lines if x.startswith(start)):
            time = f"cosignature/v1\ntime {int.from_bytes(raw[4:12], 'big')}\n"
            said = (time if kind == 4 else "") + self.body
            good = raw[:4] == number and (kind == 4 or name == self.origin)
            if good and signed(public, said.encode(), raw[12 if kind == 4 else 4 :]):
                return True
        return False

    def faults(self, keys: Sequence[Key]) -> list[str]:
        return [f"校验点没有“{x[0]}”的有效签名" for x in keys if not self.signed_by(x)]


def tree(*parts: bytes) -> bytes:
    """The hash of a leaf (one part), or of two subtrees side by side."""
    return hashlib.sha256(bytes([len(parts) - 1]) + b"".join(parts)).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root of RFC 6962, level by level: the last of an odd level moves up as it is."""
    level = list(leaves) or [hashlib.sha256().digest()]
    while len(level) > 1:
        above = [tree(x, y) for x, y in zip(level[::2], level[1::2], strict=False)]
        level = above + level[len(above) * 2 :]
    return level[0]


def led_to(index: int, size: int, found: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 6962 §2.1.1); None for none."""
    if not 0 <= index < size or (size > 1) != bool(proof) or len(proof) > 64:
        return None
    if size == 1:
        return found
    half, last = 1 << (size - 1).bit_length() - 1, proof[-1]
    part = (index, half) if index < half else (index - half, size - half)
    inner = led_to(*part, found, proof[:-1])
    return inner and (tree(inner, last) if index < half else tree(last, inner))


class Package:
    """A file to check, and what is wrong with it. Raises ValueError and its like for no package."""

    def __init__(self, file: str, keys: Sequence[Key] = ()) -> None:
        self.found: list[str] = []
        self.rows: dict[tuple[str, int], bytes] = {}
        self.last: dict[str, tuple[int, str]] = {}
        self.leaves: list[bytes] = []
        manifest, log, lines = self._read(file)
        self._chains(manifest["streams"], lines)
        self.checkpoint = Checkpoint(log["checkpoint"]) if log["checkpoint"] else None
        missing = ["没有签过的校验点"] if keys else []
        self.found += self.checkpoint.faults(keys) if self.checkpoint else missing
        covered = self._log(log, self.checkpoint) if self.checkpoint else {}
        self.late = sum(x[0] - covered.get(name, 0) for name, x in self.last.items())
        """Events after the checkpoint: no signature covers them yet."""

    def _read(self, file: str) -> tuple[Any, Any, list[str]]:
        raw = Path(file).read_bytes()
        if raw[-64:] != hashlib.sha256(raw[:-64]).hexdigest().encode():
            self.found.append("封印与内容不符，文件被改动过（旧版的包用包内的 verify.py 核对）")
        with zipfile.ZipFile(file) as archive:
            if {x.filename for x in archive.infolist() if x.file_size < _MOST} != _FILES:
                raise ValueError("包里的文件不对")
            held = {x: archive.read(x) for x in _FILES}
        manifest, log = json.loads(held["manifest.json"]), json.loads(held["log.json"])
        digests = {x: hashlib.sha256(y).hexdigest() for x, y in held.items() if x[0] != "m"}
        said = unicodedata.normalize("NFC", _ENCODE(log)).encode()  # the one text of it
        if digests != manifest["files"] or said != held["log.json"]:
            self.found.append("文件与清单的散列不符")
        return manifest, log, held["events.ndjson"].decode().split("\n")[:-1]

    def _chains(self, streams: Any, lines: Sequence[str]) -> None:
        for stream, version, before, found, faults in map(checked, lines):
            last = self.last.get(stream, (0, _START))
            apart = ["缺失或次序被改动"] * (version != last[0] + 1)
            apart += ["与前一条的连接断开"] * (before != last[1])
            self.found += [f"{stream} 第{version}条：{x}" for x in apart + faults]
            self.last[stream] = (version, found)
            self.rows[stream, version] = tree(bytes.fromhex(found))
        heads = {x["stream"]: (x["version"], x["head"]) for x in streams}
        differing = {x for x in (*heads, *self.last) if heads.get(x) != self.last.get(x)}
        self.found += [f"{x}：链尾与清单不符，末尾被截去或添加" for x in sorted(differing)]

    def _log(self, log: Any, note: Checkpoint) -> dict[str, int]:
        covered: dict[str, int] = {}
        order = [(stream, version) for stream, version in log.get("order", ())]
        for stream, version in order:
            if version != covered.get(stream, 0) + 1 or (stream, version) not in self.rows:
                self.found.append(f"账册里 {stream} 第{version}条的次序不对，或没有这条事件")
            covered[stream] = version
        self.leaves = [self.rows.get(x, b"") for x in order]
        if "order" in log and (len(order), root_of(self.leaves)) != (note.size, note.root):
            self.found.append("账册的根与校验点不符：有事件被改动、删除或添加")
        for stream, (version, position, proof) in log.get("heads", {}).items():
            covered[stream] = version
            known = self.rows.get((stream, version), b"")
            if led_to(position - 1, note.size, known, [*map(_unb64, proof)]) != note.root:
                self.found.append(f"{stream} 第{version}条不在签过的账册里，整条链可能被重写")
        return covered

    def against(self, kept: Checkpoint) -> list[str]:
        """What is wrong beside a checkpoint that somebody kept: the log must continue it."""
        own = self.checkpoint
        if own is None or kept.origin != own.origin:
            return ["留存的校验点属于另一本账册"]
        if kept.size > own.size:
            return [f"账册有{own.size}条，比留存的校验点{kept.size}条短：末尾被截去"]
        if not self.leaves and kept.size < own.size:
            return ["与更早的校验点比较要用全册导出（bihuan export log）"]
        same = kept.root == (root_of(self.leaves[: kept.size]) if self.leaves else own.root)
        return [] if same else [f"账册的前{kept.size}条与留存的校验点不符：被改写过"]


def check(own: argparse.Namespace) -> tuple[Package | None, list[str]]:
    """What was read, and everything that is wrong. Raises ValueError and its like."""
    keys = [key_of(x) for x in own.key]
    logs = [x for x in keys if x[2] == 1]
    if not (own.package or own.receipt or (own.checkpoint and logs)):
        raise ValueError("请给出离线包、回执，或留存的校验点和账册的公钥")
    package = Package(own.package, keys) if own.package else None
    found = [] if package is None else package.found
    for note in (Checkpoint(Path(x).read_text("utf-8")) for x in own.checkpoint):
        found += note.faults(logs) + (package.against(note) if package else [])
    for given in own.receipt:
        said = dict(zip(("stream", "version", "hash"), (*given, 0, 0)[:3], strict=True))
        said = said if len(given) == 3 else json.loads(Path(given[0]).read_text("utf-8"))
        place, known = (said["stream"], int(said["version"])), tree(bytes.fromhex(said["hash"]))
        if package and package.rows.get(place) != known:
            found.append(f"{place[0]} 第{place[1]}条与回执不符，整条链可能被重写")
        if not package and not said.get("checkpoint"):
            raise ValueError("回执没有证明，请同时给出离线包，或改用账册页下载的回执")
        if said.get("checkpoint"):
            note, proof = Checkpoint(said["checkpoint"]), [*map(_unb64, said["proof"])]
            near = package if package and package.leaves else None  # else the proof must do
            found += note.faults(logs) + (near.against(note) if near else [])
            if led_to(said["position"] - 1, note.size, known, proof) != note.root:
                found.append("回执的证明与它的校验点不符")
    return package, found


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what was checked; 1 where anything is wrong, 2 where nothing could be compared."""
    asked = argparse.ArgumentParser(description="核对离线包、校验点和回执，不联网。")
    asked.add_argument("package", nargs="?", help="离线包.zip")
    asked.add_argument("--key", "--witness", action="append", default=[], help="公钥，账册或见证方")
    asked.add_argument("--checkpoint", action="append", default=[], help="留存的校验点")
    asked.add_argument("--receipt", action="append", default=[], nargs="+", help="回执")
    own = asked.parse_args(arguments)
    try:
        package, found = check(own)
    except Exception as bad:  # noqa: BLE001  # a hostile file ends in a refusal, never in a pass
        sys.stdout.write(f"核对不了：{bad if type(bad) is ValueError else repr(bad)}\n")
        return 2
    if package:
        note, late = package.checkpoint, package.late
        sys.stdout.write(f"{len(package.last)}条链、{len(package.rows)}条事件，")
        sys.stdout.write(f"校验点{note.size}条，" if note else "没有校验点，")
        sys.stdout.write(f"{late}条还没有签到，" if note and late else "")
    sys.stdout.write(f"{len(own.receipt)}张回执，" if own.receipt else "")
    sys.stdout.write("" if own.key else "没有给出公钥所以签名未核，")
    sys.stdout.write(f"{len(found)}处不符。\n" + "".join(f"{x}\n" for x in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
