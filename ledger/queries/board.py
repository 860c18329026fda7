"""The board: every debt that is late or comes due, and how debts and projects are spread.

Lateness and lights are told at the ledger's time of reading, as in the other queries.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from domain.calendar import Calendar, day_of
from domain.regimes.model import Stage
from ledger.queries.board_memory import HORIZON, Debt, Memory, Project, memory_of
from ledger.queries.board_where import DIMENSIONS, Asked, below, filters, spread
from ledger.readings import by_pinyin

if TYPE_CHECKING:
    from ledger.door import Ledger

__all__ = ["HORIZON", "LISTED", "Asked", "Board", "Debt", "Grouping", "board", "calendar_now"]

LISTED = 50
"""So many lines stand on one page of the board; their number is told in full."""
SOON = 3
"""Working days ahead that are soon."""
MANY = 4
"""So many of the same duty on the same day are one line."""
OF_PROJECTS = ("obligor", "region", "stage", "light", "group", "leader")
"""The filters that projects have too."""
Grouping = Literal["due", "obligor", "region", "stage", "group"]
"""What the lines stand under."""
_WHEN = ("late", "today", "soon", "later")


@dataclass
class Line:
    """One line: a debt, or several that are alike."""

    debt: Debt
    head: str
    """Under which heading it stands."""
    together: int = 1
    """How many it stands for: the same duty of many, due on one day."""


@dataclass
class Day:
    """What comes due on a day."""

    units: int = 0
    ours: int = 0
    """What organs and deputy groups owe."""


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
    """By filter and choice: late debts, the other filters kept as they are."""
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
    async with memory.guard, ledger.pool.read(snapshot=True) as connection:
        sql = connection.exec_driver_sql
        first = (await sql("SELECT ledger_now() AS now, almanac_version() AS almanac")).one()
        calendar = await ledger.calendar.at(connection, first.almanac)
        await memory.refresh(connection, first.now)
        page = slice(start, start + listed)
        return _look(memory, asked, first.now, calendar, by, page, folding)


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
    debts, projects = memory.in_order, list(memory.projects.values())
    if asked.within is not None:
        debts = [x for x in debts if below(x.region, (asked.within,))]
        projects = [x for x in projects if below(x.region, (asked.within,))]
    kept = _kept(debts, asked)
    of_projects = spread(projects, filters(asked, OF_PROJECTS))
    until = today + timedelta(days=asked.days)
    shown = [x for x in kept[""] if x.late or x.due <= until]
    under = _under(shown, by, today, soon)
    late_of_head = Counter({head: len(late) for head, (late, _) in under.items()})
    total, lines = _page(
        under, _in_order(under, late_of_head, by), page, folding=folding and not asked.on
    )
    late = {name: [x for x in rows if x.late] for name, rows in kept.items()}
    return Board(
        now=now,
        calendar=calendar,
        soon=soon,
        lines=lines,
        total=total,
        of_head=Counter({x: len(y) + len(z) for x, (y, z) in under.items()}),
        late_of_head=late_of_head,
        late={x: _count(x, late) for x in DIMENSIONS},
        counted={x: _count(x, of_projects) for x in OF_PROJECTS},
        coming=_coming([*kept[""], *kept.get("on", ())]),
        projects=len(projects),
        sample=any(x.sample for x in projects),
        late_in_all=sum(x.late for x in debts),
        climbed=sum(1 for x in debts if x.late and x.level >= 3),
        due_in_all=Counter(x.due for x in debts if not x.late),
        unsettled=sum(n for x, n in memory.unsettled.values() if _in(x, asked)),
    )


def _in(region: str, asked: Asked) -> bool:
    return asked.within is None or below(region, (asked.within,))


def _kept(debts: Sequence[Debt], asked: Asked) -> dict[str, list[Debt]]:
    asking, day = filters(asked, DIMENSIONS), asked.on
    if day is not None:
        asking["on"] = lambda x: bool(x.due == day)
    if asked.late:
        asking["late"] = attrgetter("late")
    return spread(debts, asking)


def _count(name: str, rows: Mapping[str, Sequence[Debt | Project]]) -> Counter[str]:
    return Counter(map(attrgetter(name), (*rows[""], *rows.get(name, ()))))


def _coming(debts: Iterable[Debt]) -> dict[date, Day]:
    found: dict[date, Day] = {}
    for x in debts:
        if not x.late:
            day = found.setdefault(x.due, Day())
            if x.owes.startswith("unit:"):
                day.units += 1
            else:
                day.ours += 1
    return found


Under = dict[str, tuple[list[Debt], list[Debt]]]
"""By heading: what is late, and what comes."""


def _under(shown: Sequence[Debt], by: Grouping, today: date, soon: date) -> Under:
    """The debts under their headings, each heading's in the order of their days."""
    found: Under = {}
    head = attrgetter(by) if by != "due" else None
    for x in shown:
        if head is not None:
            name = head(x)
        elif x.late:
            name = "late"
        else:
            name = "today" if x.due <= today else "soon" if x.due <= soon else "later"
        if name not in found:
            found[name] = ([], [])
        found[name][not x.late].append(x)
    return found


def _page(
    under: Under, heads: Sequence[str], page: slice, *, folding: bool
) -> tuple[int, list[Line]]:
    """How many lines there are, and those of one page; the same duty of many on one day is one
    line, unless it is late."""
    total, lines = 0, list[Line]()
    for head in heads:
        late, coming = under[head]
        first, last = max(page.start - total, 0), max(page.stop - total, 0)
        lines += [Line(x, head) for x in late[first:last]]
        total += len(late)
        rest = _folded(coming, head) if folding else [Line(x, head) for x in coming]
        first, last = max(page.start - total, 0), max(page.stop - total, 0)
        lines += rest[first:last]
        total += len(rest)
    return total, lines


def _folded(coming: Sequence[Debt], head: str) -> list[Line]:
    alike = Counter((x.what, x.due) for x in coming)
    told, lines = set[tuple[str, date]](), list[Line]()
    for x in coming:
        same = (x.what, x.due)
        if alike[same] < MANY:
            lines.append(Line(x, head))
        elif same not in told:
            told.add(same)
            lines.append(Line(x, head, alike[same]))
    return lines


def _in_order(heads: Iterable[str], late: Counter[str], by: Grouping) -> list[str]:
    """The headings: as time goes, as stages follow, or the most late first and then by pinyin."""
    if by in ("due", "stage"):
        known = list(_WHEN) if by == "due" else [x.value for x in Stage]
        return sorted(heads, key=lambda x: known.index(x) if x in known else len(known))
    return sorted(
        heads, key=lambda x: (-late[x], by_pinyin(x.rpartition(":")[2].rpartition("/")[2]))
    )


async def calendar_now(ledger: "Ledger") -> Calendar:
    """The calendar by which working days are counted at this moment."""
    async with ledger.pool.read() as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        return await ledger.calendar.at(connection, version)
