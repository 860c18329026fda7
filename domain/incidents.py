"""Incidents: what is stuck, for how long, and what a person can do about it (reliability §1, §2.7).

An incident is no fact of the record. It says what was seen to be stuck and until when, so that
nobody has to guess afterwards; whoever wants to know how things stand now asks the record itself.
"""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple


class IncidentKind(StrEnum):
    """What can be stuck."""

    CLOCK_MISSING = "clock_missing"
    CLOCK_WRONG = "clock_wrong"
    CLOCK_LEFT_OVER = "clock_left_over"
    TASK_FAILING = "task_failing"
    NO_WORKER = "no_worker"
    TEMPORAL_AWAY = "temporal_away"
    MOMENT_UNDONE = "moment_undone"
    WAKE_WAITING = "wake_waiting"
    FOLLOW_UP_UNDONE = "follow_up_undone"
    FOLLOW_UP_REFUSED = "follow_up_refused"
    NOTICE_UNDELIVERED = "notice_undelivered"
    CHANNEL_FAILING = "channel_failing"
    MESSAGE_GIVEN_UP = "message_given_up"
    API_SILENT = "api_silent"
    WATCH_SILENT = "watch_silent"
    PART_SILENT = "part_silent"
    BEHIND_RECEIPT = "behind_receipt"
    LOG_UNSIGNED = "log_unsigned"
    LOG_BEHIND = "log_behind"
    LOG_GAP = "log_gap"


class Incident(NamedTuple):
    """How a kind is told."""

    zh: str
    en: str
    do: str
    """What to do."""
    by_hand: bool = False
    """Whether it is over only when a person says so, since nothing will mend it by itself."""


