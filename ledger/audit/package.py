"""A part of the record to take away: events as they stand, a manifest of heads and digests, and the
checker itself, so that nobody needs us to check us."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.audit import offline
from ledger.canon import canonical, instant
from ledger.chain import COLUMNS
from ledger.log.exported import log_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_HEADS = """
SELECT id, version, head, ledger_now() AS now FROM streams
WHERE $1::text[] IS NULL OR id = ANY($1) ORDER BY id
"""
_EVENTS = """
SELECT * FROM events WHERE $1::text[] IS NULL OR stream = ANY($1) ORDER BY stream, version
"""
_SAID = """离线核对包

events.ndjson   全部事件，一行一条，原样
log.json        最近一个签过的校验点，和每条链末尾（全册导出是每条事件）在账册里的位置
manifest.json   每条链的链尾、条数和各文件的散列
verify.py       核对程序，只用 Python 自带的库，不联网

核对：python3 verify.py {name} --key 账册的公钥
公钥以单位在系统以外公布的为准；核对程序最好也从别处取得。有见证方公钥的，再加 --key；有留存的
校验点的，加 --checkpoint 文件；有回执的，加 --receipt 文件，或 --receipt 流 序号 散列。
整个数据库连同密钥都被掌握的人，也改不了留在外面的回执和校验点。
"""
_CHECKER = Path(offline.__file__).read_bytes()
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same record makes the same bytes."""


async def package(ledger: "Ledger", streams: Sequence[str] | None, name: str) -> bytes:
    """The ZIP file of these streams, or with None of everything, read in one snapshot."""
    async with ledger.pool.read(snapshot=True) as connection:
        whole = streams is None
        asked = (None if streams is None else list(streams),)
        heads = (await connection.exec_driver_sql(_HEADS, asked)).all()
        rows = (await connection.exec_driver_sql(_EVENTS, asked)).all()
        log = await log_of(connection, [x.id for x in heads], whole=whole)
    files = {
        "log.json": canonical(log).encode(),
        "events.ndjson": "".join(_line(x) for x in rows).encode(),
        "verify.py": _CHECKER,
        "说明.txt": _SAID.format(name=name).encode(),
    }
    manifest = {
        "made_at": instant(heads[0].now) if heads else None,
        "events": len(rows),
        "streams": [{"stream": x.id, "version": x.version, "head": x.head} for x in heads],
        "files": {x: hashlib.sha256(y).hexdigest() for x, y in files.items()},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    return _zipped({"manifest.json": text.encode(), **files})


def _line(row: Any) -> str:
    said = {x: getattr(row, x) for x in COLUMNS}
    said = {x: instant(y) if isinstance(y, datetime) else y for x, y in said.items()}
    return json.dumps({**said, "id": str(row.id)}, ensure_ascii=False, sort_keys=True) + "\n"


def _zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
        archive.comment = b"0" * 64
    bare = held.getvalue()[:-64]
    return bare + hashlib.sha256(bare).hexdigest().encode()  # the seal, over every byte before
