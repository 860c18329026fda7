"""A rehearsal as people read it: one sentence, a line of marks, who gets how much, the messages."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from api.chart import Chart, ChartRow, Column, counted
from api.charts_made import who
from api.pages import words
from domain.rehearsal.question import KIND_ZH, Answer, Told
from ledger.what_if import Shift

SHOWN = 300
"""So many messages stand on the page; all of them in the file."""
HEADER = ("日期", "类别", "送给", "项目", "事项", "期", "原因")
CHANGE_ZH = {"new": "新增", "gone": "不再要求", "redated": "改期", "restated": "改由他人承担或改名"}


def sentence(answer: Answer) -> str:
    """What it comes to."""
    late = [x for x in answer.messages if x.kind != "reminder"]
    if not late:
        return f"全年{len(answer.messages)}条提醒，没有一条催办。"
    first = min(late, key=lambda x: x.on)
    kinds = Counter(x.kind for x in late)
    parts = "、".join(f"{KIND_ZH[x]}{kinds[x]}条" for x in KIND_ZH if kinds[x])
    return f"第一条催办在{_zh(first.on)}，全年{parts}。"


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def timeline(answer: Answer) -> Chart:
    """The year with a mark on each day, one lane a kind."""
    days: dict[date, Counter[str]] = {}
    for x in answer.messages:
        days.setdefault(x.on, Counter())[x.kind] += 1
    busiest = max(days.items(), key=lambda x: x[1].total(), default=None)
    return Chart(
        name="year",
        kind="marks",
        zh="一年里的消息",
        note="一个记号是一天，越大当天越多；越往下越严重。",
        said=f"最多的一天是{_zh(busiest[0])}，{busiest[1].total()}条" if busiest else "",
        head="日期",
        columns=tuple(Column(zh=zh, look=kind) for kind, zh in KIND_ZH.items()),
        rows=tuple(
            ChartRow(
                key=day.isoformat(),
                zh=day.isoformat(),
                cells=tuple(counted(of[kind]) for kind in KIND_ZH),
            )
            for day, of in sorted(days.items())
        ),
        wide=True,
        empty="没有一条消息：没有人欠任何东西。",
    )


def addressees(answer: Answer) -> list[dict[str, Any]]:
    """Who would get how many of each kind, and from when; the most burdened first."""
    told: dict[str, list[Told]] = {}
    for x in answer.messages:
        told.setdefault(x.to, []).append(x)
    rows = [
        {
            "zh": to,
            "counts": [sum(1 for x in of if x.kind == kind) for kind in KIND_ZH],
            "all": len(of),
            "first": min(x.on for x in of),
            "last": max(x.on for x in of),
        }
        for to, of in told.items()
    ]
    return sorted(rows, key=lambda x: (-x["all"], x["zh"]))


def months(answer: Answer, names: dict[str, str]) -> list[dict[str, Any]]:
    """The messages that stand on the page, month by month: the reminders are left to the file
    where there are too many."""
    kept = list(answer.messages)
    if len(kept) > SHOWN:
        kept = [x for x in kept if x.kind != "reminder"]
    return [
        {"zh": month, "rows": [_row(x, names) for x in of]}
        for month, of in groupby(kept[:SHOWN], key=lambda x: f"{x.on.year}年{x.on.month}月")
    ]


def _row(x: Told, names: dict[str, str]) -> dict[str, Any]:
    return {
        "on": x.on,
        "kind": x.kind,
        "kind_zh": KIND_ZH[x.kind],
        "to": x.to,
        "project": names.get(x.project or "", "全部项目"),
        "duty": words.duty_zh(x.duty_zh, x.period),
        "because": words.told_zh(x.because),
    }


def as_rows(answer: Answer, names: dict[str, str]) -> list[list[str]]:
    """Every message, as a table of words."""
    return [
        [
            x.on.isoformat(),
            KIND_ZH[x.kind],
            x.to,
            f"{x.project} {names[x.project]}" if x.project else "全部项目",
            x.duty_zh,
            words.period_zh(x.period),
            x.because,
        ]
        for x in answer.messages
    ]


def shifted(shifts: Sequence[Shift]) -> dict[str, Any]:
    """The four-date table, and who is affected."""
    changes = Counter(x.change for x in shifts)
    return {
        "rows": [
            {
                "title": x.title,
                "zh": x.zh,
                "who": who(x.obligor),
                "change": CHANGE_ZH[x.change],
                "was": x.was,
                "now": x.now,
                "moved": (x.now.due - x.was.due).days if x.was and x.now else None,
                "called_late": x.called_late,
            }
            for x in shifts[:SHOWN]
        ],
        "all": len(shifts),
        "counts": [(zh, changes[x]) for x, zh in CHANGE_ZH.items() if changes[x]],  # type: ignore[index]  # the table's keys are the four changes
        "who": sorted({who(x.obligor) for x in shifts}),
        "projects": len({x.stream for x in shifts}),
    }
