"""Looking through the log of reads, newest first."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ConfigDict

from ledger.access.visit import Phase

if TYPE_CHECKING:
    from ledger.door import Ledger

_SHOWN = (
    "seq, at, request, phase, subject, role, party, region, action, objects, filter, number,"
    " digest, result, ip, purpose, hash"
)
_FIND = f"""
SELECT {_SHOWN} FROM access_log
WHERE ($1::bigint IS NULL OR seq < $1)
    AND ($2::text IS NULL OR subject = $2 OR subject = 'account:' || $2)
    AND ($3::text IS NULL OR objects @> ARRAY[$3])
    AND ($4::text IS NULL OR role = $4)
    AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
    AND ($7::boolean IS NOT TRUE OR result >= 400)
    AND ($8::boolean IS NOT TRUE OR purpose IS NOT NULL)
    AND ($9::text IS NULL OR region IS NULL OR region = $9 OR starts_with(region, $9 || '/'))
ORDER BY seq DESC LIMIT $10
"""  # noqa: S608  # our own columns
_NAMES = """
SELECT 'account:' || a.id AS ref, a.login, n.name
FROM accounts AS a LEFT JOIN account_names AS n ON n.account = a.id
WHERE 'account:' || a.id = ANY($1)
"""
MOST = 200


class Sought(NamedTuple):
    """Which lines are looked for."""

    before: int | None = None
    """Older than this line."""
    subject: str | None = None
    object: str | None = None
    """A stream, as `project:LG23-01`."""
    role: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    refused: bool = False
    """Only what was refused."""
    purposed: bool = False
    """Only what a purpose was told for: exports and looking for persons."""
    region: str | None = None
    """Only by who is of that place, of one below it, or of none."""


class VisitRow(BaseModel):
    """A line of the log. Its objects are no objects that this reader looks at."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    seq: int
    at: datetime
    request: str
    phase: Phase
    subject: str | None
    role: str | None
    party: str | None
    region: str | None
    action: str
    objects: tuple[str, ...]
    filter: str
    number: int
    digest: str
    result: int | None
    ip: str
    purpose: str | None
    hash: str


class Reader(NamedTuple):
    """Who is behind a subject, as long as the name is kept."""

    login: str
    name: str | None

    @property
    def shown(self) -> str:
        """The name, else the login; of who was forgotten, that he was."""
        return "姓名已抹去" if self.login.startswith("erased-") else self.name or self.login


async def reads(ledger: "Ledger", sought: Sought, limit: int = 50) -> list[VisitRow]:
    """The lines, the newest first. Raises Unavailable."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_FIND, (*sought, min(limit, MOST)))
        return [VisitRow.model_validate(x) for x in rows]


async def readers(ledger: "Ledger", subjects: set[str]) -> dict[str, Reader]:
    """Whose accounts these are."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_NAMES, (sorted(subjects),))
        return {x.ref: Reader(x.login, x.name) for x in rows}
