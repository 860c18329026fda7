"""通报: lights, what is late, and who reports on time, with honest denominators (rulebook O14)."""

from collections.abc import Sequence

from domain.calendar import day_of
from domain.papers.act import Paragraph
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.gathered import (
    Gathered,
    Owed,
    Seen,
    all_duties,
    lights_sentence,
    shown,
)
from domain.papers.compose.progress import behind, lamps_table
from domain.papers.compose.rates import own_sentence, rates_table
from domain.papers.office import OBJECTION_WORKDAYS, Office, Part, objection
from domain.parties import ROLE_ZH, Role, label_zh
from domain.periods import Period

LEVEL_ZH = ("", "催办", "督办函", "代表小组", "建议升级")
HEAD = "民生实事项目监督通报"


def circular(gathered: Gathered, period: Period) -> Body:
    """The period's circular, as of the time of reading."""
    owed = all_duties(gathered)
    late = [x for x in owed if x.duty.late_at(gathered.now)]
    return Body(
        title=f"{gathered.programme.title}督办情况通报（{period.name}）",
        scope=gathered.scope,
        as_of=gathered.now,
        sentences=(lights_sentence(gathered), late_sentence(late)),
        tables=(
            lamps_table(gathered),
            late_table(gathered, late),
            rates_table(gathered, owed, period),
        ),
        notes=notes(gathered),
        source=gathered.ref,
        office=Office(
            head=HEAD,
            parts=(
                Part(zh="各项目进度", tables=(0,)),
                Part(zh="滞后项目", paragraphs=behind(gathered)),
                Part(zh="逾期事项", tables=(1,)),
                Part(zh="按期率", tables=(2,)),
                _own(gathered, owed, period),
            ),
            closing=(objection("通报"),),
            to=sent_to(gathered),
        ),
    )


def sent_to(gathered: Gathered) -> str:
    """Who a paper goes to where the staff name nobody else, in the words of the measure."""
    clerk = gathered.regime.clerk
    street = clerk is Role.STREET_WORKING_COMMITTEE
    whose = ROLE_ZH[Role.STREET_OFFICE] if street else "本级政府"
    return f"{ROLE_ZH[clerk]}组成人员，{whose}，各承办单位，各代表监督小组。"


def _own(gathered: Gathered, owed: Sequence[Owed], period: Period) -> Part:
    said = own_sentence(owed, period, gathered.now)
    return Part(zh="人大自己的期限", paragraphs=(Paragraph(zh=said, sources=(gathered.ref,)),))


def late_sentence(late: Sequence[Owed]) -> str:
    """How much is late, and how far it has climbed."""
    if not late:
        return "没有逾期未报的事项。"
    highest = max(x.duty.level for x in late)
    climbed = f"，最高已升级至{LEVEL_ZH[highest]}" if highest > 1 else ""
    return f"逾期未报 {len(late)} 件{climbed}。"


def lights_table(gathered: Gathered) -> Table:
    """亮灯情况: the worst first."""
    order = {"RED": 0, "YELLOW": 1, "GREEN": 2}
    rows = [(gathered.light_of(x), x) for x in gathered.projects]
    rows.sort(key=lambda x: (order[x[0][0]], x[1].project.card.id))
    words = {"RED": "红", "YELLOW": "黄", "GREEN": "绿"}
    return Table(
        zh="亮灯情况",
        columns=(
            Column(zh="项目"),
            Column(zh="承办单位"),
            Column(zh="灯"),
            Column(zh="情况"),
            Column(zh="计划%", kind="percent"),
            Column(zh="申报%", kind="percent"),
        ),
        lines=tuple(
            Line(
                cells=(
                    x.name,
                    x.project.card.lead_unit,
                    words[light],
                    zh,
                    *_progress(x),
                ),
                source=x.ref,
            )
            for (light, zh), x in rows
        ),
        note="计划%、申报%取最近一次已受理的进度；多个子项目取滞后最多的一个。",
    )


def late_table(gathered: Gathered, late: Sequence[Owed]) -> Table:
    """逾期事项: who owes what since when."""
    today = day_of(gathered.now)
    rows = sorted(late, key=lambda x: (x.duty.due, x.what, x.duty.id))
    return Table(
        zh="逾期事项",
        columns=(
            Column(zh="事项"),
            Column(zh="项目"),
            Column(zh="责任方"),
            Column(zh="原期限", kind="date"),
            Column(zh="期限", kind="date"),
            Column(zh="逾期工作日", kind="number"),
            Column(zh="升级至"),
        ),
        lines=tuple(
            Line(
                cells=(
                    x.duty.zh,
                    x.what,
                    label_zh(x.duty.obligor),
                    str(x.duty.original_due),
                    str(x.duty.due),
                    str(gathered.calendar.workdays_between(x.duty.due, today)),
                    LEVEL_ZH[x.duty.level],
                ),
                source=x.ref,
            )
            for x in rows
        ),
    )


def notes(gathered: Gathered) -> tuple[str, ...]:
    """How it was counted, and whose numbers these are."""
    lights = gathered.regime.lights
    whose = "本系统默认" if lights.origin == "ours" else lights.origin
    return (
        (
            f"亮灯标准：滞后 {lights.yellow_from} 至 {lights.red_above} 个百分点为黄，"
            f"超过为红（{whose}）。"
        ),
        "每行末尾的编号是记录的版本和校验值，可以在记录中核对。",
        f"提出异议的期限{OBJECTION_WORKDAYS}个工作日是本系统默认。",
    )


def _progress(seen: Seen) -> tuple[str, str]:
    told = seen.project.course.told
    if not told:
        return "", ""
    last = told[-1]
    return shown(last.claimed + last.points), shown(last.claimed)
