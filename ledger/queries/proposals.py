"""Weighty acts that wait for a second person, the soonest to lapse first; and the settled ones."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from domain.countersign.weighty import BENCHES, Weighty
from ledger.queries.page import Page, Row, page_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_TODAY = "(ledger_now() AT TIME ZONE 'Asia/Shanghai')::date"
_REACHED = """
($1::text IS NULL OR region IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
    AND act = ANY($2::text[])
"""
_STANDING = f"""
SELECT proposals.*, outcome = 'waits' AND lapses_on < {_TODAY} AS lapsed FROM proposals
WHERE {_REACHED}
"""  # noqa: S608  # our own words
_WAITING = f"{_STANDING} AND outcome = 'waits' AND lapses_on >= {_TODAY}"
_PAST = f"{_STANDING} AND NOT (outcome = 'waits' AND lapses_on >= {_TODAY})"
_OTHERS = f"SELECT count(*) FROM ({_WAITING}) AS w WHERE proposed_by <> $3"  # noqa: S608  # the same
_ONE = f"""
SELECT proposals.*, outcome = 'waits' AND lapses_on < {_TODAY} AS lapsed FROM proposals
WHERE stream = $1 AND number = $2
"""  # noqa: S608  # the same
_SOONEST = "lapses_on, proposed_at, stream, number"
_NEWEST = "coalesce(settled_at, proposed_at) DESC, stream, number"


class ProposalRow(Row):
    """One proposal as it stands at the time of reading."""

    stream: str
    number: int
    target: str
    region: str | None
    act: Weighty
    subject: str
    proposed_by: str
    role: str
    proposed_at: datetime
    lapses_on: date
    outcome: str
    settled_by: str | None
    settled_at: datetime | None
    reason: str | None
    lapsed: bool


def acts_of(role: str) -> list[str]:
    """The acts that a role proposes and confirms."""
    return [x for x, bench in BENCHES.items() if role in bench.roles]


async def find_proposals(
    ledger: "Ledger",
    region: str | None,
    acts: list[str],
    *,
    past: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> Page[ProposalRow]:
    """Those of these acts in a region and below it: what waits, or with `past` what does not."""
    async with ledger.pool.read(snapshot=True) as connection:
        return await page_of(
            connection,
            ProposalRow,
            _PAST if past else _WAITING,
            (region, acts),
            order=_NEWEST if past else _SOONEST,
            limit=limit,
            offset=offset,
        )


async def waiting_for(ledger: "Ledger", region: str | None, role: str, own: str) -> int:
    """How many wait for somebody of that role who did not propose them."""
    async with ledger.pool.read() as connection:
        values = (region, acts_of(role), own)
        return int((await connection.exec_driver_sql(_OTHERS, values)).scalar_one())


async def one_proposal(ledger: "Ledger", stream: str, number: int) -> ProposalRow | None:
    """That one; None where there is none."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_ONE, (stream, number))).one_or_none()
        return None if row is None else ProposalRow.model_validate(row)
