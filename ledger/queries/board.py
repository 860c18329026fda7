"""The board: every debt that is late or comes due, and how debts and projects are spread.

Lateness and lights are told at the ledger's time of reading, as in the other queries.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import Calendar, day_of
from domain.regimes.model import Stage
from ledger.queries.board_where import (
    DEBTS,
    DIMENSIONS,
    HORIZON,
    NAMES,
    OF_PROJECTS,
    PROJECTS,
    Asked,
)
from ledger.queries.page import Row
from ledger.readings import Sought, by_pinyin

if TYPE_CHECKING:
    from ledger.door import Ledger

__all__ = [
    "HORIZON",
    "LISTED",
    "Asked",
    "Board",
    "Debt",
    "Grouping",
    "Tally",
    "board",
    "calendar_now",
]

LISTED = 100
"""So many lines stand on one page of the board; their number is told in full."""
SOON = 3
"""Working days ahead that are soon."""
MANY = 4
"""So many of the same duty on the same day are one line."""
Grouping = Literal["due", "obligor", "region", "stage", "group"]
"""What the lines stand under."""
_HEADS: dict[Grouping, str] = {
    "due": "CASE WHEN late THEN 'late' WHEN due <= today THEN 'today'"
    " WHEN due <= $15::date THEN 'soon' ELSE 'later' END",
    "obligor": "obligor",
    "region": "region",
    "stage": "stage",
    "group": "grp",
}


def _cases(names: Sequence[str]) -> str:
    which = " ".join(f"WHEN grouping({x}) = 0 THEN '{x}'" for x in names)
    value = " ".join(f"WHEN grouping({x}) = 0 THEN {x}::text" for x in names)
    return f"CASE {which} END AS name, CASE {value} END AS value"


def _sets(names: Sequence[str]) -> str:
    return ", ".join(f"(but, {x})" for x in names)


_TALLIES = f"""
SELECT 'debts' AS of, but, {_cases(DIMENSIONS)}, NULL::boolean AS ours, count(*) AS number,
       count(*) FILTER (WHERE late) AS late, 0 AS climbed, false AS sample, NULL::json AS line
FROM debts GROUP BY GROUPING SETS ({_sets(DIMENSIONS)})
UNION ALL
SELECT 'debts', but, 'day', day::text, ours, count(*), count(*) FILTER (WHERE late),
       count(*) FILTER (WHERE late AND climbed), false, NULL
FROM (SELECT but, late, CASE WHEN late THEN NULL ELSE due END AS day, level >= 3 AS climbed,
             NOT starts_with(owes, 'unit:') AS ours FROM debts) AS days GROUP BY but, day, ours
UNION ALL
SELECT 'projects', but, {_cases(OF_PROJECTS)}, NULL, count(*), 0, 0, bool_or(unit_synthetic), NULL
FROM projects_told GROUP BY GROUPING SETS ({_sets(OF_PROJECTS)})
"""  # noqa: S608  # our own words, here and below
_BOARD = {
    by: f"""{DEBTS}, {PROJECTS}, lines AS MATERIALIZED (
    SELECT stream, duty, what, due, late, {head} AS head,
           late OR due > $15::date AS far FROM debts CROSS JOIN now
    WHERE but = '' AND (late OR due <= today + $13::integer)
), alike AS MATERIALIZED (
    SELECT head, what, due, count(*) AS together, min(stream || ' ' || duty) AS first FROM lines
    WHERE NOT late AND $10::date IS NULL GROUP BY head, what, due HAVING count(*) >= {MANY}
), heads AS MATERIALIZED (
    SELECT head, count(*) AS of_head, count(*) FILTER (WHERE late) AS late FROM lines GROUP BY head
), cut AS (
    SELECT l.stream, l.duty, l.head, l.due, l.late, h.of_head, h.late AS of_late,
           coalesce(a.together, 1) AS together, count(*) OVER () AS lines
    FROM lines AS l JOIN heads AS h ON h.head = l.head
    LEFT JOIN alike AS a ON NOT l.late AND (a.head, a.what, a.due) = (l.head, l.what, l.due)
    WHERE a.first IS NULL OR a.first = l.stream || ' ' || l.duty
    ORDER BY {"" if by == "due" else "h.late DESC, "}array_position($16::text[], l.head),
        l.late DESC, l.due, l.stream, l.duty OFFSET $14::integer LIMIT {LISTED}
)
{_TALLIES}
UNION ALL
SELECT 'line', '', '', NULL, NULL, 0, 0, 0, false, row_to_json(x) FROM (
    SELECT d.*, cut.head, cut.of_head, cut.together, cut.lines, o.original_due,
           n.party AS told, n.acknowledged_at
    FROM cut JOIN debts AS d ON d.stream = cut.stream AND d.duty = cut.duty
    JOIN duties AS o ON o.stream = cut.stream AND o.duty = cut.duty LEFT JOIN LATERAL (
        SELECT party, acknowledged_at FROM notices AS n
        WHERE d.level BETWEEN 1 AND 4 AND n.stream = d.stream AND n.duty = d.duty
          AND n.revision = d.revision AND n.level = d.level ORDER BY n.version DESC LIMIT 1
    ) AS n ON true
    ORDER BY {"" if by == "due" else "cut.of_late DESC, "}array_position($16::text[], cut.head),
        cut.late DESC, cut.due, cut.stream, cut.duty
) AS x
"""  # noqa: S608
    for by, head in _HEADS.items()
}
_NAMED = {
    "obligor": "SELECT DISTINCT obligor FROM duties WHERE owed",
    "region": "SELECT DISTINCT region FROM duties WHERE owed",
    "group": "SELECT DISTINCT group_name FROM projects WHERE group_name IS NOT NULL",
}
_UNSETTLED = """
SELECT count(*) FROM duties WHERE owed AND NOT settled
  AND ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
