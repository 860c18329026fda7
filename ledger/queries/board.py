"""The board: every debt that is late or comes due, and how debts and projects are spread.

Lateness and lights are told at the ledger's time of reading, as in the other queries.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import Calendar, day_of
from ledger.looked import all_looked_at
from ledger.queries.board_lines import LISTED, Grouping, Line, Lines
from ledger.queries.board_look import Day, Look
from ledger.queries.board_memory import HORIZON, LARGE, Debt, Memory, memory_of
from ledger.queries.board_where import DIMENSIONS, Asked
from ledger.readings import Sought

if TYPE_CHECKING:
    from ledger.door import Ledger

__all__ = ["HORIZON", "LISTED", "Asked", "Board", "Day", "Debt", "Grouping", "Line", "board"]

SOON = 3
"""Working days ahead that are soon."""
OF_PROJECTS = ("obligor", "region", "stage", "light", "group", "leader")
"""The filters that projects have too."""


@dataclass
class Board:
    """One look at everything."""

    now: datetime
    calendar: Calendar
    soon: date
    """The last of the next three working days."""
    lines: list[Line]
    """One page of them."""
    total: int
    """How many lines there are, and how many debts under each heading."""
    of_head: Counter[str]
    late_of_head: Counter[str]
    late: dict[str, Counter[str]]
    """By filter and choice: late debts, the other filters kept as they are. Regions: one level of
    them, each with all below it."""
    counted: dict[str, Counter[str]]
    """The same of projects."""
    coming: dict[date, Day]
    """What comes due on which day, whatever day is asked for."""
    projects: int
    """All of them, whatever it is narrowed to; so are the numbers that follow."""
    sample: bool
    late_in_all: int
    climbed: int
    """Late ones that reached the deputy group or beyond."""
    due_in_all: Counter[date] = field(default_factory=Counter)
    unsettled: int = 0
    """Debts without a settled day: they wait for a session or a holiday notice."""


async def board(
    ledger: "Ledger",
    asked: Asked,
    by: Grouping = "due",
    start: int = 0,
    listed: int = LISTED,
    *,
    folding: bool = True,
) -> Board:
    """The board of a region, its lines from `start` on; `folding`: what is alike is one line."""
    memory = memory_of(ledger)
    if asked.q and await _many(ledger, memory, asked.within):
        await memory.look_through(Sought(asked.q))
    async with memory.guard, ledger.pool.read(snapshot=True, whole=True) as connection:
        calendar, now = await _refreshed(ledger, memory, connection)
        page = slice(start, start + listed)
        found = _look(memory, asked, now, calendar, by, page, folding)
    all_looked_at(x.debt.stream for x in found.lines)
    return found


async def _many(ledger: "Ledger", memory: Memory, within: str | None) -> bool:
    """Whether the region has so many projects that a word is looked for in a thread, beforehand."""
    if memory.seen is None:
        async with memory.guard, ledger.pool.read(snapshot=True, whole=True) as connection:
            await _refreshed(ledger, memory, connection)
    return len(memory.projects.within(within)) >= LARGE


async def _refreshed(
    ledger: "Ledger", memory: Memory, connection: AsyncConnection
) -> tuple[Calendar, datetime]:
    """The calendar and the time of a connection's snapshot, of which the memory is then true."""
    sql = connection.exec_driver_sql
    first = (await sql("SELECT ledger_now() AS now, almanac_version() AS almanac")).one()
    calendar = await ledger.calendar.at(connection, first.almanac)
    await memory.refresh(connection, first.now)
    return calendar, first.now


def _look(  # what is looked at, and what is asked of it
    memory: Memory,
    asked: Asked,
    now: datetime,
    calendar: Calendar,
    by: Grouping,
    page: slice,
    folding: bool,
) -> Board:
    """What the memory says; nothing waits in here, so that nobody changes it meanwhile."""
    today = day_of(now)
    soon = calendar.workday_after(today, SOON)
    look = Look(memory, asked)
    owed_in, voted_in = look.regions()
    late = {x: owed_in if x == "region" else look.late_by(x) for x in DIMENSIONS}
    counted = {x: voted_in if x == "region" else look.projects_by(x) for x in OF_PROJECTS}
    lines = Lines(look, by, today, soon, folding=folding and not asked.on)
    return Board(
        now=now,
        calendar=calendar,
        soon=soon,
        lines=lines.page(page),
        total=lines.total,
        of_head=lines.of_head,
        late_of_head=lines.late_of_head,
        late=late,
        counted=counted,
        coming=look.coming(),
        projects=look.number_of_projects,
        sample=look.sample,
        late_in_all=look.late_in_all,
        climbed=look.climbed,
        due_in_all=look.due_in_all(),
        unsettled=look.unsettled,
    )


async def calendar_now(ledger: "Ledger") -> Calendar:
    """The calendar by which working days are counted at this moment."""
    async with ledger.pool.read() as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        return await ledger.calendar.at(connection, version)
