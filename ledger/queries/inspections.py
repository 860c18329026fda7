"""What was seen of projects, and the duties that findings became."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.queries.duties import DUTIES, DutyRow
from ledger.queries.history import Entry, entry_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_RECORDS = """
SELECT * FROM events WHERE stream = ANY($1::text[])
    AND type IN ('InspectionRecorded', 'InspectionCorrected')
ORDER BY happened_at, stream, version
"""
_ISSUES = f"""{DUTIES}
WHERE d.stream = ANY($1::text[]) AND d.form = 'remedy' ORDER BY d.due, d.stream, d.duty
"""


async def inspections_of(ledger: "Ledger", streams: Sequence[str]) -> list[Entry]:
    """The records of these projects and their corrections, by the time of the visit."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_RECORDS, (list(streams),))
        return [entry_of(x) for x in found]


async def issues_of(ledger: "Ledger", streams: Sequence[str]) -> list[DutyRow]:
    """The duties that findings became in these projects, by due date."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_ISSUES, (list(streams),))
        return [DutyRow.model_validate(x) for x in found]
