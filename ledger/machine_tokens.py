"""Access tokens of units' systems: ten minutes, 256 random bits, only the SHA-256 kept.

Opaque, not self-contained: what the client may do is looked up at every request, so that revoking
it or retiring its key works at once (`reliability §4.3`, ASVS 10.3.1).
"""

import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.digest import digest_of
from ledger.machines import Scope

if TYPE_CHECKING:
    from ledger.door import Ledger
    from ledger.pool import Pool

LIFE = timedelta(minutes=10)
# An assertion is kept for longer than it is good: it was found good before this transaction began.
_FORM = re.compile(r"bm_[A-Za-z0-9_-]{43}", re.ASCII)
_FORGET = (
    "DELETE FROM machine_assertions WHERE until < clock_timestamp() - interval '1 hour'",
    "DELETE FROM machine_tokens WHERE expires_at < clock_timestamp() - interval '1 day'",
)
_GIVE = """
WITH fresh AS (
    INSERT INTO machine_assertions (client, jti, until) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING RETURNING client
)
INSERT INTO machine_tokens (sha256, client, kid, scopes, expires_at)
SELECT $4, client, $5, $6, clock_timestamp() + $7 FROM fresh RETURNING sha256
"""
_USED = "UPDATE machine_keys SET used_at = clock_timestamp() WHERE client = $1 AND kid = $2"
_BEHIND = """
SELECT c.id, c.party, c.region, t.scopes FROM machine_tokens AS t
JOIN machine_clients AS c ON c.id = t.client
JOIN machine_keys AS k ON k.client = t.client AND k.kid = t.kid
WHERE t.sha256 = $1 AND t.expires_at > clock_timestamp()
    AND c.revoked_at IS NULL AND k.retired_at IS NULL
"""


class Asserted(NamedTuple):
    """An assertion that was found good: whose, by which key, its own id, and until when."""

    client: str
    kid: str
    jti: str
    until: datetime


class Machine(NamedTuple):
    """The system behind a token, as it is registered at this instant."""

    client: str
    party: str
    region: str | None
    scopes: frozenset[Scope]


async def give_token(
    ledger: "Ledger", asserted: Asserted, scopes: frozenset[Scope], life: timedelta = LIFE
) -> str | None:
    """A token for an assertion that was never shown before; None for one that was."""
    secret = f"bm_{secrets.token_urlsafe(32)}"
    client, kid, jti, until = asserted
    values = (client, digest_of(jti), until, digest_of(secret), kid, sorted(scopes), life)

    async def work(connection: AsyncConnection) -> bool:
        for forget in _FORGET:
            await connection.exec_driver_sql(forget)
        given = (await connection.exec_driver_sql(_GIVE, values)).one_or_none()
        if given is not None:
            await connection.exec_driver_sql(_USED, (client, kid))
        return given is not None

    return secret if await ledger.pool.write(work) else None


async def machine_behind(pool: "Pool", secret: str) -> Machine | None:
    """The system of this token, if token, key and client are in force at this instant."""
    if not _FORM.fullmatch(secret):
        return None
    async with pool.read() as connection:
        found = await connection.exec_driver_sql(_BEHIND, (digest_of(secret),))
        row = found.one_or_none()
    return None if row is None else Machine(row.id, row.party, row.region, frozenset(row.scopes))
