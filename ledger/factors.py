"""Second factors: an authenticator's secret, sealed by a key outside the database, and ten codes
for the day on which the telephone is lost.

A code is good once (`reliability §4.3`). The database's real clock tells the time.
"""

import re
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.account import Account
from ledger.otp import new_secret, step_shown
from ledger.pool import Pool
from ledger.ways import changed

NO_KEY = bytes(32)
"""For who only unlocks or removes: it opens nothing."""
CODES = 10
"""How many recovery codes are handed out. Ours."""
FREE_TRIES = 10
"""Wrong codes in a row before the first wait."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LONG = 4, 6
_NONCE = 12
_BEGIN = text(
    "INSERT INTO second_factors AS f (account, next, next_at)"
    " VALUES (:account, :next, clock_timestamp())"
    " ON CONFLICT (account) DO UPDATE SET next = excluded.next, next_at = excluded.next_at"
)
_LOCK = text(
    "SELECT sealed, last_step, extract(epoch FROM clock_timestamp()) AS now,"
    " coalesce(locked_until > clock_timestamp(), false) AS locked,"
    " CASE WHEN next_at > clock_timestamp() - interval '15 minutes' THEN next END AS next"
    " FROM second_factors WHERE account = :account FOR UPDATE"
)
_CONFIRM = text(
    "UPDATE second_factors SET sealed = next, next = NULL, next_at = NULL, last_step = :step,"
    " confirmed_at = clock_timestamp() WHERE account = :account"
)
_RIGHT = text(
    "UPDATE second_factors SET last_step = :step, failures = 0, locked_until = NULL"
    " WHERE account = :account"
)
_WRONG = text(
    "UPDATE second_factors SET failures = failures + 1, locked_until = CASE"
    " WHEN failures + 1 >= :free THEN clock_timestamp() + least(interval '1 hour',"
    " interval '1 minute' * power(2, least(failures + 1 - :free, 10))) END"
    " WHERE account = :account"
)
_UNLOCK = text(
    "UPDATE second_factors SET failures = 0, locked_until = NULL WHERE account ="
    " (SELECT id FROM accounts WHERE login = :login)"
)
_PAUSED = text(
    "SELECT locked_until FROM second_factors"
    " WHERE account = :account AND locked_until > clock_timestamp()"
)
_STATE = text(
    "SELECT f.confirmed_at, (SELECT count(*) FROM recovery_codes AS r"
    " WHERE r.account = f.account AND r.used_at IS NULL) AS codes"
    " FROM second_factors AS f WHERE f.account = :account AND f.sealed IS NOT NULL"
)
_NEXT = text(
    "SELECT next FROM second_factors WHERE account = :account"
    " AND next_at > clock_timestamp() - interval '15 minutes'"
)
_FORGET_CODES = text("DELETE FROM recovery_codes WHERE account = :account")
_CODE = text("INSERT INTO recovery_codes (account, sha256) VALUES (:account, :sha256)")
_SPEND = text(
    "UPDATE recovery_codes SET used_at = clock_timestamp()"
    " WHERE account = :account AND sha256 = :sha256 AND used_at IS NULL"
)
_REMOVE = text("DELETE FROM second_factors WHERE account = :account")


class Enrolled(NamedTuple):
    """What somebody has."""

    confirmed_at: Any
    codes: int
    """Recovery codes that are still good."""


class Confirmed(NamedTuple):
    """What setting it up gives."""

    codes: list[str]
    """Recovery codes, told once."""
    account: Account
    """The account as it is by this change."""


class Factors:
    """Setting up, showing and taking away, on the ledger's connections."""

    def __init__(self, pool: Pool, key: bytes) -> None:
        self._pool = pool
        self._seal = AESGCM(key)

    async def state(self, account: UUID) -> Enrolled | None:
        """What the account has; None where nothing was confirmed."""
        async with self._pool.read() as connection:
            row = (await connection.execute(_STATE, {"account": account})).one_or_none()
        return Enrolled(row.confirmed_at, int(row.codes)) if row else None

    async def begin(self, account: UUID) -> bytes:
        """A new secret, which counts once a code of it was shown; the old one stands till then."""
        secret = new_secret()
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._seal.encrypt(nonce, secret, account.bytes)
        await self._pool.write(lambda x: x.execute(_BEGIN, {"account": account, "next": sealed}))
        return secret

    async def beginning(self, account: UUID) -> bytes | None:
        """The secret that is being set up, to show it again after a wrong code."""
        async with self._pool.read() as connection:
            found = (await connection.execute(_NEXT, {"account": account})).scalar_one_or_none()
        return self._opened(found, account)

    async def confirm(
        self, account: Account, code: str, *, keep: str | None = None
    ) -> Confirmed | None:
        """Set up, if the code is of the new secret; None otherwise. Every session but the one of
        the secret `keep` ends with it: nobody stays, or comes in, by a password alone.

        Raises WaysChanged.
        """

        async def work(connection: AsyncConnection) -> Confirmed | None:
            row = (await connection.execute(_LOCK, {"account": account.id})).one_or_none()
            secret = self._opened(row.next, account.id) if row else None
            step = step_shown(secret, plain(code), float(row.now), 0) if row and secret else None
            if step is None:
                return None
            stamp = await changed(connection, account.id, read=account.stamp, keep=keep)
            await connection.execute(_CONFIRM, {"account": account.id, "step": step})
            codes = await _new_codes(connection, account.id)
            return Confirmed(codes, account.model_copy(update={"stamp": stamp}))

        return await self._pool.write(work)

    async def shown(self, account: UUID, code: str) -> bool:
        """Whether this is the account's code of now, or a recovery code; neither is good again.

        From the tenth wrong one in a row each doubles the wait, from a minute to an hour: who has
        the password has not a million guesses.
        """

        async def work(connection: AsyncConnection) -> bool:
            row = (await connection.execute(_LOCK, {"account": account})).one_or_none()
            if row is None or row.sealed is None or row.locked:
                return False
            if len(plain(code)) == _GROUPS * _LONG:
                spent = {"account": account, "sha256": _digest(code)}
                right = int((await connection.execute(_SPEND, spent)).rowcount) == 1
                step = row.last_step if right else None
            else:
                secret = self._opened(row.sealed, account)
                told = (plain(code), float(row.now), row.last_step)
                step = step_shown(secret, *told) if secret else None
            if step is None:
                await connection.execute(_WRONG, {"account": account, "free": FREE_TRIES})
            else:
                await connection.execute(_RIGHT, {"account": account, "step": step})
            return step is not None

        return await self._pool.write(work)

    async def paused_until(self, account: UUID) -> datetime | None:
        """Until when no code helps, not even the right one; None where one does."""
        async with self._pool.read() as connection:
            found = await connection.execute(_PAUSED, {"account": account})
            until: datetime | None = found.scalar_one_or_none()
        return until

    async def unlock(self, login: str) -> None:
        """Let it try again."""
        await self._pool.write(lambda x: x.execute(_UNLOCK, {"login": login}))

    async def new_codes(self, account: UUID) -> list[str]:
        """Ten others; the ones before are worth nothing."""
        return await self._pool.write(lambda x: _new_codes(x, account))

    async def remove(
        self, account: UUID, *, read: int | None = None, keep: str | None = None
    ) -> None:
        """As if it had never been set up; every session but that of the secret `keep` ends.

        `read`: the stamp at which its owner showed who he is. Raises WaysChanged.
        """

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(_REMOVE, {"account": account})
            await connection.execute(_FORGET_CODES, {"account": account})
            await changed(connection, account, read=read, keep=keep)

        await self._pool.write(work)

    def _opened(self, sealed: bytes | None, account: UUID) -> bytes | None:
        """None too where the key of this installation is another: then only codes help."""
        if sealed is None:
            return None
        try:
            return self._seal.decrypt(sealed[:_NONCE], sealed[_NONCE:], account.bytes)
        except InvalidTag:
            return None


def plain(code: str) -> str:
    """What was typed, without the blanks and dashes that people put between."""
    return re.sub(r"[\s-]", "", code[:64]).lower()


async def _new_codes(connection: AsyncConnection, account: UUID) -> list[str]:
    made = [_code() for _ in range(CODES)]
    await connection.execute(_FORGET_CODES, {"account": account})
    rows = [{"account": account, "sha256": _digest(x)} for x in made]
    await connection.execute(_CODE, rows)
    return made


def _code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))


def _digest(code: str) -> str:
    return sha256(plain(code).encode()).hexdigest()