"""


class Debt(Row):
    """One duty that is owed."""

    stream: str
    subject: str
    title: str
    duty: str
    zh: str
    period: str | None
    what: str
    region: str
    stage: str
    owes: str
    original_due: date
    due: date
    late: bool
    level: int
    revision: int
    light: str
    """The project's; empty for what a programme owes."""
    grp: str
    leader: str
    head: str
    """Under which heading it stands."""
    of_head: int
    """How many stand there."""
    together: int
    """How many this line stands for: the same duty of many, due on one day."""
    lines: int
    told: str | None
    """To whom the highest rung was sent."""
    acknowledged_at: datetime | None


class Tally(Row):
    """How many debts or projects are alike in one respect."""

    of: Literal["debts", "projects"]
    but: str
    """The one filter that leaves them out; empty for what the board shows, `*` for several."""
    name: str
    value: str | None
    ours: bool | None
    """Of a day: owed by an organ or a deputy group and not by a unit."""
    number: int
    late: int
    climbed: int
    """Reached the deputy group or beyond."""
    sample: bool


class Board(BaseModel):
    """One look at everything."""

    now: datetime
    calendar: Calendar
    soon: date
    """The last of the next three working days."""
    debts: tuple[Debt, ...]
    tallies: tuple[Tally, ...]
    unsettled: int
    """Debts without a settled day: they wait for a session or a holiday notice."""

    @property
    def projects(self) -> int:
        """How many projects there are, whatever it is narrowed to."""
        return sum(x.number for x in self.tallies if x.of == "projects" and x.name == "region")


async def board(ledger: "Ledger", asked: Asked, by: Grouping = "due", start: int = 0) -> Board:
    """The board of a region; its lines from `start` on."""
    async with ledger.pool.read(snapshot=True) as connection:
        sql = connection.exec_driver_sql
        first = (await sql("SELECT ledger_now() AS now, almanac_version() AS almanac")).one()
        calendar = await ledger.calendar.at(connection, first.almanac)
        soon = calendar.workday_after(day_of(first.now), SOON)
        values = (*asked.values(await _names(connection, asked)), asked.days, start)
        heads = await _heads(connection, by)
        found = (await sql(_BOARD[by], (*values, soon, heads))).all()
        return Board(
            now=first.now,
            calendar=calendar,
            soon=soon,
            debts=tuple(Debt.model_validate(x.line) for x in found if x.line is not None),
            tallies=tuple(Tally.model_validate(x) for x in found if x.line is None),
            unsettled=(await sql(_UNSETTLED, (asked.within,))).scalar_one(),
        )


async def _heads(connection: AsyncConnection, by: Grouping) -> list[str]:
    """The headings in their order: by pinyin, where they are names."""
    if by == "due":
        return ["late", "today", "soon", "later"]
    if by == "stage":
        return [x.value for x in Stage]
    found = (await connection.exec_driver_sql(_NAMED[by])).scalars()
    names = {"deputy_group" if x.startswith("deputy_group") else x for x in found}
    return sorted(names, key=lambda x: by_pinyin(x.rpartition(":")[2].rpartition("/")[2]))


async def _names(connection: AsyncConnection, asked: Asked) -> list[str] | None:
    sought = Sought(asked.q)
    if not sought:
        return None
    found = (await connection.exec_driver_sql(NAMES, (asked.within,))).scalars()
    return [x for x in found if sought.within(x.removeprefix("unit:"))]


async def calendar_now(ledger: "Ledger") -> Calendar:
    """The calendar by which working days are counted at this moment."""
    async with ledger.pool.read() as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        return await ledger.calendar.at(connection, version)
