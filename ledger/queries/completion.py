"""What became of a list's projects: the six year-ends, and the completion report's data."""

from typing import TYPE_CHECKING

from domain.calendar import day_of
from domain.completion.entry import Entry
from domain.completion.fold import entry_of
from domain.completion.report import CompletionReport, assemble
from domain.completion.year_end import YEAR_END_ZH, Ending, YearEnd
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.state import Programme
from domain.refusals import Unknown
from ledger.queries.told import told_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_ENDINGS = """
SELECT p.id, p.name, p.programme, p.year_end, p.year_end_zh, p.complete
FROM programmes AS g JOIN projects AS p ON p.id = ANY(g.projects)
WHERE g.id = $1 ORDER BY array_position(g.projects, p.id)
"""


async def endings(ledger: "Ledger", programme: str) -> list[Ending]:
    """How the year of that list ends for each of its projects, as things stand."""
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_ENDINGS, (programme,))).all()
    return [_ending(x, programme) for x in rows]


async def completion_report(ledger: "Ledger", programme: str) -> CompletionReport:
    """The data of the list's completion report, from the histories. Raises Unknown."""
    standing = await ledger.standing(stream_id(PROGRAMME, programme))
    state = standing.state
    if not isinstance(state, Programme):
        raise Unknown("年度项目清单", "programme", programme)
    streams = [stream_id(PROJECT, x) for x in state.projects]
    async with ledger.pool.read() as connection:
        told = await told_of(connection, streams)
    entries = [entry_of(told[x], programme) for x in streams if x in told]
    return assemble(programme, state.title, day_of(standing.now), entries)


async def completion_of(ledger: "Ledger", project: str) -> Entry:
    """One project's line of the report of the list it stands in. Raises Unknown."""
    stream = stream_id(PROJECT, project)
    async with ledger.pool.read() as connection:
        told = await told_of(connection, [stream])
    if stream not in told:
        raise Unknown("项目", "project", project)
    return entry_of(told[stream])


def _ending(row: object, programme: str) -> Ending:
    known = dict(row._mapping)  # type: ignore[attr-defined]  # a row of the driver
    elsewhere = known["programme"] != programme
    carried = YearEnd.CARRIED_OVER
    return Ending(
        project=known["id"],
        name=known["name"],
        state=carried if elsewhere else YearEnd(known["year_end"]),
        zh=YEAR_END_ZH[carried] if elsewhere else known["year_end_zh"],
        complete=known["complete"] and not elsewhere,
    )
