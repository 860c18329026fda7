"""Half ways in: what one browser still has to show, kept here and not in the browser.

The browser holds 256 random bits, the database their SHA-256 and everything else: whose password
was right, or the state, nonce and verifier of a question to an identity provider. So an answer
counts only where its question was asked (ASVS 10.1.2). Ten minutes, and once.
"""

import json
import re
import secrets
from typing import Any, Literal, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.account import COLUMNS, Account
from ledger.digest import digest_of
from ledger.pool import Pool
from ledger.ways import hold

Kind = Literal["code", "enrol", "asked", "choose"]
_FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_SWEEP = text("DELETE FROM entries WHERE made_at < clock_timestamp() - interval '10 minutes'")
_BEGIN = text(
    "INSERT INTO entries (sha256, kind, account, held) VALUES (:sha256, :kind, :account, :held)"
)
_FIND = text(
    f"SELECT e.held, {COLUMNS}, n.name"  # noqa: S608  # our own words
    " FROM entries AS e LEFT JOIN accounts AS a ON a.id = e.account"
    " LEFT JOIN account_names AS n ON n.account = a.id"
    " WHERE e.sha256 = :sha256 AND e.kind = :kind"
    " AND e.made_at > clock_timestamp() - interval '10 minutes'"
)
_FORGET = text("DELETE FROM entries WHERE account = :account")
_TAKE = text("DELETE FROM entries WHERE sha256 = :sha256")


class Entry(NamedTuple):
    """What is known of somebody who is half way in."""

    account: Account | None
    """Whose it is, where that is known already; None too if it was disabled meanwhile."""
    held: dict[str, Any]


class Entries:
    """Beginning, looking, taking, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin(self, kind: Kind, account: Account | None, **held: Any) -> str:
        """A new one's secret. Raises WaysChanged where the account is no more what was checked."""
        secret = secrets.token_urlsafe(32)
        values = {
            "sha256": digest_of(secret),
            "kind": kind,
            "account": account.id if account else None,
            "held": json.dumps(held),
        }

        async def insert(connection: AsyncConnection) -> None:
            if account is not None:
                await hold(connection, account)
            await connection.execute(_BEGIN, values)
            await connection.execute(_SWEEP)

        await self._pool.write(insert)
        return secret

    async def find(self, kind: Kind, secret: str) -> Entry | None:
        """What stands behind it, while it is good."""
        if not _FORM.fullmatch(secret):
            return None
        async with self._pool.read() as connection:
            return await _found(connection, kind, secret)

    async def take(self, kind: Kind, secret: str) -> Entry | None:
        """The same, and nobody finds it again."""
        if not _FORM.fullmatch(secret):
            return None

        async def work(connection: AsyncConnection) -> Entry | None:
            found = await _found(connection, kind, secret)
            gone = await connection.execute(_TAKE, {"sha256": digest_of(secret)})
            return found if gone.rowcount == 1 else None  # of two at once, one deletes it

        return await self._pool.write(work)

    async def forget(self, account: Account) -> None:
        """Whoever is half way in to that account begins again."""
        await self._pool.write(lambda x: x.execute(_FORGET, {"account": account.id}))


async def _found(connection: AsyncConnection, kind: Kind, secret: str) -> Entry | None:
    found = await connection.execute(_FIND, {"sha256": digest_of(secret), "kind": kind})
    return _entry(found.one_or_none())


def _entry(row: Any) -> Entry | None:
    if row is None:
        return None
    account = Account.model_validate(row) if row.id is not None else None
    disabled = account is not None and account.disabled_at is not None
    return Entry(None if disabled else account, row.held)
