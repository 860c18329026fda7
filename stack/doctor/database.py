"""PostgreSQL: what it promises, how soon it keeps it, and how far the schema is."""

import asyncio
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

import asyncpg

from ledger.migrate import newest_revision
from ledger.url import plain_url
from stack.doctor.check import Check, ill, note, well
from stack.doctor.machine import clock_skew
from stack.probes import OLDEST

_ABOUT = """
SELECT current_setting('server_version_num')::int / 10000 AS major,
       current_setting('server_version') AS version,
       extract(epoch FROM clock_timestamp())::float8 AS seconds,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS sessions,
       current_setting('max_connections')::int AS most,
       (SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'
            AND state_change < clock_timestamp() - interval '1 minute') AS idle,
       (SELECT version_num FROM alembic_version) AS revision
"""
_MUST = ("fsync", "synchronous_commit", "full_page_writes")
_EMIT = "SELECT pg_logical_emit_message(true, 'bihuan doctor', '')"
"""A commit that waits for the disk as every other does, and changes no table."""
COMMITS, APART = 100, 0.01
"""So many commits, and seconds between two of them: a disk that stalls does so now and then."""
SLOW, STALL = 0.01, 0.1
"""Seconds: what a commit usually takes on a disk of today, and what a filer begins to feel."""
AWAY = "请启动 make up，或检查 DATABASE_URL 的地址、账号和数据库服务"


async def look(url: str) -> list[Check]:
    """All of it; one line where the database does not answer."""
    try:
        connection = await asyncpg.connect(plain_url(url), timeout=5)
    except (OSError, ValueError, TimeoutError, asyncpg.PostgresError) as bad:
        return [ill("数据库", f"连不上：{' '.join(str(bad).split())[:80]}", AWAY)]
    try:
        return [
            *await _safe(connection),
            commits(await _timed(connection)),
            *await _about(connection),
        ]
    finally:
        await connection.close()


async def _safe(connection: Any) -> list[Check]:
    off = [x for x in _MUST if await connection.fetchval(f"SHOW {x}") == "off"]
    found = [well("落盘", "fsync、synchronous_commit、full_page_writes 都开着")]
    if off:
        words = f"{'、'.join(off)} = off"
        found = [ill("落盘", words, "请在 postgresql.conf 中打开并重启：断电会丢已登记的内容")]
    if await connection.fetchval("SHOW data_checksums") == "off":
        todo = "请停库后运行 pg_checksums --enable，能早发现磁盘损坏"
        return [*found, note("页校验", "data_checksums = off", todo)]
    return [*found, well("页校验", "开着")]


async def _timed(connection: Any) -> list[float]:
    taken = []
    for _ in range(COMMITS):
        began = time.perf_counter()
        await connection.execute(_EMIT)
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(APART)
    return taken


def commits(taken: Sequence[float]) -> Check:
    """How long a commit waits for the disk, of so many seconds each: nobody's filing is sooner."""
    usual, slowest = median(taken), max(taken)
    words = f"试写 {len(taken)} 次，一般 {1000 * usual:.1f} 毫秒，最慢 {1000 * slowest:.0f} 毫秒"
    if usual > SLOW:
        return note("写盘快慢", words, "请把数据库放到固态硬盘上：每次登记都要等这么久")
    if slowest > STALL:
        todo = "磁盘有时停顿，正在登记的人要跟着等；请换成不与他人共用的固态硬盘，再查一次"
        return note("写盘快慢", words, todo)
    return well("写盘快慢", words)


async def _about(connection: Any) -> list[Check]:
    try:
        row = await connection.fetchrow(_ABOUT)
    except asyncpg.UndefinedTableError:
        return [ill("数据库结构", "还没有建立", "请运行 bihuan migrate")]
    found = [clock_skew(row["seconds"]), _version(row), _sessions(row), _revision(row)]
    if row["idle"]:
        words = f"{row['idle']} 个连接停在事务中超过一分钟"
        found.append(note("停住的事务", words, "请在 pg_stat_activity 中查明是谁，并结束它"))
    return found


def _version(row: Any) -> Check:
    words = f"PostgreSQL {row['version']}"
    if row["major"] < OLDEST:
        return ill("数据库版本", words, f"请升级到 PostgreSQL {OLDEST} 或更新版本")
    return well("数据库版本", words)


def _sessions(row: Any) -> Check:
    words = f"{row['sessions']} 个连接，上限 {row['most']}"
    if row["sessions"] > 0.8 * row["most"]:
        return note("连接数", words, "请调大 max_connections，或减少 API 进程")
    return well("连接数", words)


def _revision(row: Any) -> Check:
    newest = newest_revision()
    if row["revision"] != newest:
        words = f"现为 {row['revision']}，程序需要 {newest}"
        return ill("数据库结构", words, "请运行 bihuan migrate；若数据库更新，请升级程序")
    return well("数据库结构", newest)
