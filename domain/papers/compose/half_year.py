"""半年报告: how far everything is, what is late, what was found and done about it."""

from domain.calendar import day_of
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.circular import (
    late_sentence,
    late_table,
    lights_table,
    notes,
)
from domain.papers.compose.gathered import Gathered, all_duties, lights_sentence
from domain.papers.compose.rates import rates_table
from domain.papers.compose.subprojects import progress_table
from domain.parties import label_zh
from domain.periods import Period
from domain.steps.instruments import INSTRUMENTS


def half_year(gathered: Gathered, period: Period) -> Body:
    """The half-year's report, as of the time of reading."""
    owed = all_duties(gathered)
    late = [x for x in owed if x.duty.late_at(gathered.now)]
    return Body(
        title=f"{gathered.programme.title}实施情况半年报告（{period.name}）",
        scope=gathered.scope,
        as_of=gathered.now,
        sentences=(lights_sentence(gathered), late_sentence(late)),
        tables=(
            lights_table(gathered),
            progress_table(gathered),
            late_table(gathered, late),
            steps_table(gathered),
            rates_table(gathered, owed, period),
        ),
        notes=notes(gathered),
        source=gathered.ref,
    )


def steps_table(gathered: Gathered) -> Table:
    """督办措施: what people decided on, with whom it was about."""
    year = gathered.programme
    rows = [(year.title, x, gathered.ref) for x in year.steps]
    rows += [(seen.name, x, seen.ref) for seen in gathered.projects for x in seen.project.steps]
    return Table(
        zh="督办措施",
        columns=(
            Column(zh="项目"),
            Column(zh="措施"),
            Column(zh="提出机关"),
            Column(zh="对象"),
        ),
        lines=tuple(
            Line(cells=(what, INSTRUMENTS[x.kind].zh, label_zh(x.body), label_zh(x.to)), source=ref)
            for what, x, ref in rows
        ),
        note=f"截至 {day_of(gathered.now)}，由人决定的措施全部列出。",
    )
