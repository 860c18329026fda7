"""Accounts: made, listed, checked, locked and disabled, on the ledger's connections.

Attempts are counted in the database before the password is looked at, so that many at once gain
nothing. Lock-out and expiry go by the real clock; a demonstration that sets the ledger's clock
locks nobody out.
"""

import asyncio
import unicodedata
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.refusals import Malformed, Unknown
from ledger.account import (
    COLUMNS,
    Account,
    AccountRole,
    GuessablePassword,
    TakenLogin,
    WeakPassword,
    office_of,
)
from ledger.guessable import guessable
from ledger.identities import keep_apart, set_person
from ledger.pool import Pool
from ledger.ways import changed, ended

LEAST, MOST = 10, 200
"""Characters of a password."""
FREE_TRIES = 10
"""Failures in a row after which each further one doubles the wait, from a minute to an hour."""
_AT_ONCE = asyncio.Semaphore(2)
"""So many passwords are hashed at a time: each takes 64 MB and a core."""

_SHOWN = (
    f"SELECT {COLUMNS}, n.name, a.password FROM accounts AS a"  # noqa: S608  # our own words
    " LEFT JOIN account_names AS n ON n.account = a.id"
)
_ADD = text(
    "INSERT INTO accounts (login, role, party, region, password)"
    " VALUES (:login, :role, :party, :region, :password) RETURNING id"
)
_NAME = text("INSERT INTO account_names VALUES (:account, :name)")
_BY_LOGIN = text(f"{_SHOWN} WHERE a.login = :login")
_BY_REF = text(f"{_SHOWN} WHERE 'account:' || a.id = :ref")
_ALL = text(f"{_SHOWN} ORDER BY a.created_at")
_TRY = text(
    "UPDATE accounts SET failures = failures + 1, locked_until = CASE WHEN failures + 1 >= :free"
    " THEN clock_timestamp() + least(interval '1 hour',"
    " interval '1 minute' * power(2, least(failures + 1 - :free, 10))) END"
    " WHERE login = :login AND disabled_at IS NULL"
    " AND (locked_until IS NULL OR locked_until <= clock_timestamp()) RETURNING id"
)
_FORGIVE = text("UPDATE accounts SET failures = 0, locked_until = NULL WHERE login = :login")
_PASSWORD = text(
    "UPDATE accounts SET password = :password, failures = 0, locked_until = NULL"
    " WHERE id = :account"
)
_ROLE = text(
    "UPDATE accounts SET role = :role, party = :party, region = :region WHERE id = :account"
)
_DISABLE = text(
    "UPDATE accounts SET disabled_at = coalesce(disabled_at, clock_timestamp()) WHERE id = :account"
)
_ERASE = text(
    "DELETE FROM account_names WHERE account = (SELECT id FROM accounts WHERE login = :login)"
)
_ERASE_PERSON = text(
    "DELETE FROM account_persons WHERE account = (SELECT id FROM accounts WHERE login = :login)"
)


