"""通报: lights, what is late, and who reports on time, with honest denominators (rulebook O14)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from domain.calendar import day_of
from domain.duty import Duty
from domain.papers.body import Body, Column, Line, Ref, Table
from domain.papers.compose.gathered import Gathered, Seen, lights_sentence, percent, shown
from domain.parties import label_zh
from domain.periods import Period
from domain.punctuality import Punctuality, punctuality

LEVEL_ZH = ("", "催办", "督办函", "代表小组", "建议升级")


class Owed(NamedTuple):
    """A duty with where it stands."""

    duty: Duty
    what: str
    ref: Ref


def circular(gathered: Gathered, period: Period) -> Body:
    """The period's circular, as of the time of reading."""
    owed = all_duties(gathered)
    late = [x for x in owed if x.duty.late_at(gathered.now)]
    sentences = [lights_sentence(gathered), late_sentence(late)]
    return Body(
        title=f"{gathered.programme.title}督办情况通报（{period.name}）",
        scope=gathered.scope,
        as_of=gathered.now,
        sentences=tuple(sentences),
        tables=(
            lights_table(gathered),
            late_table(gathered, late),
            ranking(gathered, owed, period),
        ),
        notes=notes(gathered),
        source=gathered.ref,
    )


def all_duties(gathered: Gathered) -> list[Owed]:
    """Every duty of the year and of its projects."""
    year = gathered.programme
    found = [Owed(x, year.title, gathered.ref) for x in year.duties.values()]
    for seen in gathered.projects:
        found += [Owed(x, seen.name, seen.ref) for x in seen.project.duties.values()]
    return found


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


def ranking(gathered: Gathered, owed: Iterable[Owed], period: Period) -> Table:
    """按期率: by who owes, this period's beside the year's, each with its counts."""
    by: dict[str, list[Duty]] = defaultdict(list)
    for x in owed:
        if x.duty.obligor.startswith("unit:"):
            by[x.duty.obligor].append(x.duty)
    found = [(who, *_rates(duties, period, gathered)) for who, duties in sorted(by.items())]
    found.sort(key=lambda x: (_rank(x[2]), x[0]))
    return Table(
        zh="承办单位按期率",
        columns=(
            Column(zh="承办单位"),
            Column(zh="本期应报", kind="number"),
            Column(zh="本期按期", kind="number"),
            Column(zh="全年应报", kind="number"),
            Column(zh="全年按期", kind="number"),
            Column(zh="按期率%", kind="percent"),
            Column(zh="不计延期的按期率%", kind="percent"),
        ),
        lines=tuple(
            Line(
                cells=(
                    label_zh(who),
                    str(now.with_extensions.of),
                    str(now.with_extensions.part),
                    str(year.with_extensions.of),
                    str(year.with_extensions.part),
                    percent(year.with_extensions.rate(gathered.regime.evaluation.decimals)),
                    percent(year.without_extensions.rate(gathered.regime.evaluation.decimals)),
                )
            )
            for who, now, year in found
        ),
        note="应报指期限已到或已经报送、且未免除未失效未暂缓的事项；一件也没有的单位不计算按期率。",
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
    )


def _progress(seen: Seen) -> tuple[str, str]:
    told = seen.project.course.told
    if not told:
        return "", ""
    last = told[-1]
    return shown(last.claimed + last.points), shown(last.claimed)


def _rates(
    duties: Sequence[Duty], period: Period, gathered: Gathered
) -> tuple[Punctuality, Punctuality]:
    after = period.last + timedelta(days=1)
    mine = [x for x in duties if period.first <= x.due < after]
    return punctuality(mine, gathered.now), punctuality(duties, gathered.now)


def _rank(year: Punctuality) -> Decimal:
    rate = year.with_extensions.rate()
    return Decimal(-101) if rate is None else -rate
