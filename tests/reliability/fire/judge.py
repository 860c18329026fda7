"""The judge: reads the ledger afterwards, with SQL of its own, and says what was lost or unjust.

It believes neither the product's read models nor its words where events can say it: lateness is
judged from `received_at` and the due instant of each filing, receipts from the rows they name.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg

from bench.rounds import percentile
from ledger.audit import replay_check, verify
from ledger.door import Ledger
from tests.reliability.fire.herd import Filing

_LOST = """
SELECT count(*) FROM unnest($1::text[], $2::bigint[], $3::text[]) AS acked (stream, version, hash)
WHERE NOT EXISTS (SELECT FROM events
    WHERE events.stream = acked.stream AND events.version = acked.version
        AND events.hash = acked.hash)
"""
_TWICE_FILED = """
SELECT count(*) FROM (SELECT stream FROM events WHERE type = 'DutyFiled'
    GROUP BY stream, body::jsonb ->> 'duty' HAVING count(*) > 1) AS doubled
"""
_TWICE_MARKED = """
SELECT count(*) FROM (SELECT stream FROM events
    WHERE type IN ('Reminded', 'Overdue', 'LetterIssued', 'Escalated')
    GROUP BY stream, type, body::jsonb ->> 'duty', body::jsonb ->> 'revision',
        body::jsonb ->> 'number' HAVING count(*) > 1) AS doubled
"""
_WRONGLY = """
SELECT count(*) FROM events AS late
JOIN events AS filed ON filed.stream = late.stream AND filed.type = 'DutyFiled'
    AND filed.body::jsonb ->> 'duty' = late.body::jsonb ->> 'duty'
WHERE late.type = 'Overdue'
    AND filed.received_at < (late.body::jsonb ->> 'overdue_at')::timestamptz
"""
_MISJUDGED = """
SELECT count(*) FROM events WHERE type = 'DutyFiled' AND (body::jsonb ->> 'on_time')::boolean
    <> (received_at < (body::jsonb ->> 'due_at')::timestamptz)
"""
_MISSING = """
SELECT count(*) FROM duties WHERE settled AND due_at + interval '180 seconds' < ledger_now()
    AND line = 'work_plan'
    AND NOT EXISTS (SELECT FROM events WHERE events.stream = duties.stream
        AND type IN ('DutyFiled', 'Overdue') AND body::jsonb ->> 'duty' = duties.duty)
"""
_IN_AN_OUTAGE = """
SELECT count(*) FROM events AS late JOIN outages
    ON (late.body::jsonb ->> 'overdue_at')::timestamptz BETWEEN started AND ended
WHERE late.type = 'Overdue'
"""
_VOIDED = "SELECT count(*) FROM events WHERE type = 'DutyVoided'"
_WAKES = "SELECT count(*) FROM wakes"
_UNSEEN = """
SELECT count(*) FROM streams LEFT JOIN keepers ON stream = id
WHERE NOT closed AND kind = 'project'
    AND (seen_version, keepers.next_at) IS DISTINCT FROM (streams.version, streams.next_at)
"""
_UNDONE = "SELECT count(*) FROM streams WHERE next_at <= ledger_now() AND NOT closed"
_COUNTS = {
    "twice_filed": _TWICE_FILED,
    "twice_marked": _TWICE_MARKED,
    "wrongly_overdue": _WRONGLY,
    "misjudged": _MISJUDGED,
    "missing_overdue": _MISSING,
    "overdue_in_an_outage": _IN_AN_OUTAGE,
    "voided": _VOIDED,
    "undelivered_wakes": _WAKES,
}
NOTHING = (*_COUNTS, "lost", "unanswered", "refused", "different_receipts", "broken", "differing")
"""What must be 0."""


async def figures(database: str, filings: Sequence[Filing]) -> dict[str, Any]:
    """Everything that is judged; what stands in NOTHING must be 0."""
    receipts = [y for x in filings for y in x.receipts]
    counted = await counts(database)
    connection = await asyncpg.connect(database)
    try:
        overdue = await connection.fetchval("SELECT count(*) FROM events WHERE type = 'Overdue'")
        outages = await connection.fetchval("SELECT count(*) FROM outages")
        moved = await connection.fetchval("SELECT count(*) FROM events WHERE type = 'DutyRedated'")
    finally:
        await connection.close()
    return {
        "acknowledged": len(receipts),
        "lost": await lost(database, receipts),
        **counted,
        **await chain(database),
        **_answers(filings),
        "overdue": overdue,
        "outages": outages,
        "extended": moved,
    }


async def counts(database: str) -> dict[str, int]:
    """What the events say was unjust or done twice."""
    connection = await asyncpg.connect(database)
    try:
        return {x: await connection.fetchval(y) for x, y in _COUNTS.items()}
    finally:
        await connection.close()


async def lost(database: str, receipts: Sequence[dict[str, Any]]) -> int:
    """Events that a receipt names and the ledger has not, at that place and with that hash."""
    named = [(x["stream"], y["version"], y["hash"]) for x in receipts for y in x["events"]]
    connection = await asyncpg.connect(database)
    try:
        columns = zip(*named, strict=True) if named else ([], [], [])
        found: int = await connection.fetchval(_LOST, *map(list, columns))
        return found
    finally:
        await connection.close()


async def chain(database: str) -> dict[str, int]:
    """Chains that do not hold, and states that do not follow from their events."""
    ledger = await Ledger.connect(database)
    try:
        whole, folded = await verify(ledger), await replay_check(ledger)
    finally:
        await ledger.close()
    return {"events": whole.events, "broken": len(whole.faults), "differing": len(folded.differing)}


def _answers(filings: Sequence[Filing]) -> dict[str, Any]:
    answered = [x for x in filings if x.receipts]
    took = [x.took for x in answered]
    return {
        "unanswered": sum(1 for x in filings if not x.status),
        "refused": sum(1 for x in filings if x.status and not x.receipts),
        "different_receipts": sum(
            1 for x in answered if any(y != x.receipts[0] for y in x.receipts)
        ),
        "maybes": sum(x.tries for x in filings) - sum(len(x.receipts) for x in answered),
        "faults": sum(x.faults for x in filings),
        "p50_ms": round(1000 * percentile(took, 0.5), 1),
        "p99_ms": round(1000 * percentile(took, 0.99), 1),
    }


async def quiet(database: str) -> bool:
    """Whether nothing is left to be done, and every clock has seen what there is."""
    try:
        connection = await asyncpg.connect(database, timeout=5)
    except (OSError, asyncpg.PostgresError):
        return False
    try:
        left = [await connection.fetchval(x) for x in (_WAKES, _UNSEEN, _UNDONE)]
    finally:
        await connection.close()
    return not any(left)
