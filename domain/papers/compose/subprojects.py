"""专项监督报告: every item with its sub-projects, before the session (S001: 10 items, 42)."""

from domain.completion.entry import Entry, PartEntry
from domain.completion.outcome import OUTCOME_ZH
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.circular import late_sentence, late_table, notes
from domain.papers.compose.gathered import (
    Gathered,
    all_duties,
    lights_sentence,
    said_at,
    shown,
)
from domain.project.card import target_zh


def special_supervision(gathered: Gathered) -> Body:
    """Each item and sub-project: target, what is claimed, what was verified."""
    entries = gathered.report.entries
    parts = sum(len(x.parts) for x in entries)
    late = [x for x in all_duties(gathered) if x.duty.late_at(gathered.now)]
    return Body(
        title=f"{gathered.programme.title}专项监督报告",
        scope=gathered.scope,
        as_of=gathered.now,
        sentences=(
            f"共 {len(entries)} 项、{parts} 个具体项目。",
            lights_sentence(gathered),
            late_sentence(late),
        ),
        tables=(progress_table(gathered), late_table(gathered, late)),
        notes=notes(gathered),
        source=gathered.ref,
    )


def progress_table(gathered: Gathered) -> Table:
    """完成进度: one row per sub-project, every figure from the event that said it."""
    return Table(
        zh="具体项目完成进度",
        columns=(
            Column(zh="项目"),
            Column(zh="具体项目"),
            Column(zh="承办单位"),
            Column(zh=f"{gathered.regime.word}目标"),
            Column(zh="申报完成", kind="number"),
            Column(zh="申报进度%", kind="percent"),
            Column(zh="核验"),
            Column(zh="结果"),
        ),
        lines=tuple(_line(gathered, x, y) for x in gathered.report.entries for y in x.parts),
        note="申报完成、申报进度取已受理的报送；核验由代表监督小组作出。目标不因实际完成而改写。",
    )


def _line(gathered: Gathered, entry: Entry, part: PartEntry) -> Line:
    target = part.target.value if part.target else None
    return Line(
        cells=(
            entry.name,
            part.name,
            entry.unit,
            target_zh(target),
            shown(part.actual.value) if part.actual else "",
            shown(part.share.value) if part.share else "",
            "已核验" if entry.verified and entry.verified.value else "未核验",
            OUTCOME_ZH[part.outcome],
        ),
        source=said_at(entry, part.actual or part.share),
    )
