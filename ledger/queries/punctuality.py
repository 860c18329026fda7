"""On-time shares of a list and its projects, with and without extensions, at the ledger's time."""

from typing import TYPE_CHECKING

from domain.punctuality import Punctuality, Share

if TYPE_CHECKING:
    from ledger.door import Ledger

# The rule of domain.punctuality over rows; a test holds them together.
_COUNT = """
WITH moment AS (SELECT ledger_now() AS at), counted AS (
    SELECT d.*, coalesce(d.received_at, moment.at) AS seen_at,
           CASE WHEN without_extension IS NULL THEN d.due_at
                ELSE (without_extension + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
           END AS without_at
    FROM moment CROSS JOIN duties AS d
    WHERE d.closed IS NULL AND d.paused IS NULL AND d.stream = ANY(
        SELECT 'programme:' || id FROM programmes WHERE id = $1
        UNION ALL SELECT stream FROM projects WHERE programme = $1)
)
SELECT count(*) FILTER (WHERE without_extension IS NOT NULL) AS extended,
       count(*) FILTER (WHERE received_at IS NOT NULL OR overdue OR settled AND seen_at >= due_at)
           AS of,
       count(*) FILTER (WHERE received_at IS NOT NULL AND on_time AND NOT overdue) AS part,
       count(*) FILTER (WHERE received_at IS NOT NULL OR overdue
                        OR settled AND seen_at >= without_at) AS without_of,
       count(*) FILTER (WHERE received_at IS NOT NULL AND NOT overdue AND
           CASE WHEN without_extension IS NULL THEN on_time ELSE received_at < without_at END)
           AS without_part
FROM counted
"""


async def punctuality_of(ledger: "Ledger", programme: str) -> Punctuality:
    """The shares of the list's own duties and of the projects that stand in it."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_COUNT, (programme,))).one()
    return Punctuality(
        extended=row.extended,
        with_extensions=Share(part=row.part, of=row.of),
        without_extensions=Share(part=row.without_part, of=row.without_of),
    )
