"""What a board is narrowed to, and the debts and projects that this leaves.

Each row says which one of the filters alone keeps it out (`but`): so one look counts for every
filter what each of its other choices would show.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

HORIZON = 30
"""Days ahead for which debts are counted."""
PEOPLE = "people"
"""Whom a debt on the highest rung waits for: those who decide on the instrument."""


class Asked(BaseModel):
    """What the board is narrowed to; what is empty asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    within: str | None = None
    """The region whose board it is, with all below."""
    days: int = 15
    region: tuple[str, ...] = ()
    """Each with all below it."""
    obligor: tuple[str, ...] = ()
    """A party, or a role for all parties of that role."""
    waits: tuple[str, ...] = ()
    """The roles of those for whom it waits; `people` on the highest rung."""
    what: tuple[str, ...] = ()
    """Names of duties without their period."""
    stage: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    """Lights, and `HOLD`, `STOP`, `DONE` for projects that have none."""
    group: tuple[str, ...] = ()
    """Deputy groups of the contact schedule; empty for projects that have none."""
    leader: tuple[str, ...] = ()
    late: bool = False
    on: date | None = None
    q: str = ""
    """汉字, pinyin or initials of a project, a unit or a group."""

    def values(self, names: Sequence[str] | None) -> tuple[Any, ...]:
        """For the queries, in their order. `names`: those that fit `q`; None where it is empty."""
        lists = (self.region, self.obligor, self.waits, self.what, self.stage)
        rest = (self.light, self.group, self.leader)
        told = None if names is None else list(names)
        return (self.within, *(list(x) or None for x in (*lists, *rest)), self.on, self.late, told)


DIMENSIONS = ("region", "obligor", "waits", "what", "stage", "light", "grp", "leader")
"""The filters that have choices, as columns of debts."""
OF_PROJECTS = ("region", "obligor", "stage", "light", "grp", "leader")
"""Those of them that projects have too."""
_IN = "($1::text IS NULL OR {0} = $1 OR starts_with({0}, $1 || '/'))"
_BELOW = """($2::text[] IS NULL OR region = ANY($2)
    OR EXISTS (SELECT FROM unnest($2) AS r WHERE starts_with(region, r || '/')))"""
_CHOSEN = {
    "region": _BELOW,
    "obligor": "($3::text[] IS NULL OR obligor = ANY($3))",
    "waits": "($4::text[] IS NULL OR waits = ANY($4))",
    "what": "($5::text[] IS NULL OR what = ANY($5))",
    "stage": "($6::text[] IS NULL OR stage = ANY($6))",
    "light": "($7::text[] IS NULL OR light = ANY($7))",
    "grp": "($8::text[] IS NULL OR grp = ANY($8))",
    "leader": "($9::text[] IS NULL OR leader = ANY($9))",
    "on": "($10::date IS NULL OR due = $10)",
    "late": "(late OR NOT $11::boolean)",
}


def _but(*names: str, found: str) -> str:
    """'' where all hold, a filter's name where it alone does not, '*' where several do not."""
    of = {**{x: _CHOSEN[x] for x in names}, "q": f"($12::text[] IS NULL OR {found})"}
    missed = " + ".join(f"(NOT {x})::int" for x in of.values())
    cases = " ".join(f"WHEN NOT {x} THEN '{name}'" for name, x in of.items())
    return f"CASE WHEN ({missed}) > 1 THEN '*' {cases} ELSE '' END AS but"


LAMP = """CASE WHEN p.terminated_on IS NOT NULL THEN 'STOP' WHEN p.closed THEN 'DONE'
    WHEN p.suspended_on IS NOT NULL THEN 'HOLD'
    WHEN p.lag_light = 'RED' OR c.overdue > 1 THEN 'RED'
    WHEN p.lag_light = 'YELLOW' OR c.overdue = 1 THEN 'YELLOW' ELSE 'GREEN' END"""
"""The light at the time of reading, as `ledger.queries.projects` tells it, or why there is none."""
BASE = f"""
WITH now AS MATERIALIZED (
    SELECT at, (at AT TIME ZONE 'Asia/Shanghai')::date AS today FROM (SELECT ledger_now() AS at) x
), base AS MATERIALIZED (
    SELECT stream, duty, zh, period, region, obligor AS owes, due, level, revision, stage, settled,
           late_from <= now.at AS late FROM duties CROSS JOIN now
    WHERE owed AND late_from IS NOT NULL AND due <= now.today + {HORIZON}
      AND {_IN.format("region")}
), counted AS MATERIALIZED (
    SELECT stream, count(*) AS overdue FROM base WHERE late GROUP BY stream
), shown AS MATERIALIZED (
    SELECT p.stream, p.id, p.name, p.region, 'unit:' || p.unit AS obligor,
           coalesce(p.stage, '') AS stage, p.unit_synthetic, coalesce(p.group_name, '') AS grp,
           coalesce(p.group_leader, '') AS leader, {LAMP} AS light
    FROM projects AS p LEFT JOIN counted AS c ON c.stream = p.stream
    WHERE {_IN.format("p.region")}
)"""  # noqa: S608  # our own words, here and below
"""What is late or comes due within the horizon, and the projects with their lamps."""
_OWED = f"""
    SELECT d.*, coalesce(s.light, '') AS light, coalesce(s.name, g.title) AS title,
           coalesce(s.id, g.id) AS subject, coalesce(s.grp, '') AS grp,
           coalesce(s.leader, '') AS leader,
           CASE WHEN starts_with(d.owes, 'deputy_group') THEN 'deputy_group'
                ELSE d.owes END AS obligor,
           CASE WHEN d.period IS NULL THEN d.zh ELSE replace(d.zh, ' ' || d.period, '') END AS what,
           replace(CASE d.level WHEN 4 THEN '{PEOPLE}' WHEN 3 THEN split_part(n.party, ':', 1)
                   ELSE split_part(d.owes, ':', 1) END, 'deputy_groups', 'deputy_group') AS waits
    FROM base AS d
    LEFT JOIN shown AS s ON s.stream = d.stream LEFT JOIN years AS g ON g.stream = d.stream
    LEFT JOIN notices AS n ON d.level = 3 AND n.level = 3 AND n.stream = d.stream
        AND n.duty = d.duty AND n.revision = d.revision
    WHERE d.settled
"""  # noqa: S608
_DEBT_FOUND = "title = ANY($12) OR owes = ANY($12) OR grp = ANY($12)"
_PROJECT_FOUND = "name = ANY($12) OR obligor = ANY($12) OR grp = ANY($12)"
DEBTS = f"""{BASE}, owed AS ({_OWED}), debts AS MATERIALIZED (
    SELECT *, {_but(*DIMENSIONS, "on", "late", found=_DEBT_FOUND)} FROM owed
)"""  # noqa: S608
"""Every debt that is late or comes due within the horizon."""
PROJECTS = f"""projects_told AS MATERIALIZED (
    SELECT *, {_but(*OF_PROJECTS, found=_PROJECT_FOUND)} FROM shown
)"""  # noqa: S608
NAMES = f"""
SELECT name FROM projects WHERE {_IN.format("region")}
UNION SELECT 'unit:' || unit FROM projects WHERE {_IN.format("region")}
UNION SELECT group_name FROM projects WHERE group_name IS NOT NULL AND {_IN.format("region")}
UNION SELECT title FROM years WHERE {_IN.format("region")}
"""  # noqa: S608
"""What `q` is compared with."""
