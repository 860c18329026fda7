"""Incidents as they are written: whoever looks says all that it found of one kind.

What is found and not yet open is opened, what is open and was found again keeps its row, what is
open and was not found is closed. So a reporter that dies leaves at most what the next one closes.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from domain.incidents import INCIDENTS, IncidentKind
from domain.refusals import Unknown

if TYPE_CHECKING:
    from ledger.door import Ledger

_REPORT = """
WITH seen AS (
    SELECT * FROM unnest($2::text[], $3::text[]) AS x (subject, detail)
), over AS (
    UPDATE incidents SET closed_at = clock_timestamp()
    WHERE kind = $1 AND closed_at IS NULL AND NOT $4::boolean
        AND NOT EXISTS (SELECT FROM seen WHERE seen.subject = incidents.subject)
    RETURNING subject
), opened AS (
    INSERT INTO incidents (kind, subject, detail)
    SELECT $1::text, subject, detail FROM seen WHERE NOT ($4::boolean AND EXISTS (
        SELECT FROM incidents AS old
        WHERE old.kind = $1 AND old.subject = seen.subject AND old.closed_at IS NOT NULL))
    ORDER BY subject
    ON CONFLICT (kind, subject) WHERE closed_at IS NULL
        DO UPDATE SET last_seen = clock_timestamp(), detail = excluded.detail
    RETURNING subject, xmax = 0 AS new
)
SELECT subject, true AS new FROM opened WHERE new UNION ALL SELECT subject, false FROM over
"""
_CLOSE = """
UPDATE incidents SET closed_at = clock_timestamp(), closed_by = $2, note = $3
WHERE id = $1 AND closed_at IS NULL RETURNING kind
"""
_LONGEST_SUBJECT, _LONGEST_DETAIL = 300, 1000


class Reported(NamedTuple):
    """What a report changed."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]


async def report(ledger: "Ledger", kind: IncidentKind, found: Mapping[str, str]) -> Reported:
    """Say everything of this kind that is stuck now: detail by subject. Raises Unavailable.

    A kind that is over by hand only is never closed here, nor opened again for the same subject.
    """
    subjects = [x[:_LONGEST_SUBJECT] for x in found]
    details = [" ".join(x.split())[:_LONGEST_DETAIL] for x in found.values()]
    values = (kind.value, subjects, details, INCIDENTS[kind].by_hand)
    rows = await ledger.pool.write(lambda x: x.exec_driver_sql(_REPORT, values))
    changed = [(x.subject, x.new) for x in rows]
    return Reported(
        tuple(sorted(x for x, new in changed if new)),
        tuple(sorted(x for x, new in changed if not new)),
    )


async def close(ledger: "Ledger", incident: int, by: str, note: str) -> IncidentKind:
    """A person says that it is over, and how. Raises Unknown where it is not open."""
    values = (incident, by[:_LONGEST_SUBJECT], note[:_LONGEST_DETAIL])
    rows = await ledger.pool.write(lambda x: x.exec_driver_sql(_CLOSE, values))
    kind = rows.scalar_one_or_none()
    if kind is None:
        raise Unknown("未了的异常", "open incident", str(incident))
    return IncidentKind(kind)
