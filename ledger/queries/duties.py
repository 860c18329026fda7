"""Duties as a party sees them, the most urgent first, or as a stream has them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from domain.calendar import start_of
from domain.duty import Status
from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_NAMES = "coalesce(p.name, g.title) AS title, coalesce(p.id, g.id) AS subject"
_NAMED = """
LEFT JOIN projects AS p ON p.stream = d.stream LEFT JOIN years AS g ON g.stream = d.stream
"""
DUTIES = f"""
SELECT d.*, moment.at AS now, {_NAMES}
FROM (SELECT ledger_now() AS at) AS moment CROSS JOIN duties AS d {_NAMED}
"""  # noqa: S608  # our own words
_ROWS = """
SELECT d.*, moment.at AS now, (d.late_from IS NULL OR d.late_from > moment.at) AS in_time
FROM (SELECT ledger_now() AS at) AS moment CROSS JOIN duties AS d
"""
_WITH_NAMES = f"SELECT d.*, {_NAMES} FROM ({{}}) AS d {_NAMED}"  # noqa: S608  # the same
"""Around one page of them: a party may owe a thousand, of which twenty are shown."""
_OF_PARTY = f"""{_ROWS}
WHERE d.obligor = $1 AND ($2::text IS NULL OR d.region = $2
    OR ($1 = 'liaison_office' AND starts_with(d.region, $2 || '/'))) AND (d.owed OR NOT $3::boolean)
"""
_TO_DECIDE = f"""{DUTIES}
WHERE d.received_at IS NOT NULL AND NOT d.accepted AND d.closed IS NULL
  AND NOT starts_with(d.obligee, 'deputy_group:')
  AND ($1::text IS NULL OR d.region = $1 OR starts_with(d.region, $1 || '/'))
"""
_OF_STREAM = f"{DUTIES} WHERE d.stream = $1 ORDER BY d.due, d.duty"
_URGENT = "in_time, owed DESC, due, d.stream, d.duty"


class DutyRow(Row):
    """A duty with the name of what it belongs to."""

    stream: str
    subject: str
    """The project's or programme's id."""
    title: str
    duty: str
    region: str
    line: str
    period: str | None
    zh: str
    stage: str
    form: str
    obligor: str
    obligee: str
    supervisor: str
    opens: date
    original_due: date
    due: date
    due_at: datetime
    settled: bool
    owed: bool
    late_from: datetime | None
    revision: int
    level: int
    overdue: bool
    overdue_at: datetime | None
    filed_by: str | None
    received_at: datetime | None
    on_time: bool | None
    decide_by: date | None
    accepted: bool
    closed: str | None
    paused: int | None
    """The working days left when the project was suspended; None while time runs."""
    without_extension: date | None
    """The due date without the extensions that were granted; None where there were none."""
    wished: date | None
    """A later date that was asked for and waits for a decision."""
    now: datetime

    @property
    def late(self) -> bool:
        """Owed and late at the time of reading."""
        return self.late_from is not None and self.late_from <= self.now

    @property
    def status(self) -> Status:
        """As `domain.duty.Duty.status_at` says it; a test holds them together."""
        if self.closed is not None:
            return Status(self.closed)
        if self.accepted:
            late = self.overdue or not self.on_time
            return Status.FULFILLED_LATE if late else Status.FULFILLED
        if self.received_at is not None:
            return Status.SUBMITTED
        if self.paused is not None:
            return Status.PAUSED
        if self.late:
            return Status.OVERDUE
        return Status.PLANNED if self.now < start_of(self.opens) else Status.OPEN


async def duties_of_party(
    ledger: "Ledger",
    party: str,
    region: str | None,
    *,
    owed: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> Page[DutyRow]:
    """What a party owes in its region (with `owed=False` also what is done), most urgent first."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            DutyRow,
            _OF_PARTY,
            (party, region, owed),
            order=_URGENT,
            limit=limit,
            offset=offset,
            around=_WITH_NAMES,
        )


async def duties_to_decide(
    ledger: "Ledger", region: str | None, *, limit: int = 50, offset: int = 0
) -> Page[DutyRow]:
    """What was filed and waits for the clerk, by the clerk's own day."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            DutyRow,
            _TO_DECIDE,
            (region,),
            order="decide_by, d.stream, duty",
            limit=limit,
            offset=offset,
        )


async def duties_of_stream(ledger: "Ledger", stream: str) -> list[DutyRow]:
    """Every duty of a project or programme, by due date."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_OF_STREAM, (stream,))
        return [DutyRow.model_validate(x) for x in found]
