"""Backups: is there one, is it young, does the archive follow, is the evidence whole."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from ledger.url import plain_url
from settings import Settings
from stack.backup.archive import SLOT
from stack.backup.mirror import digest, stored
from stack.backup.places import Backups
from stack.doctor.check import Check, ill, note, well

OLD = timedelta(hours=36)
FAR = 64 << 20
"""Bytes that the archive may be behind."""
SAMPLE = 25
_SLOT = """
SELECT active, wal_status, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS behind
FROM pg_replication_slots WHERE slot_name = $1
"""


async def look(url: str | None, own: Settings) -> list[Check]:
    """All of it."""
    if own.backups is None:
        todo = "请把 BACKUPS 设为另一块磁盘上的目录，重启 make up，再运行 bihuan backup"
        return [ill("备份", "没有设置 BACKUPS，档案没有备份", todo), *_evidence(own)]
    backups = Backups(own.backups.expanduser().resolve())
    return [_newest(backups), await _archive(url), *_evidence(own)]


def _newest(backups: Backups) -> Check:
    bases = backups.bases()
    if not bases:
        return ill("备份", f"{backups.folder} 中还没有备份", "请运行 bihuan backup")
    newest = bases[-1].manifest
    age = datetime.fromtimestamp(time.time(), UTC) - newest.ended
    words = f"{len(bases)} 份，最近 {newest.name}，{age.total_seconds() / 3600:.0f} 小时前"
    if age > OLD:
        return ill("备份", words, "请查看 logs/archive.log，并运行 bihuan backup")
    return well("备份", words)


async def _archive(url: str | None) -> Check:
    row = None
    if url is not None:
        try:
            connection = await asyncpg.connect(plain_url(url), timeout=5)
            try:
                row = await connection.fetchrow(_SLOT, SLOT)
            finally:
                await connection.close()
        except (OSError, TimeoutError, asyncpg.PostgresError) as bad:
            return ill("归档", f"无法核对：{' '.join(str(bad).split())[:60]}", "先处理数据库的问题")
    return _slot(row)


def _slot(row: Any) -> Check:
    again = "请确认设了 BACKUPS 的 bihuan up（或 backup 服务）在运行，并查看 logs/archive.log"
    if row is None:
        return ill("归档", "没有归档通道，备份以后写下的内容不在归档中", again)
    words = f"落后 {(row['behind'] or 0) >> 20} MB"
    if row["wal_status"] in ("lost", "unreserved"):
        return ill("归档", f"归档已断档（{row['wal_status']}）", f"{again}；它会自动重做备份")
    if not row["active"]:
        return ill("归档", f"归档进程不在线，{words}", again)
    return note("归档", words, again) if (row["behind"] or 0) > FAR else well("归档", words)


def _evidence(own: Settings) -> list[Check]:
    """A sample of the evidence files against their names."""
    files = list(stored(own.evidence))
    step = max(len(files) // SAMPLE, 1)
    bad = [x.name for x in files[::step] if digest(x) != x.name]
    if bad:
        words = f"{bad[0][:12]}… 与其散列不符"
        todo = "请从备份的 evidence 目录取回该文件，并检查磁盘"
        return [ill("证据文件", words, todo)]
    return [well("证据文件", f"共 {len(files)} 份，抽查 {len(files[::step])} 份无误")]
