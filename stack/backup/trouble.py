"""What can go wrong with backups. Each says in a sentence what to do, Chinese first.

Trouble
├── NoBackups         no folder is named, or there is no base backup in it
├── NoSuchBase        no base backup has the name that was given
├── NoneOldEnough     the moment asked for is before the first base backup
├── BeyondArchive     the moment asked for is after what the archive holds
├── HoldsSomething    the place to restore to is not empty
├── Damaged           a backup that does not check out
├── ToolFailed        one of PostgreSQL's programs failed; carries its last lines
└── AnotherServer     a backup of another major version than the server that is shipped
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from domain.calendar import SHANGHAI
from stack.trouble import Trouble


class NoBackups(Trouble):
    """Nowhere to put backups, or nothing to restore."""

    def __init__(self, folder: Path | None) -> None:
        where = "没有设置 BACKUPS" if folder is None else f"{folder} 中没有完整的备份"
        super().__init__(
            f"{where}：请把 BACKUPS 设为备份目录（最好在另一块磁盘），再运行 bihuan backup。"
            " No backup: set BACKUPS to a folder, best on another disk, then run `bihuan backup`."
        )


class NoSuchBase(Trouble):
    """A name that none of the bases has."""

    def __init__(self, name: str, there: Sequence[str]) -> None:
        super().__init__(
            f"没有名为 {name} 的备份：请从现有的 {'、'.join(there)} 中选一份，"
            "或不写 --base 由程序选最近的一份。"
            f" There is no backup {name}: name one of those, or leave out --base."
        )


class NoneOldEnough(Trouble):
    """A moment before the oldest base backup."""

    def __init__(self, wanted: datetime, oldest: datetime) -> None:
        super().__init__(
            f"最早的备份完成于 {shown(oldest)}，回不到更早的 {shown(wanted)}："
            "请改用较晚的时刻，或把 BACKUPS 指向保存更久的备份。"
            " The oldest backup is younger than that moment: ask for a later one."
        )


class BeyondArchive(Trouble):
    """A moment after the last thing that was archived."""

    def __init__(self, wanted: datetime) -> None:
        super().__init__(
            f"归档中没有 {shown(wanted)} 及以后写下的内容：不写 --to 就恢复到归档的尽头；"
            "若旧数据目录的 pg_wal 还在，用 --also-wal 一并给出。"
            " The archive ends before that moment: leave out --to to restore all it holds."
        )


class HoldsSomething(Trouble):
    """A restore never writes over anything."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} 中已有内容，恢复从不覆盖：请先把它移到别处保存，"
            "或用 --home 指定一个空的数据目录。"
            " A restore writes over nothing: move that folder away, or name an empty --home."
        )


class Damaged(Trouble):
    """A file of the backup is not what its manifest says."""

    def __init__(self, what: Path, said: str) -> None:
        super().__init__(
            f"备份 {what} 校验不符，没有恢复任何内容：请用 --base 换一份备份。\n{said}\n"
            "The backup does not check out and nothing was restored: take another with --base."
        )


class ToolFailed(Trouble):
    """One of PostgreSQL's own programs failed."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(
            f"{name} 没有成功。它说：\n{said}\n请检查：数据库账号有 REPLICATION 权限、"
            "pg_hba.conf 允许 replication 连接、wal_level 至少为 replica、磁盘有空间；"
            f"详见 docs/runbooks/restore.md。 {name} failed; see the runbook."
        )


class AnotherServer(Trouble):
    """A data folder belongs to one major version."""

    def __init__(self, found: str, ours: str) -> None:
        super().__init__(
            f"这份备份来自 PostgreSQL {found}，本程序自带 {ours}：请用做备份时的那个版本的 bihuan"
            "（PostgreSQL 主版本相同）恢复，再按升级步骤迁移。"
            f" The backup is of PostgreSQL {found}: restore it with a version that ships that one."
        )


def shown(instant: datetime) -> str:
    """An instant as people here read it."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
