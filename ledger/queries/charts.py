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
SELECT region, CASE WHEN $3 THEN obligor ELSE '' END AS obligor,
       count(*) FILTER (WHERE received_at IS NOT NULL AND on_time AND NOT overdue)::int AS on_time,
       count(*) FILTER (WHERE received_at IS NOT NULL AND (overdue OR NOT on_time))::int AS late,
       count(*) FILTER (WHERE received_at IS NULL)::int AS missed
FROM moment CROSS JOIN duties
WHERE closed IS NULL AND paused IS NULL AND {_HERE.format("")} AND {_YEAR}
  AND (received_at IS NOT NULL OR overdue OR (settled AND moment.at >= due_at))
GROUP BY 1, 2
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
# The newest report of a month holds until the month of its sub-project's next one.
_PROGRESS = f"""
WITH here AS ({_OF_YEAR}), held AS (
    SELECT planned, claimed, month AS since, lead(month) OVER (
        PARTITION BY stream, subproject ORDER BY month
    ) AS until FROM monthly_progress JOIN here USING (stream)
), summed AS (
    SELECT since, until, sum(planned) AS planned, sum(claimed) AS claimed, count(*) AS parts
    FROM held GROUP BY since, until
)
SELECT make_date($2, n, 1) AS month, sum(planned) AS planned, sum(claimed) AS claimed,
       sum(parts)::int AS parts
FROM generate_series(1, 12) AS n JOIN summed
  ON since <= make_date($2, n, 1) AND (until IS NULL OR until > make_date($2, n, 1))
GROUP BY n ORDER BY n
"""  # noqa: S608
_VERIFIED = f"""
WITH here AS ({_OF_YEAR}), since AS (
    SELECT min((d.received_at AT TIME ZONE 'Asia/Shanghai')::date) AS day
    FROM here LEFT JOIN duties AS d
      ON d.stream = here.stream AND here.verified AND d.form = 'verification' AND d.accepted
    GROUP BY here.stream
)
SELECT date_trunc('month', day)::date AS month, count(*)::int AS number FROM since
GROUP BY 1 ORDER BY 1
"""  # noqa: S608


class Punctual(Row):
    """What became of the duties that came due in the year: of one congress an obligor's, of
    several a congress's."""

    region: str
    obligor: str
    """Empty where it is all of the congress's."""
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
    """The last reports about sub-projects up to the end of a month, added up."""

    month: date
    """Its first day."""
    planned: Decimal
    """Per cent, the sum of all."""
    claimed: Decimal
    parts: int
    """Of so many sub-projects."""


class Verified(Row):
    """How many projects are verified since a month."""

    month: date | None
    """Its first day; None: they are not verified."""
    number: int


class Counted(NamedTuple):
    """Everything that the charts of a region and a year show."""

    punctual: Sequence[Punctual]
    days: Sequence[Day]
    lit: Sequence[Lit]
    reported: Sequence[Reported]
    """By months; none from before the first report."""
    verified: Sequence[Verified]
    """Of the projects voted in the year."""


async def drawn_kept(
    ledger: "Ledger",
    region: str | None,
    year: int,
    key: Hashable,
    draw: Callable[[Counted, date], Drawn],
) -> Kept[Drawn]:
    """What is drawn from the counts, `key` telling how; of a large region as it was drawn lately.

    It is drawn in a thread: others must not wait for a province's thousands of places.
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
        punctual = [Punctual.model_validate(x) for x in await sql(_PUNCTUAL, (*asked, False))]
        if len(punctual) == 1:
            punctual = [Punctual.model_validate(x) for x in await sql(_PUNCTUAL, (*asked, True))]
        days = [Day.model_validate(x) for x in await sql(_DAYS, asked)]
        lit = [Lit.model_validate(x) for x in await sql(_LIGHTS, asked)]
        reported = [Reported.model_validate(x) for x in await sql(_PROGRESS, asked)]
        verified = [Verified.model_validate(x) for x in await sql(_VERIFIED, asked)]
    return Counted(punctual, days, lit, reported, verified)
