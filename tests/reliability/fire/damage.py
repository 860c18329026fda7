"""The judge's teeth: a record that was damaged on purpose, after the battle, must be condemned."""

from collections.abc import Sequence

import asyncpg

from ledger.audit import verify
from ledger.door import Ledger
from tests.reliability.fire import judge
from tests.reliability.fire.herd import Filing

FOUND = ("lost", "twice_filed", "wrongly_overdue", "misjudged", "missing_overdue", "broken")
"""What must be seen afterwards."""
_FILED = "SELECT id FROM events WHERE type = 'DutyFiled' ORDER BY id LIMIT 4"
_FREE = "ALTER TABLE events DISABLE TRIGGER ALL"
_CUT = "DELETE FROM events WHERE id = $1"
_DOUBLE = """
CREATE TEMPORARY TABLE doubled AS SELECT * FROM events WHERE id = $1
"""
_AGAIN = """
UPDATE doubled SET version = version + 1000, id = gen_random_uuid(), command_id = 'another'
"""
_MISJUDGE = """
UPDATE events SET body = (body::jsonb || '{"on_time": false}')::text,
    received_at = (body::jsonb ->> 'due_at')::timestamptz - interval '1 minute' WHERE id = $1
"""
_ACCUSE = """
UPDATE events SET type = 'Overdue', body = (body::jsonb || jsonb_build_object('overdue_at',
    (SELECT received_at + interval '1 second' FROM events WHERE id = $1)))::text
WHERE id = (SELECT id FROM events WHERE type = 'Reminded' AND body::jsonb ->> 'duty' = 'work_plan'
    AND stream = (SELECT stream FROM events WHERE id = $1) LIMIT 1)
"""
_SPARE = """
DELETE FROM events USING (
    SELECT stream FROM events AS late
    WHERE type = 'Overdue' AND body::jsonb ->> 'duty' = 'work_plan'
        AND stream NOT IN (SELECT stream FROM events WHERE id = ANY($1))
    ORDER BY EXISTS (SELECT FROM events AS filed
        WHERE filed.stream = late.stream AND filed.type = 'DutyFiled'), id LIMIT 1
) AS spared
WHERE events.stream = spared.stream AND type IN ('Overdue', 'DutyFiled')
    AND body::jsonb ->> 'duty' = 'work_plan'
"""
"""One who filed nothing, if any was called late at all; else one who filed late, as if he had not:
where outages lay over every midnight, only those are on record as overdue."""


async def condemned(database: str, filings: Sequence[Filing]) -> list[str]:
    """Damages the record, and says which of FOUND the judge sees then."""
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(_FREE)
        taken = [x["id"] for x in await connection.fetch(_FILED)]
        cut, double, misjudged, accused = taken
        await connection.execute(_SPARE, taken)
        await connection.execute(_DOUBLE.replace("$1", f"'{double}'"))
        await connection.execute(_AGAIN)
        await connection.execute("INSERT INTO events SELECT * FROM doubled")
        await connection.execute(_MISJUDGE, misjudged)
        await connection.execute(_ACCUSE, accused)
        await connection.execute(_CUT, cut)
    finally:
        await connection.close()
    receipts = [y for x in filings for y in x.receipts]
    seen = {**await judge.counts(database), "lost": await judge.lost(database, receipts)}
    ledger = await Ledger.connect(database)
    seen["broken"] = len((await verify(ledger)).faults)
    await ledger.close()
    return [x for x in FOUND if seen[x] > 0]