class Accounts:
    """The people who may sign in."""

    def __init__(self, pool: Pool, hasher: PasswordHasher | None = None) -> None:
        self._pool = pool
        self._hasher = hasher or PasswordHasher()
        self._nobody: str | None = None

    async def add(
        self,
        login: str,
        password: str,
        role: AccountRole,
        party: str,
        *,
        region: str | None = None,
        name: str | None = None,
        person: str | None = None,
    ) -> Account:
        """A new account. `person` is whose it is, as the office counts people.

        Raises Malformed, WeakPassword, GuessablePassword, TakenLogin, OneHumanOneOffice.
        """
        office_of(role, party)
        login = login.strip().lower()
        values = {"login": login, "role": role, "party": party, "region": region}
        values["password"] = await self._chosen(login, password)

        async def insert(connection: AsyncConnection) -> None:
            made = (await connection.execute(_ADD, values)).scalar_one()
            if name:
                await connection.execute(_NAME, {"account": made, "name": name})
            if person:
                await set_person(connection, made, person)

        try:
            await self._pool.write(insert)
        except exc.IntegrityError as error:
            if "accounts_login_check" in str(error.orig):
                raise Malformed(
                    "登录名只用小写字母、数字和 . _ -，最多 64 个。",
                    "a login has lower-case letters, digits and . _ - only.",
                ) from error
            raise TakenLogin(login) from error
        return await self.named(login)

    async def named(self, login: str) -> Account:
        """The account of that login. Raises Unknown."""
        row = await self._row(login)
        if row is None:
            raise Unknown("账号", "account", login)
        return Account.model_validate(row)

    async def behind(self, ref: str) -> Account | None:
        """The account that the record names so."""
        async with self._pool.read() as connection:
            row = (await connection.execute(_BY_REF, {"ref": ref})).one_or_none()
        return Account.model_validate(row) if row is not None else None

    async def listed(self) -> list[Account]:
        """Every account, the oldest first."""
        async with self._pool.read() as connection:
            return [Account.model_validate(x) for x in await connection.execute(_ALL)]

    async def check(self, login: str, password: str) -> Account | None:
        """The account, if the password is its own and it is neither locked nor disabled.

        An unknown login takes as long as a wrong password.
        """
        login = login.strip().lower()[:64]
        free = await self._pool.write(lambda x: _tried(x, login))
        row = await self._row(login) if free else None
        if len(password) > MOST:  # never cut off, and never hashed at any length
            return None
        kept = row.password if row is not None else await self._somebody()
        right = await self._verify(kept, password)
        if row is None or not right:
            return None
        await self._tell(_FORGIVE, login)
        return Account.model_validate(row)

    async def change_password(
        self, login: str, password: str, *, read: Account | None = None
    ) -> Account:
        """A new password, which also unlocks; every session and half way in ends with the old one.

        `read`: the account of whom showed the old one, as it was when he came; None: whoever may
        set it anyway. The account as it is by this change.
        Raises WeakPassword, GuessablePassword, Unknown, WaysChanged.
        """
        account = read or await self.named(login)
        values = {"account": account.id, "password": await self._chosen(login, password)}

        async def work(connection: AsyncConnection) -> int:
            stamp = await changed(connection, account.id, read=read.stamp if read else None)
            await connection.execute(_PASSWORD, values)
            return stamp

        return account.model_copy(update={"stamp": await self._pool.write(work)})

    async def change_role(
        self, login: str, role: AccountRole, party: str, region: str | None
    ) -> None:
        """Another role or party; every session ends.

        Raises Malformed, Unknown, OneHumanOneOffice.
        """
        office_of(role, party)
        account = (await self.named(login)).id
        values = {"account": account, "role": role, "party": party, "region": region}

        async def work(connection: AsyncConnection) -> None:
            await changed(connection, account)
            await connection.execute(_ROLE, values)
            await keep_apart(connection, account)

        await self._pool.write(work)

    async def unlock(self, login: str) -> None:
        """Let it try again. Raises Unknown."""
        await self._tell(_FORGIVE, login)

    async def disable(self, login: str) -> None:
        """From the next request on it is nobody's. Raises Unknown."""
        account = (await self.named(login)).id

        async def work(connection: AsyncConnection) -> None:
            await changed(connection, account)
            await connection.execute(_DISABLE, {"account": account})

        await self._pool.write(work)

    async def sign_out(self, login: str | None) -> int:
        """End every session of the account, or of everybody; how many were open.

        Raises Unknown.
        """
        account: UUID | None = None if login is None else (await self.named(login)).id
        return await self._pool.write(lambda x: ended(x, account))

    async def erase_name(self, login: str) -> None:
        """Forget whose account it was; the record keeps its opaque id."""
        await self._tell(_ERASE, login, some=False)
        await self._tell(_ERASE_PERSON, login, some=False)

    async def _tell(self, statement: Any, login: str, *, some: bool = True, **values: Any) -> None:
        async def update(connection: AsyncConnection) -> int:
            done = await connection.execute(statement, {"login": login, **values})
            return int(done.rowcount)

        if not await self._pool.write(update) and some:
            raise Unknown("账号", "account", login)

    async def _row(self, login: str) -> Any:
        async with self._pool.read() as connection:
            return (await connection.execute(_BY_LOGIN, {"login": login})).one_or_none()

    async def _chosen(self, login: str, password: str) -> str:
        if LEAST <= len(password) <= MOST and guessable(password, login):
            raise GuessablePassword
        return await self._hash(password)

    async def _hash(self, password: str) -> str:
        if not LEAST <= len(password) <= MOST:
            raise WeakPassword(LEAST)
        async with _AT_ONCE:
            return await asyncio.to_thread(self._hasher.hash, _normal(password))

    async def _verify(self, kept: str, password: str) -> bool:
        async with _AT_ONCE:
            try:
                return await asyncio.to_thread(self._hasher.verify, kept, _normal(password))
            except VerificationError:
                return False

    async def _somebody(self) -> str:
        if self._nobody is None:
            self._nobody = await self._hash("nobody's password")
        return self._nobody


async def _tried(connection: AsyncConnection, login: str) -> bool:
    tried = await connection.execute(_TRY, {"login": login, "free": FREE_TRIES})
    return tried.one_or_none() is not None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
