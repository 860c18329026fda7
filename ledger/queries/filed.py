"""What a party has filed, the newest first: each with its event and what was said of it."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from domain.calendar import day_of
from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_FILED = """
SELECT e.stream, e.version, e.hash, e.actor, e.received_at, e.recorded_at, e.body,
       d.duty, d.zh, d.period, d.obligor, d.obligee, d.region,
       coalesce(p.name, g.title) AS title, coalesce(p.id, g.id) AS subject,
       a.type AS answer, a.version AS answer_version, a.recorded_at AS answered_at,
       a.body AS answer_body
FROM duties AS d
JOIN events AS e ON e.stream = d.stream AND e.type = 'DutyFiled'
    AND e.body::json ->> 'duty' = d.duty
LEFT JOIN LATERAL (
    SELECT * FROM events AS x WHERE x.stream = d.stream AND x.version > e.version
        AND x.type IN ('DutyAccepted', 'DutyReturned') AND x.body::json ->> 'duty' = d.duty
    ORDER BY x.version LIMIT 1) AS a ON true
LEFT JOIN projects AS p ON p.stream = d.stream LEFT JOIN years AS g ON g.stream = d.stream
WHERE d.obligor = $1 AND ($2::text IS NULL OR d.region = $2)
"""
_OF_YEAR = f"""{_FILED}
  AND ($3::int IS NULL OR extract(year FROM e.received_at AT TIME ZONE 'Asia/Shanghai') = $3)
  AND ($4::text IS NULL OR coalesce(a.type, 'waits') = $4)
"""
_ONE = f"{_FILED} AND e.stream = $3 AND e.version = $4"
_NEWEST = "received_at DESC, stream, version DESC"


class Filed(Row):
    """One filing, and its answer where there is one."""

    stream: str
    version: int
    hash: str
    actor: str
    received_at: datetime
    recorded_at: datetime
    body: str
    duty: str
    zh: str
    period: str | None
    obligor: str
    obligee: str
    region: str
    title: str
    subject: str
    answer: Literal["DutyAccepted", "DutyReturned"] | None
    """DutyAccepted, DutyReturned; None: it waits."""
    answer_version: int | None
    answered_at: datetime | None
    answer_body: str | None

    @property
    def event(self) -> dict[str, Any]:
        """The event's fields."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def due(self) -> date:
        """The last day on which it was in time."""
        at = datetime.fromisoformat(self.event["due_at"])
        return date.fromordinal(day_of(at).toordinal() - 1)

    @property
    def on_time(self) -> bool:
        """Whether it was."""
        return bool(self.event["on_time"])

    @property
    def reason(self) -> str | None:
        """Why it came back."""
        if self.answer != "DutyReturned" or self.answer_body is None:
            return None
        return str(json.loads(self.answer_body)["reason"])

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The files it came with."""
        return list(self.event["filing"]["evidence"])


async def filed_by(
    ledger: "Ledger",
    party: str,
    region: str | None,
    *,
    year: int | None = None,
    answer: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[Filed]:
    """What the party filed in its region; `answer` is as in `Filed`, or `waits`."""
    async with ledger.pool.read(snapshot=True) as connection:
        values = (party, region, year, answer)
        return await page_of(
            connection, Filed, _OF_YEAR, values, order=_NEWEST, limit=limit, offset=offset
        )


async def one_filed(
    ledger: "Ledger", party: str, region: str | None, stream: str, version: int
) -> Filed | None:
    """That filing, if it is the party's own."""
    async with ledger.pool.read() as connection:
        values = (party, region, stream, version)
        row = (await connection.exec_driver_sql(_ONE, values)).one_or_none()
    return None if row is None else Filed.model_validate(row)
