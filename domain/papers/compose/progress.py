"""各项目进度: every sub-project: its lamp, what was planned, claimed, verified, what is owed."""

from domain.calendar import day_of
from domain.completion.entry import Entry, PartEntry
from domain.lights import LIGHT_ZH, Light
from domain.papers.act import Paragraph
from domain.papers.body import Column, Line, Table
from domain.papers.compose.gathered import Gathered, Seen, said_at, shown
from domain.project.card import target_zh

SHAPES = {Light.RED: "■", Light.YELLOW: "▲", Light.GREEN: "●"}
"""A lamp is read by its shape and its word, in black as well."""


def lamp_zh(light: Light) -> str:
    """The lamp in print: ■ 滞后."""
    return f"{SHAPES[light]}{LIGHT_ZH[light]}"


def lamps_table(gathered: Gathered) -> Table:
    """One row per sub-project in the list's order; a figure that nobody said stays empty."""
    entries = {x.id: x for x in gathered.report.entries}
    lines = [
        _line(gathered, seen, entries[seen.project.card.id], part)
        for seen in gathered.projects
        for part in entries[seen.project.card.id].parts
    ]
    return Table(
        zh="各项目进度",
        columns=(
            Column(zh="项目"),
            Column(zh="承办单位"),
            Column(zh="灯"),
            Column(zh="欠什么"),
            Column(zh="子项"),
            Column(zh="年度目标"),
            Column(zh="计划%", kind="percent"),
            Column(zh="申报%", kind="percent"),
            Column(zh="核验"),
        ),
        lines=tuple(lines),
        note=(
            "计划、申报取最近一次已受理的进度；核验由代表监督小组到现场作出，只有核验过的算完成。"
            "“无证据”指申报没有附证据，不计进度。"
        ),
    )


def behind(gathered: Gathered) -> tuple[Paragraph, ...]:
    """滞后项目, one paragraph each: why, and what is owed since when."""
    found = [(gathered.light_of(x), x) for x in gathered.projects]
    told = [_why(gathered, x, zh) for (light, zh), x in found if light is Light.RED]
    return tuple(told) or (Paragraph(zh="没有滞后的项目。"),)


def _why(gathered: Gathered, seen: Seen, zh: str) -> Paragraph:
    today, late = day_of(gathered.now), gathered.late_of(seen)
    owed = "；".join(
        f"{x.zh}应于{x.due.month}月{x.due.day}日前报送，至今未报，"
        f"逾期{gathered.calendar.workdays_between(x.due, today)}个工作日"
        for x in late[:6]
    )
    more = f"；另有{len(late) - 6}件，见逾期事项" if len(late) > 6 else ""
    said = f"{owed}{more}。" if owed else ""
    unit = seen.project.card.lead_unit
    return Paragraph(
        zh=f"{seen.name}（{unit}）。{zh.rstrip('。')}。{said}",
        sources=(seen.ref,),
    )


def _line(gathered: Gathered, seen: Seen, entry: Entry, part: PartEntry) -> Line:
    light, _ = gathered.light_of(seen)
    owed = gathered.late_of(seen)
    first = owed[0].zh if owed else ""
    return Line(
        cells=(
            seen.name,
            entry.unit,
            lamp_zh(light),
            f"{first}等{len(owed)}件" if len(owed) > 1 else first,
            part.name,
            target_zh(part.target.value if part.target else None),
            shown(part.planned_share.value) if part.planned_share else "",
            shown(part.share.value) if part.share else "",
            _verified(entry, part),
        ),
        source=said_at(entry, part.share or part.actual),
    )


def _verified(entry: Entry, part: PartEntry) -> str:
    if entry.verified and entry.verified.value:
        return "已核验"
    return "未核验" if part.proven else "未核验，无证据"
