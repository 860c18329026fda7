"""The league table: what became of every duty that fell due, by unit, region, group or duty.

Nothing is left out of a denominator in silence: what is not due yet, what has no day yet and what
fell away stand beside the counts (`domain.punctuality` is the rule of the shares; a test holds
them together).
"""

from typing import TYPE_CHECKING, Literal

from domain.punctuality import Punctuality, Share
from ledger.queries.kept import Kept, kept
from ledger.queries.page import Row
from ledger.readings import by_pinyin

if TYPE_CHECKING:
    from ledger.door import Ledger

LeagueBy = Literal["obligor", "region", "group", "what"]
_NAMES: dict[LeagueBy, str] = {
    "obligor": "CASE WHEN starts_with(d.obligor, 'deputy_group') THEN 'deputy_group'"
    " ELSE d.obligor END",
    "region": "d.region",
    "group": "coalesce(p.group_name, '')",
    "what": "CASE WHEN d.period IS NULL THEN d.zh ELSE replace(d.zh, ' ' || d.period, '') END",
}


def _league(by: LeagueBy) -> str:
    return f"""
WITH moment AS MATERIALIZED (SELECT ledger_now() AS at), counted AS (
    SELECT {_NAMES[by]} AS name, d.stream, d.received_at, d.on_time, d.overdue, d.settled,
           d.revision, d.closed, d.paused, d.without_extension IS NOT NULL AS extended,
           coalesce(d.received_at, moment.at) AS seen_at, d.due_at,
           CASE WHEN d.without_extension IS NULL THEN d.due_at
                ELSE (d.without_extension + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
           END AS without_at,
           d.received_at IS NOT NULL OR d.overdue OR (d.settled AND moment.at >= d.due_at) AS counts
    FROM moment CROSS JOIN duties AS d LEFT JOIN projects AS p ON p.stream = d.stream
    WHERE ($1::text IS NULL OR d.region = $1 OR starts_with(d.region, $1 || '/'))
      AND ($2::text IS NULL OR to_char(d.original_due, 'YYYY') = $2)
), kept AS (SELECT *, closed IS NULL AND paused IS NULL AS holds FROM counted)
SELECT name, count(DISTINCT stream)::int AS streams,
    count(*) FILTER (WHERE holds AND counts)::int AS due,
    count(*) FILTER (WHERE holds AND received_at IS NOT NULL AND on_time AND NOT overdue)::int
        AS on_time,
    count(*) FILTER (WHERE holds AND received_at IS NOT NULL AND NOT (on_time AND NOT overdue))::int
        AS late,
    count(*) FILTER (WHERE holds AND counts AND received_at IS NULL)::int AS missing,
    count(*) FILTER (WHERE holds AND NOT counts AND settled)::int AS ahead,
    count(*) FILTER (WHERE holds AND NOT counts AND NOT settled)::int AS undated,
    count(*) FILTER (WHERE NOT holds)::int AS fell_away,
    count(*) FILTER (WHERE holds AND extended)::int AS extended,
    count(*) FILTER (WHERE holds AND (received_at IS NOT NULL OR overdue
        OR (settled AND seen_at >= without_at)))::int AS without_of,
    count(*) FILTER (WHERE holds AND received_at IS NOT NULL AND NOT overdue AND
        CASE WHEN extended THEN received_at < without_at ELSE on_time END)::int AS without_part
FROM kept GROUP BY name
"""  # noqa: S608  # our own words


class Placed(Row):
    """One line of the table. Its counts add up to every duty there is."""

    name: str
    streams: int
    """Projects and other streams among which the duties are spread."""
    due: int
    """Filed, or their day has come: the denominator."""
    on_time: int
    late: int
    """Filed after their day."""
    missing: int
    """Their day has passed and nothing was filed, or what was filed came back."""
    ahead: int
    undated: int
    """They wait for a session or a holiday notice."""
    fell_away: int
    """Waived, void or paused."""
    extended: int
    without_of: int
    without_part: int

    @property
    def punctuality(self) -> Punctuality:
        """The shares, with extensions and without."""
        return Punctuality(
            extended=self.extended,
            with_extensions=Share(part=self.on_time, of=self.due),
            without_extensions=Share(part=self.without_part, of=self.without_of),
        )


async def league(
    ledger: "Ledger", by: LeagueBy, region: str | None, year: str | None = None
) -> list[Placed]:
    """Who is behind first: most missing, then most late, then by pinyin."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_league(by), (region, year))
        found = [Placed.model_validate(x) for x in rows]
    return sorted(found, key=lambda x: (-x.missing, -x.late, by_pinyin(x.name)))


async def league_kept(
    ledger: "Ledger", by: LeagueBy, region: str | None, year: str | None = None
) -> Kept[list[Placed]]:
    """The same for whoever looks; of a large region as it was counted lately."""
    key = ("league", by, region, year)
    return await kept(ledger, region, key, lambda: league(ledger, by, region, year))


async def years_kept(ledger: "Ledger", region: str | None) -> list[str]:
    """`years`; of a large region as they were found lately."""
    return (await kept(ledger, region, ("years", region), lambda: years(ledger, region))).value


async def years(ledger: "Ledger", region: str | None) -> list[str]:
    """The years in which something falls due, the newest first."""
    sql = """SELECT DISTINCT to_char(original_due, 'YYYY') AS year FROM duties
        WHERE $1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/') ORDER BY 1 DESC"""
    async with ledger.pool.read() as connection:
        return list((await connection.exec_driver_sql(sql, (region,))).scalars())
