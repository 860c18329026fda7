"""What the charts of a region and a year are drawn from: five counts over the read models.

Lateness and lights are told at the ledger's time of reading, as in the other queries.
"""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from domain.calendar import day_of
from ledger.queries.kept import Kept, kept
from ledger.queries.page import Row
from ledger.queries.projects import SHOWN

if TYPE_CHECKING:
    from ledger.door import Ledger

Drawn = TypeVar("Drawn")
_HERE = "($1::text IS NULL OR {0}region = $1 OR starts_with({0}region, $1 || '/'))"
_YEAR = "due >= make_date($2, 1, 1) AND due < make_date($2 + 1, 1, 1)"
# The rule of domain.punctuality over rows, as in queries.punctuality; what waits is left out.
_PUNCTUAL = f"""
WITH moment AS (SELECT ledger_now() AS at)
SELECT region, obligor,
       count(*) FILTER (WHERE received_at IS NOT NULL AND on_time AND NOT overdue)::int AS on_time,
       count(*) FILTER (WHERE received_at IS NOT NULL AND (overdue OR NOT on_time))::int AS late,
       count(*) FILTER (WHERE received_at IS NULL)::int AS missed
FROM moment CROSS JOIN duties
WHERE closed IS NULL AND paused IS NULL AND {_HERE.format("")} AND {_YEAR}
  AND (received_at IS NOT NULL OR overdue OR (settled AND moment.at >= due_at))
GROUP BY region, obligor
"""  # noqa: S608  # our own words, here and below
_DAYS = f"""
SELECT due AS day, count(*)::int AS due, count(*) FILTER (WHERE owed)::int AS owed
FROM duties WHERE closed IS NULL AND settled AND {_HERE.format("")} AND {_YEAR}
GROUP BY due ORDER BY due
"""  # noqa: S608
_LIGHTS = f"""
WITH now AS MATERIALIZED (SELECT ledger_now() AS at),
shown AS ({SHOWN.replace("FROM projects AS p", "FROM now CROSS JOIN projects AS p")})
SELECT region, CASE WHEN terminated_on IS NOT NULL THEN 'stop' WHEN closed THEN 'done'
    WHEN suspended_on IS NOT NULL THEN 'hold' WHEN light = 'RED' THEN 'red'
    WHEN light = 'YELLOW' THEN 'amber' ELSE 'green' END AS mark, count(*)::int AS number
FROM shown WHERE {_HERE.format("")}
  AND vote < make_date($2 + 1, 1, 1) AND next_session >= make_date($2, 1, 1)
GROUP BY 1, 2
"""  # noqa: S608
_OF_YEAR = f"""
SELECT stream, verified FROM projects WHERE {_HERE.format("")} AND terminated_on IS NULL
  AND vote >= make_date($2, 1, 1) AND vote < make_date($2 + 1, 1, 1)
"""  # noqa: S608
# What was returned is told again; of each sub-project the newest report of a month holds.
_PROGRESS = f"""
WITH here AS ({_OF_YEAR}), filed AS (
    SELECT e.stream, (e.received_at AT TIME ZONE 'Asia/Shanghai')::date AS day, e.version,
           e.body::jsonb AS body
    FROM here JOIN events AS e ON e.stream = here.stream
    WHERE e.type = 'DutyFiled' AND strpos(e.body, '"form":"progress"') > 0
)
SELECT DISTINCT ON (stream, no, month) stream, (r ->> 'subproject')::int AS no,
       date_trunc('month', day)::date AS month, (r ->> 'planned')::numeric AS planned,
       (r ->> 'claimed')::numeric AS claimed
FROM filed, jsonb_array_elements(body -> 'filing' -> 'rows') AS r
ORDER BY stream, no, month, version DESC
"""  # noqa: S608
_VERIFIED = f"""
WITH here AS ({_OF_YEAR})
SELECT here.stream, min((d.received_at AT TIME ZONE 'Asia/Shanghai')::date) AS day
FROM here LEFT JOIN duties AS d
  ON d.stream = here.stream AND here.verified AND d.form = 'verification' AND d.accepted
GROUP BY here.stream
"""  # noqa: S608


class Punctual(Row):
    """What became of one obligor's duties that came due in the year."""

    region: str
    obligor: str
    on_time: int
    late: int
    """Filed, and late."""
    missed: int
    """Not filed, and its day is over."""

    @property
    def all(self) -> int:
        """Every duty whose day has come."""
        return self.on_time + self.late + self.missed


class Day(Row):
    """How many duties come due on a day, and how many of them are still owed."""

    day: date
    due: int
    owed: int


class Lit(Row):
    """How many projects of a region show the same mark."""

    region: str
    mark: str
    number: int


class Reported(Row):
    """The last report of a month about one sub-project, in per cent."""

    stream: str
    no: int
    month: date
    planned: Decimal
    claimed: Decimal


class Counted(NamedTuple):
    """Everything that the charts of a region and a year show."""

    punctual: Sequence[Punctual]
    days: Sequence[Day]
    lit: Sequence[Lit]
    reported: Sequence[Reported]
    verified: Sequence[date | None]
    """For each project voted in the year, since when it is verified."""


async def drawn_kept(
    ledger: "Ledger",
    region: str | None,
    year: int,
    key: Hashable,
    draw: Callable[[Counted, date], Drawn],
) -> Kept[Drawn]:
    """What is drawn from the counts, `key` telling how; of a large region as it was drawn lately.

    It is drawn in a thread: a province's rows are seconds of work, and others must not wait.
    """

    async def made() -> Drawn:
        today = day_of(await ledger.now())
        return await asyncio.to_thread(draw, await counted(ledger, region, year), today)

    return await kept(ledger, region, ("charts", region, year, key), made)


async def counted(ledger: "Ledger", region: str | None, year: int) -> Counted:
    """The counts of a region with all below it, read in one snapshot."""
    asked = (region, year)
    async with ledger.pool.read(snapshot=True) as connection:
        sql = connection.exec_driver_sql
        punctual = [Punctual.model_validate(x) for x in await sql(_PUNCTUAL, asked)]
        days = [Day.model_validate(x) for x in await sql(_DAYS, asked)]
        lit = [Lit.model_validate(x) for x in await sql(_LIGHTS, asked)]
        reported = [Reported.model_validate(x) for x in await sql(_PROGRESS, asked)]
        verified = [x.day for x in await sql(_VERIFIED, asked)]
    return Counted(punctual, days, lit, reported, verified)
