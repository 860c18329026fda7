"""Check an exported record without the system: Python's standard library alone, no network.

    python3 verify.py PACKAGE.zip
    python3 verify.py PACKAGE.zip --receipt project:X 12 9f86d0…     a receipt that somebody kept

Every event's hash is made again from its own words, every chain is followed from its first event
to the head that the manifest names, every file has the digest that the manifest gives it. Whoever
could rewrite a whole chain and its head is found by receipts alone: they stand outside.
"""

import hashlib
import json
import sys
import unicodedata
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

_HEADER = (
    "actor", "client", "command_id", "fingerprint", "happened_at", "id", "n", "prev_hash",
    "reason", "received_at", "recorded_at", "schema", "stream", "type", "version",
)  # fmt: skip
_START = "0" * 64
Row = dict[str, Any]


def canonical(value: object) -> str:
    """The one text of a JSON value: sorted keys, no spaces, texts in NFC."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def hash_of(row: Row) -> str:
    """SHA-256(canonical header ‖ SHA-256(body))."""
    header = canonical({x: row[x] for x in _HEADER})
    body = hashlib.sha256(row["body"].encode()).digest()
    return hashlib.sha256(header.encode() + body).hexdigest()


def id_of(row: Row) -> str:
    """An event's id follows from the command that made it."""
    space = uuid.uuid5(uuid.NAMESPACE_URL, "urn:bihuan:event")
    return str(uuid.uuid5(space, canonical([row["client"], row["command_id"], row["n"]])))


def faults_of(row: Row, last: tuple[int, str]) -> Iterator[str]:
    """What is wrong with an event that should follow (version, hash)."""
    if row["version"] != last[0] + 1:
        yield f"第{last[0] + 1}条缺失或次序被改动"
    if row["prev_hash"] != last[1]:
        yield "与前一条的连接断开"
    if row["hash"] != hash_of(row):
        yield "内容与散列不符，被改动"
    if row["id"] != id_of(row):
        yield "编号与命令不符，被改动"


def check(package: str, receipts: Iterable[tuple[str, ...]] = ()) -> tuple[int, int, list[str]]:
    """(events, streams, complaints) of a package; receipts are (stream, version, hash)."""
    found = []
    with zipfile.ZipFile(package) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for name, digest in manifest["files"].items():
            if hashlib.sha256(archive.read(name)).hexdigest() != digest:
                found.append(f"{name}：文件与清单的散列不符")
        rows = [json.loads(x) for x in archive.read("events.ndjson").decode().splitlines() if x]
    last: dict[str, tuple[int, str]] = {}
    held: dict[tuple[str, int], str] = {}
    for row in rows:
        stream = row["stream"]
        before = last.get(stream, (0, _START))
        found += [f"{stream} 第{row['version']}条：{x}" for x in faults_of(row, before)]
        last[stream] = (row["version"], row["hash"])
        held[stream, row["version"]] = row["hash"]
    heads = {x["stream"]: (x["version"], x["head"]) for x in manifest["streams"]}
    found += [
        f"{x}：链尾与清单不符，末尾被截去或添加"
        for x in sorted(set(heads) | set(last))
        if heads.get(x) != last.get(x)
    ]
    found += [
        f"{stream} 第{version}条与回执不符，整条链可能被重写"
        for stream, version, digest in receipts
        if held.get((stream, int(version))) != digest
    ]
    return len(rows), len(last), found


def main(arguments: list[str]) -> int:
    """Say what was checked; 1 where anything is wrong."""
    if not arguments:
        sys.stderr.write("用法：python3 verify.py 离线包.zip [--receipt 流 序号 散列]…\n")
        return 2
    rest = arguments[1:]
    told = [tuple(rest[n + 1 : n + 4]) for n, x in enumerate(rest) if x == "--receipt"]
    receipts = [x for x in told if len(x) == 3]
    events, streams, found = check(arguments[0], receipts)
    checked = f"，{len(receipts)}张回执" if receipts else ""
    sys.stdout.write(f"{streams}条链、{events}条事件{checked}，{len(found)}处不符。\n")
    for zh in found:
        sys.stdout.write(f"{zh}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
