"""Sessions of people who signed in: 256 random bits, of which only the SHA-256 is kept.

They end after 30 idle minutes, after nine hours, when somebody signs out, and when the account is
disabled or changes its role (`reliability §4.3`). The real clock decides. Whoever shows again who
he is goes on in the same session under another secret; its last part stays, so that a form that
is open in another window is still of the session.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.account import COLUMNS, Account
from ledger.digest import digest_of
from ledger.pool import Pool
from ledger.ways import hold

Way = Literal["password", "oidc", "sample"]
"""How somebody came in: by a password here, by an identity provider, or into the sample."""
_FORM = re.compile(r"[A-Za-z0-9_-]{43}(\.[A-Za-z0-9_-]{22,43})?", re.ASCII)
_OPEN = text(
    "INSERT INTO sessions (sha256, account, way, proved_at, second_at, seen_on)"
    " VALUES (:sha256, :account, :way, CASE WHEN :proved THEN clock_timestamp() ELSE 'epoch' END,"
    " CASE WHEN :second THEN clock_timestamp() END, :seen_on)"
)
_SWEEP = text("DELETE FROM sessions WHERE opened_at < clock_timestamp() - interval '30 days'")
_FIND = text(
    f"SELECT {COLUMNS}, n.name,"  # noqa: S608  # our own words
    " s.seen_at < clock_timestamp() - interval '1 minute' AS stale"
    " FROM sessions AS s JOIN accounts AS a ON a.id = s.account"
    " LEFT JOIN account_names AS n ON n.account = a.id"
    " WHERE s.sha256 = :sha256 AND a.disabled_at IS NULL"
    " AND s.ended_at IS NULL AND s.seen_at > clock_timestamp() - interval '30 minutes'"
    " AND s.opened_at > clock_timestamp() - interval '9 hours'"
)
_SEEN = text("UPDATE sessions SET seen_at = clock_timestamp() WHERE sha256 = :sha256")
_END = text(
    "UPDATE sessions SET ended_at = clock_timestamp() WHERE sha256 = :sha256 AND ended_at IS NULL"
)
_SHOWN = text(
    "SELECT s.way, s.proved_at > clock_timestamp() - interval '5 minutes' AS proved,"
    " coalesce(s.second_at > clock_timestamp() - interval '5 minutes', false) AS second"
    " FROM sessions AS s WHERE s.sha256 = :sha256"
)
_RENEW = text(
    "UPDATE sessions SET sha256 = :new, seen_at = clock_timestamp(),"
    " proved_at = CASE WHEN :proved THEN clock_timestamp() ELSE proved_at END,"
    " second_at = CASE WHEN :second THEN clock_timestamp() ELSE second_at END"
    " WHERE sha256 = :sha256 AND ended_at IS NULL"
)
_ALL = text(
    "SELECT s.id, s.opened_at, s.seen_at, s.way, s.second_at IS NOT NULL AS second, s.seen_on,"
    " s.sha256 = :sha256 AS this FROM sessions AS s"
    " WHERE s.account = :account"
    " AND s.ended_at IS NULL AND s.seen_at > clock_timestamp() - interval '30 minutes'"
    " AND s.opened_at > clock_timestamp() - interval '9 hours' ORDER BY s.seen_at DESC"
)
_END_THAT = text(
    "UPDATE sessions SET ended_at = clock_timestamp()"
    " WHERE id = :id AND account = :account AND ended_at IS NULL"
)
_END_OTHERS = text(
    "UPDATE sessions SET ended_at = clock_timestamp()"
    " WHERE account = :account AND sha256 <> :sha256 AND ended_at IS NULL"
)


class Shown(BaseModel):
    """What a session has shown in the last five minutes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    way: Way
    proved: bool
    second: bool


class Open(BaseModel):
    """One open session, as its owner sees it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    opened_at: datetime
    seen_at: datetime
    way: Way
    second: bool
    seen_on: str
    this: bool


class Sessions:
    """Opening, finding and ending, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def open(
        self,
        account: Account,
        way: Way = "password",
        *,
        proved: bool = True,
        second: bool = False,
        seen_on: str = "",
    ) -> str:
        """A new session's secret id, made at each login so that none can be planted before.

        `proved`: whether he showed just now who he is, and was not let in by an older showing;
        `second`: whether a second factor was shown just now; `seen_on`: at what, for its owner.
        Raises WaysChanged where what he showed was changed since the account was read.
        """
        secret = f"{secrets.token_urlsafe(32)}.{secrets.token_urlsafe(16)}"
        values = {"sha256": digest_of(secret), "account": account.id, "way": way}
        values |= {"proved": proved, "second": second, "seen_on": seen_on}

        async def insert(connection: AsyncConnection) -> None:
            await hold(connection, account)
            await connection.execute(_OPEN, values)
            await connection.execute(_SWEEP)

        await self._pool.write(insert)
        return secret

    async def behind(self, secret: str) -> Account | None:
        """Whose session it is, if it is open at this instant; it then counts as used."""
        if not _FORM.fullmatch(secret):
            return None
        key = {"sha256": digest_of(secret)}
        async with self._pool.read(whole=True) as connection:
            row = (await connection.execute(_FIND, key)).one_or_none()
        if row is None:
            return None
        if row.stale:  # once a minute is as good, and writes little
            await self._pool.write(lambda x: x.execute(_SEEN, key))
        return Account.model_validate(row)

    async def shown(self, secret: str) -> Shown | None:
        """What it has shown of late; None for no session."""
        async with self._pool.read() as connection:
            found = await connection.execute(_SHOWN, {"sha256": digest_of(secret)})
            row = found.one_or_none()
        return Shown.model_validate(row) if row else None

    async def renew(self, secret: str, *, proved: bool, second: bool) -> str | None:
        """The same session under another secret, now that this was shown; None if it has ended.

        The old secret is worth nothing from here on (ASVS 7.2.4); the nine hours go on.
        """
        new = f"{secrets.token_urlsafe(32)}.{_seed(secret)}"
        shas = {"sha256": digest_of(secret), "new": digest_of(new)}
        values = {**shas, "proved": proved, "second": second}

        async def update(connection: AsyncConnection) -> int:
            return int((await connection.execute(_RENEW, values)).rowcount)

        return new if await self._pool.write(update) else None

    async def listed(self, account: Account, secret: str) -> list[Open]:
        """The account's open sessions, the last used first."""
        values = {"account": account.id, "sha256": digest_of(secret)}
        async with self._pool.read() as connection:
            return [Open.model_validate(x) for x in await connection.execute(_ALL, values)]

    async def end(self, secret: str) -> None:
        """Sign out."""
        await self._pool.write(lambda x: x.execute(_END, {"sha256": digest_of(secret)}))

    async def end_that(self, account: Account, session: UUID) -> None:
        """End one of the account's own; another's stays."""
        values = {"account": account.id, "id": session}
        await self._pool.write(lambda x: x.execute(_END_THAT, values))

    async def end_others(self, account: Account, secret: str) -> None:
        """All of the account's but this one."""
        values = {"account": account.id, "sha256": digest_of(secret)}
        await self._pool.write(lambda x: x.execute(_END_OTHERS, values))


def form_token(secret: str) -> str:
    """The synchroniser token of a session's forms: nobody without the session can make it."""
    return hmac.new(_seed(secret).encode(), b"form", hashlib.sha256).hexdigest()


def _seed(secret: str) -> str:
    """128 random bits that stay with the session when its secret is exchanged."""
    return secret.rpartition(".")[2]
