"""Projects as staff look for them: by region, unit, phase, light, lateness and what comes due."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from domain.lights import LIGHT_ZH, Light
from ledger.queries.found import names_found
from ledger.queries.kept import kept
from ledger.queries.page import MOST, Page, Row

if TYPE_CHECKING:
    from ledger.door import Ledger

# The rule of domain.lights with the overdue duties counted at reading; a test holds them together.
SHOWN = """
SELECT p.*, owed.overdue, owed.next_due, CASE
    WHEN p.lag_light = 'RED' OR owed.overdue > 1 THEN 'RED'
    WHEN p.lag_light = 'YELLOW' OR owed.overdue = 1 THEN 'YELLOW' ELSE 'GREEN' END AS light
FROM projects AS p CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE late_from <= now.at) AS overdue, min(due) AS next_due
    FROM duties WHERE duties.stream = p.stream AND owed
) AS owed
"""
_FIND = f"""
WITH now AS MATERIALIZED (SELECT ledger_now() AS at), shown AS (
    {SHOWN.replace("FROM projects AS p", "FROM now CROSS JOIN projects AS p")}
)
SELECT id FROM shown CROSS JOIN now
WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND ($2::text IS NULL OR $2 = ANY(units))
  AND ($3::text IS NULL OR phase = $3)
  AND ($4::text IS NULL OR stage = $4)
  AND ($5::text IS NULL OR light = $5)
  AND ($6::boolean IS NULL OR (overdue > 0) = $6)
  AND ($7::integer IS NULL OR next_due <= (now.at AT TIME ZONE 'Asia/Shanghai')::date + $7)
  AND ($8::text IS NULL OR programme = $8)
  AND ($9::text IS NULL OR split_part(regime, '@', 1) = $9 OR regime = $9)
  AND ($10::text IS NULL OR strpos(name, $10) > 0 OR id = $10 OR name = ANY($11::text[]))
ORDER BY overdue DESC, next_due NULLS LAST, id
"""  # noqa: S608  # our own query
_NAMES = """
SELECT DISTINCT name FROM projects
WHERE $1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/')
"""
_NAMED = f"""
WITH now AS MATERIALIZED (SELECT ledger_now() AS at), shown AS (
    {SHOWN.replace("FROM projects AS p", "FROM now CROSS JOIN projects AS p")}
)
SELECT shown.* FROM shown JOIN unnest($1::text[]) WITH ORDINALITY AS asked (id, nth) USING (id)
ORDER BY nth
"""  # noqa: S608  # the same


class Wanted(BaseModel):
    """What is looked for; None asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str | None = None
    """A region's path, with everything below it."""
    unit: str | None = None
    """A unit that leads or handles along."""
    phase: str | None = None
    stage: str | None = None
    light: Light | None = None
    overdue: bool | None = None
    due_within: int | None = Field(default=None, ge=0, le=3660)
    """Something is owed that is due within so many days, or was due already."""
    programme: str | None = None
    regime: str | None = None
    """`PLACE` for all its versions, or one of them."""
    text: str | None = None
    """A part of the name, its pinyin or initials, or an id."""


class ProjectRow(Row):
    """A project as lists show it."""

    id: str
    stream: str
    programme: str
    list_id: str
    item_no: str | None
    name: str
    region: str
    unit: str
    unit_synthetic: bool
    units: tuple[str, ...]
    regime: str
    phase: str
    stage: str | None
    vote: date
    next_session: date
    session_assumed: bool
    investment_wan: Decimal | None
    planned_completion: date | None
    verified: bool
    grade: str | None
    closed: bool
    baseline: int
    suspended_on: date | None
    terminated_on: date | None
    outcome: str
    complete: bool
    early: bool
    year_end: str
    """How its year ends as things stand (`domain.completion.year_end`)."""
    year_end_zh: str
    version: int
    """The version of its stream with which this row last changed."""
    light: Light
    lag_light: Light
    lag_zh: str
    overdue: int
    """Its own duties that are late now."""
    next_due: date | None
    group_name: str | None
    """Of the published contact schedule; None before it."""
    group_leader: str | None

    @property
    def light_zh(self) -> str:
        """The words that go with the light: never a colour alone."""
        late = Light.GREEN if not self.overdue else Light.YELLOW
        late = Light.RED if self.overdue > 1 else late
        reasons = [(late, f"逾期 {self.overdue} 项"), (self.lag_light, self.lag_zh)]
        if self.light is Light.GREEN:
            return LIGHT_ZH[Light.GREEN]
        return "；".join(zh for light, zh in reasons if light is self.light and zh)


async def find_projects(
    ledger: "Ledger", wanted: Wanted, *, limit: int = 50, offset: int = 0
) -> Page[ProjectRow]:
    """The projects that fit, the most urgent first. Of a large region the order and the number of
    all are those of lately, the rows are of this moment."""
    values: tuple[Any, ...] = (
        wanted.region,
        wanted.unit,
        wanted.phase,
        wanted.stage,
        wanted.light,
        wanted.overdue,
        wanted.due_within,
        wanted.programme,
        wanted.regime,
        wanted.text,
    )
    if wanted.programme is not None or wanted.unit is not None:
        every = await _ids(ledger, values)
    else:
        key = ("projects", wanted)
        every = (await kept(ledger, wanted.region, key, lambda: _ids(ledger, values))).value
    ids = every[offset : offset + min(limit, MOST)]
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_NAMED, (ids,))
        return Page(items=tuple(map(ProjectRow.model_validate, found)), total=len(every))


async def _ids(ledger: "Ledger", values: tuple[Any, ...]) -> list[str]:
    """The ids of all that fit, in order."""
    async with ledger.pool.read(snapshot=True) as connection:
        names = await names_found(connection, _NAMES, values[-1], values[:1])
        found = await connection.exec_driver_sql(_FIND, (*values, names))
        return list(found.scalars())
