"""Why the ledger itself says no, beside what the domain refuses.

Refused
├── ReusedKey       the same client and command id, another body
├── NoRoom          a party has handed in as many files as it may
├── StaleReceipt    a time of receipt that cannot be true any more, or not yet
├── FactsHeld       the record was restored, and nobody has said yet what was lost
├── OlderEpoch      the clock was started before the record was restored
├── Crowded         too many moments of the past are asked for at once
├── Unavailable     the database is away, or nobody knows whether it was written
├── UnsafeDatabase  a server that may forget what it has confirmed
├── NotMigrated     the database has no ledger yet
├── NewerSchema     the database was made by a newer version
├── ClockChosen     the clock of this installation is real and cannot be set
├── FailpointRefused a process told to end itself, where the record is in earnest
└── MayNotMakeDatabases  the sample beside the record cannot be made
"""

from domain.refusals import Contradicted, Refused


class ReusedKey(Refused):
    """One command id names one command, for ever (`reliability §2.3`)."""

    def __init__(self, command_id: str) -> None:
        super().__init__(
            f"编号“{command_id}”已用于另一内容；请为新的内容换一个新的编号。",
            f"the key “{command_id}” was used for another body; take a new key.",
        )


class NoRoom(Contradicted):
    """One party cannot fill the disk of all (ASVS 5.2.4)."""

    def __init__(self, files: int, size: int) -> None:
        super().__init__(
            f"本单位上传的文件已达上限（{files} 个、{size // 1024**3} GB），这个文件没有保存；"
            "请联系管理员提高上限。",
            f"your party has handed in as much as it may ({files} files, {size // 1024**3} GB);"
            " ask the administrator for more.",
        )


class StaleReceipt(Refused):
    """Received more than 25 s ago or more than 0.5 s from now (`reliability §2.4`)."""

    def __init__(self) -> None:
        super().__init__(
            "请求等待过久，收件时间已不能采用；请用同一编号重新提交。",
            "the request waited too long to be dated; send it again with the same key.",
        )


class Crowded(Refused):
    """So many houses of the past wait to be made that one more has to wait outside."""

    def __init__(self) -> None:
        super().__init__(
            "正在重放的日子太多，这一个还没有排上；过几秒再看。今天的页面和报送不受影响。",
            "too many moments are being replayed; ask again in some seconds."
            " Today's pages and submitting are not affected.",
        )


class Unavailable(Refused):
    """The database is away or did not say whether it wrote (`reliability §2.2`)."""

    def __init__(self) -> None:
        super().__init__(
            "服务暂时没有应答，尚不能确定是否已经登记；请稍后用同一编号重试，不会重复登记。",
            "the outcome is not known; repeat with the same key, nothing is recorded twice.",
        )


class FactsHeld(Refused):
    """A restored record takes no facts before two people have said what it lost (§5.2, no. 11)."""

    def __init__(self) -> None:
        super().__init__(
            "档案刚由备份恢复，可能缺少已经登记过的内容：在两位工作人员先后登录、说明并确认丢失了什么之前，"
            "只能查阅，不能登记。请人大机关到“恢复与丢失”页（/loss）办理，或运行 bihuan loss show；"
            "因此错过的期限会自动顺延。",
            "the record was restored and may lack what was recorded: it can be read, and takes no"
            " facts before two people have declared and confirmed what was lost (/loss, or"
            " `bihuan loss show`); deadlines missed meanwhile move.",
        )


class OlderEpoch(Refused):
    """A clock that was started before a restore believes in a record that is no more (§2.13)."""

    def __init__(self, clock: int, record: int) -> None:
        super().__init__(
            f"时钟属于第 {clock} 期档案，现在是第 {record} 期：它自行结束，由账本另起新的时钟。",
            f"the clock is of epoch {clock}, the record of {record}: it ends, another is started.",
        )


class UnsafeDatabase(Refused):
    """A server with fsync or synchronous_commit off, or an old one, cannot hold a record."""

    def __init__(self, setting: str, value: str) -> None:
        super().__init__(
            f"数据库设置 {setting} = {value}，不能用来保存档案；请改正后重试。",
            f"the database has {setting} = {value}, which a record cannot live with; change it.",
        )


class NotMigrated(Refused):
    """The database has no ledger yet."""

    def __init__(self) -> None:
        super().__init__(
            "数据库中还没有档案结构；请先运行 bihuan migrate。",
            "the database holds no ledger yet; run `bihuan migrate` first.",
        )


class NewerSchema(Refused):
    """The database was brought to a schema that this version does not know."""

    def __init__(self) -> None:
        super().__init__(
            "数据库由更新版本的程序建立，本版本不能使用；请升级程序，数据没有改动。",
            "the database was made by a newer version; upgrade the program. Nothing was changed.",
        )


class ClockChosen(Refused):
    """The clock is chosen once, when the installation is made."""

    def __init__(self) -> None:
        super().__init__(
            "本系统使用真实时钟，不能设定时间；演示请用新的数据目录：make up CLOCK=settable。",
            "this installation has the real clock; for a demo start a new data folder with"
            " make up CLOCK=settable.",
        )


class FailpointRefused(Refused):
    """Failpoints are for trials; an installation with the real clock is none."""

    def __init__(self) -> None:
        super().__init__(
            "本系统使用真实时钟，不接受 FAILPOINT；请去掉这个环境变量后重新启动。",
            "this installation has the real clock and takes no FAILPOINT; unset it, start again.",
        )


class MayNotMakeDatabases(Refused):
    """The sample needs a database of its own, and that name or right is not ours."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"样稿要放在另一个数据库“{name}”里，现在建不了：请让数据库管理员给本系统的账号建库的权限，"
            "并确认没有同名的库。档案没有改动。",
            f"the sample needs the database “{name}” of its own, which cannot be made: grant"
            " CREATEDB, and see that no other has that name. The record was not touched.",
        )