_MENDED = "系统已自动唤醒"
INCIDENTS: dict[IncidentKind, Incident] = {
    IncidentKind.CLOCK_MISSING: Incident(
        "没有时钟",
        "no clock runs",
        f"{_MENDED}。五分钟后仍在：检查 worker 和 Temporal，再运行 bihuan wake --all。",
    ),
    IncidentKind.CLOCK_WRONG: Incident(
        "时钟停在旧时刻",
        "the clock believes in another moment",
        f"{_MENDED}，到期事项由清扫进程照办。五分钟后仍在：看 worker 的日志。",
    ),
    IncidentKind.CLOCK_LEFT_OVER: Incident(
        "已办结，时钟还在走",
        "a clock runs for what is closed",
        f"{_MENDED}，时钟会自行结束。五分钟后仍在：在 Temporal 里结束它，记录不受影响。",
    ),
    IncidentKind.TASK_FAILING: Incident(
        "时钟程序出错",
        "the clock's own code fails",
        "看 worker 的日志；多半是新旧程序不合。换回前一版 worker，或在 Temporal 里结束这个时钟，"
        "再运行 bihuan wake。",
    ),
    IncidentKind.NO_WORKER: Incident(
        "没有工作进程",
        "no worker asks for work",
        "启动 worker。到期事项由清扫进程照办，晚约一分钟。",
    ),
    IncidentKind.TEMPORAL_AWAY: Incident(
        "时钟服务不应答",
        "Temporal does not answer",
        "恢复 Temporal；数据丢失时运行 bihuan wake --all。记录、报送和逾期认定不受影响。",
    ),
    IncidentKind.MOMENT_UNDONE: Incident(
        "到期时刻没有处理",
        "a moment that was due is not kept",
        "检查 watch 进程；服务刚中断过的，恢复一分钟后会自行处理。",
    ),
    IncidentKind.WAKE_WAITING: Incident(
        "唤醒送不出去",
        "a wake is not carried",
        "检查 watch 和 Temporal。时钟会晚些知道变化，记录不受影响。",
    ),
    IncidentKind.FOLLOW_UP_UNDONE: Incident(
        "连带事项没有办",
        "what another stream owes this one is not carried out",
        "检查 watch 和 worker；仍在的，看 watch 日志里这个流的一行。",
    ),
    IncidentKind.FOLLOW_UP_REFUSED: Incident(
        "连带事项被拒",
        "what another stream owes this one was refused",
        "看拒绝的理由，由经办人员在那个项目的页面上按理由另行登记，办完在这里记下。",
        by_hand=True,
    ),
    IncidentKind.NOTICE_UNDELIVERED: Incident(
        "通知没有进收件箱",
        "a notice is not handed over",
        "检查 watch 进程，恢复后自行补交。",
    ),
    IncidentKind.CHANNEL_FAILING: Incident(
        "发送渠道不通",
        "a channel takes nothing",
        "检查邮件、短信或机器人的地址和口令；恢复后自动重发，通知在收件箱里都有。",
    ),
    IncidentKind.MESSAGE_GIVEN_UP: Incident(
        "消息没有送达，不再重试",
        "a message was given up",
        "核对联系方式（bihuan contact），改用电话告知对方看收件箱，办完在这里记下。",
        by_hand=True,
    ),
    IncidentKind.API_SILENT: Incident(
        "接口不应答",
        "no API beats",
        "启动接口进程（python -m api）。中断期间到期的事项会顺延，不算逾期。",
    ),
    IncidentKind.WATCH_SILENT: Incident(
        "守护进程停了",
        "the watch does not beat",
        "启动守护进程（python -m watch）。它停着，故障没人看，漏办的到期事项没人补。",
    ),
    IncidentKind.PART_SILENT: Incident(
        "守护进程的一部分停了",
        "a part of the watch does not turn",
        "看 watch 的日志，再重新启动它。",
    ),
    IncidentKind.BEHIND_RECEIPT: Incident(
        "记录比已发的回执旧",
        "the record is behind a receipt that was given",
        "不要继续登记。按恢复手册核对回执，由两人共同决定。",
    ),
    IncidentKind.LOG_UNSIGNED: Incident(
        "账册没有签字",
        "no checkpoint is signed",
        "启动公证进程（bihuan notary run）。它的日志说“接不上”的，不要删它的文件，"
        "按 docs/transparency.md 处置。",
    ),
    IncidentKind.LOG_BEHIND: Incident(
        "账册没有跟上记录",
        "the log is behind the record",
        "看 watch 的日志，再重新启动它。",
    ),
    IncidentKind.LOG_GAP: Incident(
        "记录缺了一条",
        "a version of the record is missing",
        "保留现场，运行 bihuan verify，再按恢复手册处理。这个流的新记录暂不进账册。",
    ),
}

OF_THE_HOUSE = frozenset(
    {
        IncidentKind.NO_WORKER,
        IncidentKind.TEMPORAL_AWAY,
        IncidentKind.CHANNEL_FAILING,
        IncidentKind.API_SILENT,
        IncidentKind.WATCH_SILENT,
        IncidentKind.PART_SILENT,
        IncidentKind.BEHIND_RECEIPT,
        IncidentKind.LOG_UNSIGNED,
    }
)
"""What has to do with the installation itself, and so with every region of it."""
WATCH_QUIET = timedelta(seconds=30)
"""A watch that has not beaten for so long has stopped."""
PART_QUIET: dict[str, timedelta] = {
    "relay": timedelta(minutes=10),
    "sweeper": timedelta(minutes=10),
    "reconciler": timedelta(minutes=15),
    "postman": timedelta(minutes=10),
    "receipts": timedelta(minutes=10),
    "sequencer": timedelta(minutes=10),
    "reads": timedelta(minutes=10),
    "erasures": timedelta(minutes=10),
}
"""The longest that a part's one round may take, in a storm."""


def told(kind: str) -> Incident:
    """How a kind is told, an unknown one by its name: tables may be newer than this program."""
    try:
        return INCIDENTS[IncidentKind(kind)]
    except ValueError:
        return Incident(kind, kind, "由较新的程序记下，请升级后再看。")
