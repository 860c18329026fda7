"""分管领导签发: whether a unit's leader signs before anything is filed, and who can sign there.

A unit's own order, no fact of the record and no rule of a measure. Where a unit has said nothing,
ours holds: who has an account of a leader has it signed, who has none files at once.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from domain.refusals import Contradicted
from ledger.pool import Pool

_HOW = """
SELECT s.required, s.set_at,
       EXISTS (SELECT FROM accounts WHERE role = 'unit_head' AND party = $1 AND disabled_at IS NULL
               AND (region IS NULL OR region = $2)) AS head
FROM (SELECT 1) AS one LEFT JOIN signing AS s ON s.party = $1 AND s.region = $2
"""
_SET = """
INSERT INTO signing VALUES ($1, $2, $3, $4, ledger_now())
ON CONFLICT (party, region) DO UPDATE SET required = excluded.required,
    set_by = excluded.set_by, set_at = excluded.set_at
"""
_NAMES = """
SELECT 'account:' || account AS ref, name FROM account_names
WHERE account = ANY (SELECT substr(x, 9)::uuid FROM unnest($1::text[]) AS x
                     WHERE starts_with(x, 'account:'))
"""


_OF_PARTY = """
SELECT EXISTS (SELECT FROM accounts WHERE 'account:' || id = $1 AND party = $2) AS there
"""


class NotSigned(Contradicted):
    """The unit files what its leader has signed, and this was not."""

    def __init__(self) -> None:
        super().__init__(
            "本单位的材料由分管负责人签发后提交。已经替您存成草稿，按“送分管负责人审签”。",
            "in this unit the leader signs before anything is filed; send it to be signed.",
        )


class Signing(NamedTuple):
    """How it is done in a unit."""

    required: bool
    """Whether what a clerk wrote is filed by the leader alone."""
    ours: bool
    """Whether that is our default, because the unit has said nothing."""
    head: bool
    """Whether the unit has an account of a leader."""
    set_at: datetime | None


async def signing_of(pool: Pool, party: str, region: str | None) -> Signing:
    """How it is done there. Without a leader's account nothing can be signed, so nothing must."""
    async with pool.read() as connection:
        row = (await connection.exec_driver_sql(_HOW, (party, region or ""))).one()
    required = row.head and row.required is not False
    return Signing(required, row.required is None, row.head, row.set_at)


async def set_signing(pool: Pool, party: str, region: str | None, required: bool, by: str) -> None:
    """The unit's own word on it."""
    values = (party, region or "", required, by)
    await pool.write(lambda x: x.exec_driver_sql(_SET, values))


async def is_of_party(pool: Pool, ref: str, party: str) -> bool:
    """Whether that account speaks for the party."""
    async with pool.read() as connection:
        row = (await connection.exec_driver_sql(_OF_PARTY, (ref, party))).one()
    return bool(row.there)


async def names_of(pool: Pool, refs: Collection[str]) -> dict[str, str]:
    """The names behind `account:{id}`, for their own unit; one that was erased has none."""
    async with pool.read() as connection:
        rows = await connection.exec_driver_sql(_NAMES, (list(refs),))
        return {x.ref: x.name for x in rows}
