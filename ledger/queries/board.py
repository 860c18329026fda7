"""The board: every debt that is late or comes due, and how debts and projects are spread.

Lateness and lights are told at the ledger's time of reading, as in the other queries.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from domain.calendar import Calendar
from domain.lights import Light
from ledger.queries.page import Row
from ledger.queries.projects import SHOWN

if TYPE_CHECKING:
    from ledger.door import Ledger

MOST = 300
"""So many debts stand on one board; their number is told in full."""
HORIZON = 30
"""Days ahead for which debts are counted."""

_WITH = f"""
WITH now AS MATERIALIZED (
    SELECT at, (at AT TIME ZONE 'Asia/Shanghai')::date AS today FROM (SELECT ledger_now() AS at) x
), shown AS ({SHOWN.replace("FROM projects AS p", "FROM now CROSS JOIN projects AS p")})
"""  # noqa: S608  # our own query
_DEBTS = f"""{_WITH}, owed AS (
    SELECT d.*, now.at AS now, now.today, d.late_from <= now.at AS late,
           CASE WHEN s.closed THEN NULL ELSE s.light END AS light,
           coalesce(s.name, g.title) AS title, coalesce(s.id, g.id) AS subject
    FROM now CROSS JOIN duties AS d
    LEFT JOIN shown AS s ON s.stream = d.stream LEFT JOIN years AS g ON g.stream = d.stream
    WHERE d.owed AND d.settled
      AND ($1::text IS NULL OR d.region = $1 OR starts_with(d.region, $1 || '/'))
)
"""  # noqa: S608  # our own query
_LIST = f"""{_DEBTS}
SELECT owed.*, n.party AS told, n.acknowledged_at
FROM owed LEFT JOIN LATERAL (
    SELECT party, acknowledged_at FROM notices AS n
    WHERE n.stream = owed.stream AND n.duty = owed.duty AND n.revision = owed.revision
      AND n.level = owed.level AND n.level BETWEEN 1 AND 4 ORDER BY n.version DESC LIMIT 1
) AS n ON true
WHERE (late OR due <= today + $2::integer)
  AND ($3::text IS NULL OR $3 IN (obligor, split_part(obligor, ':', 1)))
  AND ($4::text IS NULL OR region = $4)
  AND ($5::text IS NULL OR stage = $5) AND ($6::text IS NULL OR light = $6)
  AND ($7::date IS NULL OR due = $7)
ORDER BY late IS NOT TRUE, due, region, stream, duty LIMIT {MOST}
"""  # noqa: S608  # our own query
_TALLIES = f"""{_DEBTS}
SELECT region, obligor, stage, light, due, coalesce(late, false) AS late, level >= 3 AS climbed,
       count(*) AS number
FROM owed WHERE late OR due <= today + {HORIZON} GROUP BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608  # our own query
_PROJECTS = f"""{_WITH}
SELECT region, unit, stage, light, closed, count(*) AS number, bool_or(unit_synthetic) AS sample
FROM shown WHERE $1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/')
GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608  # our own query
_UNSETTLED = """
SELECT count(*) FROM duties WHERE owed AND NOT settled
  AND ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
"""


class Asked(BaseModel):
    """What the board is narrowed to; None asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    within: str | None = None
    """The region whose board it is, with all below."""
    days: int = 15
    obligor: str | None = None
    """A party, or a role for all parties of that role."""
    region: str | None = None
    stage: str | None = None
    light: Light | None = None
    on: date | None = None


class Debt(Row):
    """One duty that is owed."""

    stream: str
    subject: str
    title: str
    duty: str
    zh: str
    period: str | None
    region: str
    stage: str
    obligor: str
    supervisor: str
    original_due: date
    due: date
    late: bool | None
    level: int
    revision: int
    light: Light | None
    """The project's; None for what a programme owes."""
    told: str | None
    """To whom the highest rung was sent."""
    acknowledged_at: datetime | None


class Tally(Row):
    """How many debts are alike."""

    region: str
    obligor: str
    stage: str
    light: Light | None
    due: date
    late: bool
    climbed: bool
    """Reached the deputy group or beyond."""
    number: int


class Projects(Row):
    """How many projects are alike."""

    region: str
    unit: str
    stage: str | None
    light: Light
    closed: bool
    number: int
    sample: bool


class Board(BaseModel):
    """One look at everything."""

    now: datetime
    calendar: Calendar
    debts: tuple[Debt, ...]
    tallies: tuple[Tally, ...]
    projects: tuple[Projects, ...]
    unsettled: int
    """Debts without a settled day: they wait for a session or a holiday notice."""


async def board(ledger: "Ledger", asked: Asked) -> Board:
    """The board of a region."""
    wanted = (asked.obligor, asked.region, asked.stage, asked.light, asked.on)
    async with ledger.pool.read(snapshot=True) as connection:
        sql = connection.exec_driver_sql
        first = (await sql("SELECT ledger_now() AS now, almanac_version() AS almanac")).one()
        debts = (await sql(_LIST, (asked.within, asked.days, *wanted))).all()
        tallies = (await sql(_TALLIES, (asked.within,))).all()
        projects = (await sql(_PROJECTS, (asked.within,))).all()
        unsettled = (await sql(_UNSETTLED, (asked.within,))).scalar_one()
        return Board(
            now=first.now,
            calendar=await ledger.calendar.at(connection, first.almanac),
            debts=tuple(Debt.model_validate(x) for x in debts),
            tallies=tuple(Tally.model_validate(x) for x in tallies),
            projects=tuple(Projects.model_validate(x) for x in projects),
            unsettled=unsettled,
        )


async def calendar_now(ledger: "Ledger") -> Calendar:
    """The calendar by which working days are counted at this moment."""
    async with ledger.pool.read() as connection:
        version = (await connection.exec_driver_sql("SELECT almanac_version()")).scalar_one()
        return await ledger.calendar.at(connection, version)
