"""Duties that somebody picked from a list, as they stand now: whom each waits for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_CHOSEN = """
SELECT d.stream, d.duty, d.line, d.zh, d.period, d.region, d.due, d.owed, d.received_at, d.on_time,
       coalesce(d.late_from <= ledger_now(), false) AS late,
       coalesce(p.name, g.title) AS title, coalesce(p.id, g.id) AS subject,
       coalesce(n.party, d.obligor) AS to
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (stream, duty, nth)
JOIN duties AS d ON d.stream = asked.stream AND d.duty = asked.duty
LEFT JOIN projects AS p ON p.stream = d.stream LEFT JOIN years AS g ON g.stream = d.stream
LEFT JOIN notices AS n ON d.owed AND d.level = 3 AND n.level = 3 AND n.stream = d.stream
    AND n.duty = d.duty AND n.revision = d.revision
WHERE ($3::text IS NULL OR d.region = $3 OR starts_with(d.region, $3 || '/'))
  AND CASE WHEN $4::boolean IS NULL THEN true
           WHEN $4 THEN d.received_at IS NOT NULL AND NOT d.accepted AND d.closed IS NULL
               AND NOT starts_with(d.obligee, 'deputy_group:')
           ELSE d.owed END
ORDER BY nth
"""


class Chosen(Row):
    """One of them."""

    stream: str
    duty: str
    line: str
    zh: str
    period: str | None
    region: str
    due: date
    owed: bool
    received_at: datetime | None
    on_time: bool | None
    late: bool
    title: str
    subject: str
    to: str
    """Whom it waits for, as `domain.urging.awaited` says it; of what was filed, who filed it."""


async def chosen_duties(
    ledger: "Ledger",
    keys: Sequence[tuple[str, str]],
    region: str | None,
    *,
    filed: bool | None,
) -> list[Chosen]:
    """Those of a region that wait for the clerk (`filed`), or are still owed (not), or all."""
    streams, duties = [x for x, _ in keys], [x for _, x in keys]
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_CHOSEN, (streams, duties, region, filed))
        return [Chosen.model_validate(x) for x in rows]
