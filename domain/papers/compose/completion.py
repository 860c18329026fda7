"""年度完成情况报告 (rulebook O22): each project done, partly done or not and why; its money."""

from domain.completion.entry import Entry
from domain.completion.outcome import OUTCOME_ZH
from domain.completion.report import CompletionReport, Money
from domain.completion.year_end import YEAR_END_ZH
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.circular import notes
from domain.papers.compose.gathered import Gathered, said_at, shown
from domain.papers.compose.subprojects import progress_table


def completion(gathered: Gathered) -> Body:
    """The report laid before the congress. No number in it was typed."""
    report, word = gathered.report, gathered.regime.word
    return Body(
        title=f"{gathered.programme.title}完成情况报告",
        scope=gathered.scope,
        as_of=gathered.now,
        sentences=(_counts(report, word), *_exceptions(report, word), _money(report)),
        tables=(_endings(report), progress_table(gathered), _changes(report)),
        notes=notes(gathered),
        source=gathered.ref,
    )


def _counts(report: CompletionReport, word: str) -> str:
    early = f"，其中提前完成 {len(report.early)} 项" if report.early else ""
    over = f"，有超额完成的 {len(report.over_fulfilled)} 项" if report.over_fulfilled else ""
    return (
        f"{word}项目 {len(report.entries)} 项：完成 {len(report.done)} 项{early}{over}，"
        f"部分完成 {len(report.partly)} 项，未完成 {len(report.not_done)} 项。"
    )


def _exceptions(report: CompletionReport, word: str) -> tuple[str, ...]:
    said = (
        ("依法调整", report.adjusted),
        ("暂缓", report.suspended),
        ("终止", report.terminated),
        ("跨年度实施", report.carried_over),
        (f"未经决定少于{word}目标", report.breached),
    )
    names = {x.id: x.name for x in report.entries}
    return tuple(
        f"{zh} {len(found)} 项：{'；'.join(names[x] for x in found)}。"
        for zh, found in said
        if found
    )


def _money(report: CompletionReport) -> str:
    return f"{_sum('计划投资', report.money)}；{_sum('实际支出', report.spent)}。"


def _sum(zh: str, money: Money) -> str:
    if not money.said_by:
        return f"{zh}没有填报"
    rest = money.of - money.said_by
    unknown = f"（另有 {rest} 项没有填报，不计为零）" if rest else ""
    return f"{zh} {shown(money.total)} 万元，{money.said_by} 项填报{unknown}"


def _endings(report: CompletionReport) -> Table:
    return Table(
        zh="逐项结果",
        columns=(
            Column(zh="项目"),
            Column(zh="承办单位"),
            Column(zh="结果"),
            Column(zh="年终状态"),
            Column(zh="计划完成", kind="date"),
            Column(zh="申报完成", kind="date"),
            Column(zh="投资万元", kind="number"),
            Column(zh="未完成原因"),
        ),
        lines=tuple(_ending(x) for x in report.entries),
    )


def _ending(entry: Entry) -> Line:
    return Line(
        cells=(
            entry.name,
            entry.unit,
            OUTCOME_ZH[entry.outcome] + ("（提前）" if entry.early else ""),
            YEAR_END_ZH[entry.ending],
            shown(entry.planned.value if entry.planned else None),
            shown(entry.claimed.value if entry.claimed else None),
            shown(entry.money.value if entry.money else None),
            "；".join(x.value for x in entry.reasons),
        ),
        source=said_at(entry, entry.claimed),
    )


def _changes(report: CompletionReport) -> Table:
    words = {True: "同意", False: "不同意", None: "待决定"}
    return Table(
        zh="调整、暂缓、终止",
        columns=(Column(zh="项目"), Column(zh="理由"), Column(zh="决定"), Column(zh="文号")),
        lines=tuple(
            Line(
                cells=(
                    entry.name,
                    x.asked.value,
                    words[x.approved],
                    x.decided.value if x.decided else "",
                ),
                source=said_at(entry, x.decided or x.asked),
            )
            for entry in report.entries
            for x in entry.changes
        ),
    )
