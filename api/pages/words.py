"""The words of the pages: plain verbs, and no colour without its word (design §12)."""

import re
from datetime import date
from decimal import Decimal

from domain.duty import Status
from domain.lights import Light
from domain.parties import label_zh
from domain.regimes.model import Stage

LAMP_ZH = {
    "red": "滞后",
    "amber": "偏慢",
    "green": "正常",
    "done": "办结",
    "idle": "未到期",
    "hold": "暂缓",
    "stop": "终止",
}
STAGE_ZH = {
    Stage.COLLECT: "征集",
    Stage.SCREEN: "筛选",
    Stage.DECIDE: "决定",
    Stage.PLAN: "方案",
    Stage.IMPLEMENT: "实施",
    Stage.EVALUATE: "测评",
    Stage.REPORT: "报告",
}
RUNG_ZH = {0: "未升级", 1: "一级", 2: "二级", 3: "三级", 4: "四级"}
RUNG_LONG_ZH = {1: "一级　催办", 2: "二级　督办函", 3: "三级　代表小组", 4: "四级　建议"}
_PERIOD = re.compile(
    r"([0-9]{4})(?:-(?:M(0[1-9]|1[0-2])|Q([1-4])|H([12])|([0-9]{2}-[0-9]{2})))?(?:-([0-9]+))?"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz_/-"
"""Of a duty's name, where it stands for a period that there is not."""


def lamp(light: Light | None, *, closed: bool = False) -> str | None:
    """The lamp's mark of a project; None for what has none."""
    if closed:
        return "done"
    if light is None:
        return None
    return {Light.RED: "red", Light.YELLOW: "amber", Light.GREEN: "green"}[light]


def period_zh(period: str | None) -> str:
    """5月, 二季度, 上半年, 2023年; 第3号 of several of one line, which have no period; 5月第2号 of
    several that a period's consultation brought; 7月18日 where a meeting's day is the period."""
    if not period:
        return ""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return f"第{period.lstrip(_LETTERS)}号"
    year, month, quarter, half, day, number = found.groups()
    if month is not None:
        said = f"{int(month)}月"
    elif quarter is not None:
        said = f"{'一二三四'[int(quarter) - 1]}季度"
    elif half is not None:
        said = ("上半年", "下半年")[int(half) - 1]
    elif day is not None:
        said = f"{int(day[:2])}月{int(day[3:])}日"
    else:
        said = f"{year}年"
    return f"{said}第{number}号" if number else said


def figure(number: Decimal | int | None) -> str:
    """A number without idle zeros; nothing stands for what nobody told."""
    if number is None:
        return ""
    value = Decimal(number)
    return f"{value.normalize():f}" if value == value.to_integral() or value else "0"


def size_zh(size: int) -> str:
    """2.1MB, 48KB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}KB"
    return f"{size / 1024 / 1024:.1f}MB"


STATUS_ZH = {
    Status.FULFILLED: "按期",
    Status.FULFILLED_LATE: "迟交，已收下",
    Status.SUBMITTED: "已交，等收下",
    Status.WAIVED: "已免除",
    Status.VOID: "已失效",
    Status.PAUSED: "暂缓，停止计时",
}


def result_zh(status: Status, late: int, left: int, *, settled: bool) -> str:
    """What became of a duty, or how long it has; numbers are working days."""
    if status is Status.OVERDUE:
        return f"逾期{late}个工作日"
    if status in STATUS_ZH:
        return STATUS_ZH[status]
    if not settled:
        return "日子未定"
    return f"还有{left}个工作日" if left else "今天到期"


def span_zh(first: date, last: date) -> str:
    """7月11日至13日."""
    if first == last:
        return f"{first.month}月{first.day}日"
    tail = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{tail}"


def duty_zh(zh: str, period: str | None) -> str:
    """月度进度 5月: the line's name and its period in words."""
    name = zh.removesuffix(f" {period}") if period else zh
    return f"{name} {period_zh(period)}".strip()


def who_zh(who: str) -> str:
    """A party on a page that says already that units are made up."""
    return label_zh(who).removeprefix("（合成）")


def name_zh(name: str) -> str:
    """A name from a list, its straight quotes set as “ ”."""
    parts = name.split('"')
    marks = ["“" if n % 2 == 0 else "”" for n in range(len(parts) - 1)]
    return "".join(x for pair in zip(parts, [*marks, ""], strict=True) for x in pair)


def told_zh(sentence: str) -> str:
    """A recorded sentence with its periods in words: 2023-M05 is 5月."""
    return re.sub(r" ?\b(\d{4}-[MQH]\d{1,2})\b ?", lambda x: f" {period_zh(x[1])}", sentence)


RULE_ZH = {
    "T1": "起算",
    "T2": "对应日",
    "T3": "顺延",
    "T4": "调休",
    "T5": "数日",
    "T6": "提前",
    "T8": "暂定",
    "end_of_period": "期末",
}
"""`rulebook §3.7`, in words."""
