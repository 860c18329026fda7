"""Everything that a paper is composed from, read in one snapshot and folded from its events."""

from typing import TYPE_CHECKING

from domain.calendar import day_of
from domain.completion.entry import Told
from domain.completion.fold import entry_of
from domain.completion.report import assemble
from domain.names import PAPERS, PROGRAMME, PROJECT, stream_id
from domain.papers.body import Ref
from domain.papers.compose.gathered import Gathered, Round, Seen
from domain.papers.messages import PaperIssued
from domain.programme.messages import EvaluationCounted
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Unknown
from domain.regimes import named
from ledger.deciding import fold
from ledger.queries.told import told_of
from ledger.reading import read_event
from ledger.refusals import ReusedKey

if TYPE_CHECKING:
    from ledger.door import Ledger

_NOW = "SELECT ledger_now() AS now, almanac_version() AS calendar"
_PAPER = "SELECT type, schema, body FROM events WHERE stream = $1 AND version = $2"
"""A paper's number is its event's version: the series holds nothing else."""
_BEFORE = "SELECT type, body, schema, stream FROM events WHERE client = $1 AND command_id = $2"


async def gather(ledger: "Ledger", programme: str) -> Gathered:
    """The year and its projects as they stand. Raises Unknown."""
    async with ledger.pool.read(snapshot=True) as connection:
        at = (await connection.exec_driver_sql(_NOW)).one()
        name = stream_id(PROGRAMME, programme)
        year = (await told_of(connection, [name])).get(name)
        if year is None:
            raise Unknown("年度项目清单", "programme", programme)
        state = fold(name, None, [x.event for x in year])
        if not isinstance(state, Programme):
            raise TypeError(name)
        streams = [stream_id(PROJECT, x) for x in state.projects]
        told = await told_of(connection, streams)
        calendar = await ledger.calendar.at(connection, at.calendar)
    listed = [(x, told[x]) for x in streams if x in told]
    entries = [entry_of(x, programme) for _, x in listed]
    return Gathered(
        programme=state,
        ref=_ref(name, year),
        projects=[_seen(stream, x) for stream, x in listed],
        report=assemble(programme, state.title, day_of(at.now), entries),
        rounds=[
            Round(x.event, Ref(stream=name, version=x.version, hash=x.hash))
            for x in year
            if isinstance(x.event, EvaluationCounted)
        ],
        regime=named(state.regime),
        calendar=calendar,
        now=at.now,
    )


async def issued_under(ledger: "Ledger", client: str, key: str) -> PaperIssued | None:
    """What that client issued under that key: its contents were composed then, once. Raises
    ReusedKey where the key named something else."""
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_BEFORE, (client, key))).all()
    if not rows:
        return None
    event = read_event(rows[0].stream, rows[0].type, rows[0].schema, rows[0].body)
    if not isinstance(event, PaperIssued):
        raise ReusedKey(key)
    return event


async def paper(ledger: "Ledger", programme: str, no: int) -> PaperIssued:
    """An issued paper with its contents. Raises Unknown."""
    name = stream_id(PAPERS, programme)
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_PAPER, (name, no))).all()
    if not rows:
        raise Unknown("文件", "paper", str(no))
    event = read_event(name, rows[0].type, rows[0].schema, rows[0].body)
    if not isinstance(event, PaperIssued):
        raise TypeError(name)
    return event


def _ref(stream: str, told: list[Told]) -> Ref:
    return Ref(stream=stream, version=told[-1].version, hash=told[-1].hash)


def _seen(stream: str, told: list[Told]) -> Seen:
    state = fold(stream, None, [x.event for x in told])
    if not isinstance(state, Project):
        raise TypeError(stream)
    return Seen(state, _ref(stream, told))
