"""Drafts of what a party will file: no fact of the record, shown to nobody but that party.

A draft is shared within its party: a clerk writes it, the leader reads it, sends it back or files
it. Each keeping makes its number one higher, and one who kept another number first is told so.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.refusals import Contradicted
from ledger.pool import Pool

_NEW = """
INSERT INTO drafts (stream, duty, party, fields, evidence, revision, prepared_by, kept_by, kept_at)
VALUES ($1, $2, $3, $4::text::jsonb, $5, 1, $6, $6, ledger_now()) ON CONFLICT DO NOTHING RETURNING *
"""
_KEEP = """
UPDATE drafts SET fields = $4::text::jsonb, evidence = $5, revision = revision + 1,
    kept_by = $6, kept_at = ledger_now()
WHERE stream = $1 AND duty = $2 AND party = $3
    AND (revision = $7 OR kept_by = $6 OR $8::boolean) RETURNING *
"""
_SEND = """
UPDATE drafts SET sent_at = ledger_now(), prepared_by = $4, back_because = NULL, back_by = NULL,
    revision = revision + 1
WHERE stream = $1 AND duty = $2 AND party = $3 RETURNING *
"""
_TAKE_BACK = """
UPDATE drafts SET sent_at = NULL, back_because = $4, back_by = $5, revision = revision + 1
WHERE stream = $1 AND duty = $2 AND party = $3 AND sent_at IS NOT NULL RETURNING *
"""
_OF = "SELECT * FROM drafts WHERE stream = $1 AND duty = $2 AND party = $3"
_ALL = "SELECT * FROM drafts WHERE party = $1"
_DROP = """
DELETE FROM drafts WHERE stream = $1 AND duty = $2 AND party = $3
    AND ($4::timestamptz IS NULL OR kept_at < $4)
"""


class Of(NamedTuple):
    """Whose draft of what."""

    stream: str
    duty: str
    party: str


class Draft(BaseModel):
    """What was written so far."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    stream: str
    duty: str
    party: str
    fields: Mapping[str, str]
    """The form's text fields by their names."""
    evidence: tuple[str, ...]
    """Files that were handed in, by SHA-256."""
    revision: int
    prepared_by: str
    """`account:{id}` of who began it, or of who sent it to be signed."""
    kept_by: str
    kept_at: datetime
    sent_at: datetime | None
    """Since when it waits for the leader."""
    back_because: str | None
    """Why the leader sent it back, until it is sent again."""
    back_by: str | None


class KeptElsewhere(Contradicted):
    """Somebody else of the same party kept the draft meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "这份草稿刚在别处改过，这一页没有存。打开新的一份，或者用这一页的覆盖它。",
            "the draft was kept elsewhere meanwhile; open it again or overwrite it.",
        )


class Drafts:
    """Keeping, sending, sending back and dropping, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(
        self,
        of: Of,
        fields: Mapping[str, str],
        evidence: Sequence[str],
        by: str,
        *,
        revision: int,
        over: bool = False,
    ) -> Draft:
        """The draft as kept. `revision` is the number that was read, 0 where there was none;
        `over` overwrites whatever stands there. Raises KeptElsewhere."""
        values = (*of, json.dumps(dict(fields)), list(evidence), by)

        async def write(connection: AsyncConnection) -> Draft | None:
            made = None
            if revision == 0:
                made = (await connection.exec_driver_sql(_NEW, values)).one_or_none()
            if made is None:
                asked = (*values, revision, over)
                made = (await connection.exec_driver_sql(_KEEP, asked)).one_or_none()
            return None if made is None else _draft(made)

        kept = await self._pool.write(write)
        if kept is None:
            raise KeptElsewhere
        return kept

    async def send(self, of: Of, by: str) -> Draft | None:
        """It waits for the leader from now on; `by` prepared it. None where there is none."""
        return await self._one(_SEND, *of, by)

    async def take_back(self, of: Of, because: str | None, by: str) -> Draft | None:
        """It does not wait any more; `because` is what the leader wants changed."""
        return await self._one(_TAKE_BACK, *of, because, by)

    async def of(self, of: Of) -> Draft | None:
        """The draft, if there is one."""
        async with self._pool.read() as connection:
            row = (await connection.exec_driver_sql(_OF, tuple(of))).one_or_none()
        return None if row is None else _draft(row)

    async def of_party(self, party: str) -> dict[tuple[str, str], Draft]:
        """Every draft of a party, by (stream, duty)."""
        async with self._pool.read() as connection:
            rows = (await connection.exec_driver_sql(_ALL, (party,))).all()
        return {(x.stream, x.duty): _draft(x) for x in rows}

    async def drop(self, of: Of, before: datetime | None = None) -> None:
        """Forget it: it was filed, or thrown away. `before`: only one kept before that, and not
        what somebody else began meanwhile."""
        await self._pool.write(lambda x: x.exec_driver_sql(_DROP, (*of, before)))

    async def _one(self, statement: str, *values: object) -> Draft | None:
        async def write(connection: AsyncConnection) -> Draft | None:
            row = (await connection.exec_driver_sql(statement, values)).one_or_none()
            return None if row is None else _draft(row)

        return await self._pool.write(write)


def _draft(row: Any) -> Draft:
    fields = row.fields if isinstance(row.fields, dict) else json.loads(row.fields)
    return Draft.model_validate({**row._asdict(), "fields": fields})
