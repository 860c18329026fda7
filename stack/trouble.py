"""What can go wrong on the way up. Each says in a sentence what to do, Chinese first.

Trouble
├── AlreadyUp          a second `bihuan up` over the same data folder
├── PortTaken          another program listens there
├── DiskFull           no room to work safely
├── NotADataFolder     a folder that is no finished database, and may hold something
├── PasswordLost       a database whose password file is gone
├── OtherVersion       a database made by another major version
├── FolderUnreachable  the data folder cannot be made, or not entered
└── DidNotStart        a process ended or stayed silent; carries its last lines
"""

from pathlib import Path


class Trouble(Exception):
    """Something the person at the terminal can mend."""


class AlreadyUp(Trouble):
    """Two supervisors over one data folder would each undo the other."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} 已有一个 bihuan up 在运行：请用那一个，或先在它的终端按 Ctrl-C；"
            "要另起一套，请设 BIHUAN_HOME 与各端口。"
            " Another `bihuan up` runs over this folder: use it, or stop it with Ctrl-C."
        )


class PortTaken(Trouble):
    """Another program listens on the port."""

    def __init__(self, what: str, port: int, variable: str) -> None:
        super().__init__(
            f"{what} 要用的端口 {port} 已被别的程序占用：请停掉那个程序，"
            f"或换一个端口：{variable}={port + 1000 if port < 64000 else port - 1000} make up。"
            f" Port {port} ({what}) is taken: stop that program or set {variable}."
        )


class DiskFull(Trouble):
    """A database that runs out of room stops in the middle of the day; better not to start it."""

    def __init__(self, folder: Path, free: int, need: int) -> None:
        super().__init__(
            f"{folder} 所在磁盘只剩 {free >> 20} MB，至少要 {need >> 20} MB："
            "请腾出空间后重试，或用 BIHUAN_HOME 换到别的磁盘；已有数据未动。"
            f" The disk under {folder} is full: free some room, or move BIHUAN_HOME."
        )


class NotADataFolder(Trouble):
    """Nothing in it is deleted: it may be somebody's data."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} 不是完整的数据库目录，其中内容未动：请把它移到别处"
            "（若有备份，用备份恢复），再运行 make up。"
            f" {folder} is not a finished database and was left alone: move it away, start again."
        )


class PasswordLost(Trouble):
    """The database is there, the file with its password is not."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"找不到数据库密码文件 {file}：请从备份放回这个文件（内容只有密码一行，权限 0600）；"
            "数据未动。"
            f" The password file {file} is missing: put it back from a backup."
        )


class OtherVersion(Trouble):
    """PostgreSQL reads only data folders of its own major version."""

    def __init__(self, folder: Path, found: str, ours: str) -> None:
        super().__init__(
            f"{folder} 由 PostgreSQL {found} 建立，本程序带的是 {ours}：请用原来的版本导出"
            "（pg_dump），移走这个目录，启动后再导入；数据未动。"
            f" Made by PostgreSQL {found}, ours is {ours}: dump with the old one, then restore."
        )


class FolderUnreachable(Trouble):
    """The data folder cannot be made or entered."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"用不了数据目录 {folder}（{why}）：请改它的权限，或用 BIHUAN_HOME 指定别的目录。"
            f" The data folder {folder} cannot be used: mend its permissions or set BIHUAN_HOME."
        )


class DatabaseUnreachable(Trouble):
    """The database given from outside does not let us in."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"连不上数据库 {where}（{why}）：请检查 DATABASE_URL 的地址、用户名、密码，"
            "以及数据库是否在运行；去掉 DATABASE_URL 就用自带的数据库。"
            f" The database {where} cannot be reached: check DATABASE_URL, or unset it."
        )


class DatabaseTooOld(Trouble):
    """The database given from outside is too old."""

    def __init__(self, found: int, oldest: int) -> None:
        super().__init__(
            f"DATABASE_URL 指向 PostgreSQL {found}，至少要 {oldest}：请升级，或换一个数据库。"
            f" PostgreSQL {found} is too old: {oldest} or later is needed."
        )


class TemporalUnreachable(Trouble):
    """Nothing listens at the address given from outside."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"连不上 Temporal {address}（{why}）：请检查 TEMPORAL_ADDRESS（主机:端口），"
            "以及它是否在运行；去掉 TEMPORAL_ADDRESS 就用自带的。"
            f" Temporal at {address} cannot be reached: check TEMPORAL_ADDRESS, or unset it."
        )


class Unwell(Trouble):
    """Everything runs, and a part does not get well."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(
            "有部分一直没有恢复正常：\n"
            + "\n".join(f"  | {line}" for line in said)
            + "\n请看 logs 目录中相应的日志。 A part does not get well: see its log."
        )


class DidNotStart(Trouble):
    """A process ended, or never said that it was ready."""

    def __init__(self, what: str, ended: int | None, log: Path, last: str, advice: str) -> None:
        how = "迟迟没有就绪" if ended is None else f"退出了（{ended}）"
        super().__init__(
            f"{what} {how}。日志 {log}，最后几行：\n{last}\n{advice}"
            f"{what} {'was never ready' if ended is None else f'ended ({ended})'}; its log: {log}."
        )
