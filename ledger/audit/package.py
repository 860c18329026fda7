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
from ledger.canon import instant
from ledger.chain import COLUMNS

if TYPE_CHECKING:
    from ledger.door import Ledger

_HEADS = """
SELECT id, version, head, ledger_now() AS now FROM streams WHERE id = ANY($1::text[]) ORDER BY id
"""
_EVENTS = "SELECT * FROM events WHERE stream = ANY($1::text[]) ORDER BY stream, version"
_SAID = """离线核对包

events.ndjson   全部事件，一行一条，原样
manifest.json   每条链的链尾、条数和各文件的散列
verify.py       核对程序，只用 Python 自带的库，不联网

核对：python3 verify.py {name}
有回执的，再加：--receipt 流 序号 散列。整条链连同链尾被重写，只有留在外面的回执能发现。
"""
_CHECKER = Path(offline.__file__).read_bytes()
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same record makes the same bytes."""


async def package(ledger: "Ledger", streams: Sequence[str], name: str) -> bytes:
    """The ZIP file of these streams, read in one snapshot."""
    async with ledger.pool.read(snapshot=True) as connection:
        heads = (await connection.exec_driver_sql(_HEADS, (list(streams),))).all()
        rows = (await connection.exec_driver_sql(_EVENTS, (list(streams),))).all()
    files = {
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
    return held.getvalue()
