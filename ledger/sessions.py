"""Sessions of people who signed in: 256 random bits, of which only the SHA-256 is kept.

They end after 30 idle minutes, after nine hours, when somebody signs out, and when the account is
disabled or changes its role (`reliability §4.3`). The real clock decides.
"""

import hashlib
import hmac
import re
import secrets

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.account import Account
from ledger.pool import Pool

_FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_OPEN = text("INSERT INTO sessions (sha256, account) VALUES (:sha256, :account)")
_SWEEP = text("DELETE FROM sessions WHERE opened_at < clock_timestamp() - interval '30 days'")
_FIND = text(
    "SELECT a.id, a.login, a.role, a.party, a.region, n.name, a.locked_until, a.disabled_at,"
    " s.seen_at < clock_timestamp() - interval '1 minute' AS stale"
    " FROM sessions AS s JOIN accounts AS a ON a.id = s.account"
    " LEFT JOIN account_names AS n ON n.account = a.id"
    " WHERE s.sha256 = :sha256 AND s.ended_at IS NULL AND a.disabled_at IS NULL"
    " AND s.seen_at > clock_timestamp() - interval '30 minutes'"
    " AND s.opened_at > clock_timestamp() - interval '9 hours'"
)
_SEEN = text("UPDATE sessions SET seen_at = clock_timestamp() WHERE sha256 = :sha256")
_END = text(
    "UPDATE sessions SET ended_at = clock_timestamp() WHERE sha256 = :sha256 AND ended_at IS NULL"
)


class Sessions:
    """Opening, finding and ending, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def open(self, account: Account) -> str:
        """A new session's secret id, made at each login so that none can be planted before."""
        secret = secrets.token_urlsafe(32)

        async def insert(connection: AsyncConnection) -> None:
            await connection.execute(_SWEEP)
            await connection.execute(_OPEN, {"sha256": _digest(secret), "account": account.id})

        await self._pool.write(insert)
        return secret

    async def behind(self, secret: str) -> Account | None:
        """Whose session it is, if it is open at this instant; it then counts as used."""
        if not _FORM.fullmatch(secret):
            return None
        key = {"sha256": _digest(secret)}
        async with self._pool.read() as connection:
            row = (await connection.execute(_FIND, key)).one_or_none()
        if row is None:
            return None
        if row.stale:  # once a minute is as good, and writes little
            await self._pool.write(lambda x: x.execute(_SEEN, key))
        return Account.model_validate(row)

    async def end(self, secret: str) -> None:
        """Sign out."""
        await self._pool.write(lambda x: x.execute(_END, {"sha256": _digest(secret)}))


def form_token(secret: str) -> str:
    """The synchroniser token of a session's forms: nobody without the session can make it."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
