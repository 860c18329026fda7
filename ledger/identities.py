"""Whom an identity provider means, and which accounts are one human's.

One human may hold several accounts, but not two of the three administrators (`reliability §4.2`):
whoever runs the system, whoever publishes the rules and whoever audits both are three people.
"""

import unicodedata
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.refusals import Malformed, Unknown
from ledger.account import COLUMNS, Account, check_apart
from ledger.pool import Pool
from ledger.ways import changed

LONGEST = 200
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('identities', 0))")
_ACCOUNT = text("SELECT id FROM accounts WHERE login = :login")
_LINK = text(
    "INSERT INTO identities (issuer, subject, account) VALUES (:issuer, :subject, :account)"
    " ON CONFLICT DO NOTHING"
)
_UNLINK = text(
    "DELETE FROM identities WHERE account = :account AND issuer = :issuer AND subject = :subject"
)
_PERSON = text(
    "INSERT INTO account_persons VALUES (:account, :person)"
    " ON CONFLICT (account) DO UPDATE SET person = excluded.person"
)
_BEHIND = text(
    f"SELECT {COLUMNS}, n.name FROM identities AS i JOIN accounts AS a ON a.id = i.account"  # noqa: S608  # our own words
    " LEFT JOIN account_names AS n ON n.account = a.id"
    " WHERE i.issuer = :issuer AND i.subject = :subject AND a.disabled_at IS NULL"
    " ORDER BY a.created_at"
)
_LINKED = text(
    "SELECT a.login, i.issuer, i.subject FROM identities AS i JOIN accounts AS a"
    " ON a.id = i.account ORDER BY a.login, i.linked_at"
)
_KNOWN = text(
    "SELECT a.login FROM accounts AS a WHERE EXISTS (SELECT FROM account_persons AS p"
    " WHERE p.account = a.id) OR EXISTS (SELECT FROM identities AS i WHERE i.account = a.id)"
)
_SAME_HUMAN = text(
    "WITH RECURSIVE own AS (SELECT CAST(:account AS uuid) AS account"
    " UNION SELECT other.account FROM own JOIN ("
    " SELECT x.account AS one, y.account FROM identities AS x"
    " JOIN identities AS y ON (x.issuer, x.subject) = (y.issuer, y.subject)"
    " UNION SELECT p.account, q.account FROM account_persons AS p"
    " JOIN account_persons AS q ON p.person = q.person"
    ") AS other ON other.one = own.account)"
    " SELECT a.id, a.role, a.login FROM own JOIN accounts AS a ON a.id = own.account"
    " WHERE CAST(:ever AS boolean) OR a.disabled_at IS NULL OR a.id = :account"
)


class Linked(NamedTuple):
    """One identity and whose it is."""

    login: str
    issuer: str
    subject: str


class Identities:
    """Linking and finding, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def behind(self, issuer: str, subject: str) -> list[Account]:
        """The accounts of that identity, the oldest first."""
        named = {"issuer": issuer, "subject": subject}
        async with self._pool.read() as connection:
            return [Account.model_validate(x) for x in await connection.execute(_BEHIND, named)]

    async def linked(self) -> list[Linked]:
        """Every identity with its account."""
        async with self._pool.read() as connection:
            return [Linked(*x) for x in await connection.execute(_LINKED)]

    async def known(self) -> set[str]:
        """The logins of whom it is known who they are."""
        async with self._pool.read() as connection:
            return {str(x) for x in (await connection.execute(_KNOWN)).scalars()}

    async def link(self, login: str, issuer: str, subject: str) -> None:
        """From now on this identity opens the account. Raises Unknown, OneHumanOneOffice."""

        async def work(connection: AsyncConnection) -> None:
            account = await _id(connection, login)
            named = {"issuer": issuer, "subject": subject, "account": account}
            await connection.execute(_LOCK)
            await connection.execute(_LINK, named)
            await keep_apart(connection, account)

        await self._pool.write(work)

    async def unlink(self, login: str, issuer: str, subject: str) -> None:
        """It opens nothing any more, and who came in by it is signed out. Raises Unknown."""

        async def work(connection: AsyncConnection) -> None:
            account = await _id(connection, login)
            named = {"issuer": issuer, "subject": subject, "account": account}
            await changed(connection, account)
            if not (await connection.execute(_UNLINK, named)).rowcount:
                raise Unknown("身份", "identity", f"{login} {subject}")

        await self._pool.write(work)

    async def name_person(self, login: str, person: str) -> None:
        """Whose account it is, as the office counts people. Raises Unknown, OneHumanOneOffice."""

        async def work(connection: AsyncConnection) -> None:
            await set_person(connection, await _id(connection, login), person)

        await self._pool.write(work)

    async def same_human(self, ref: str, other: str, *, ever: bool = False) -> bool:
        """Whether two refs (`account:{id}`) are known to be one human's; what is no account's is
        only itself. `ever`: also where one of them was disabled since."""
        if ref == other:
            return True
        ids = [UUID(x.removeprefix("account:")) if _is_account(x) else None for x in (ref, other)]
        if None in ids:
            return False
        async with self._pool.read() as connection:
            rows = await connection.execute(_SAME_HUMAN, {"account": ids[0], "ever": ever})
            return any(x.id == ids[1] for x in rows)


async def set_person(connection: AsyncConnection, account: UUID, person: str) -> None:
    """Within a transaction that makes or changes the account. One number is one person's, whether
    it was typed with blanks or in full width.

    Raises OneHumanOneOffice, Malformed.
    """
    who = "".join(unicodedata.normalize("NFKC", person).split())
    if not 0 < len(who) <= LONGEST:
        raise Malformed(
            f"--person 写工号等能认定一个人的编号，最多{LONGEST}字。",
            f"a person is named by a number of the office, at most {LONGEST} characters.",
        )
    await connection.execute(_LOCK)
    await connection.execute(_PERSON, {"account": account, "person": who})
    await keep_apart(connection, account)


async def keep_apart(connection: AsyncConnection, account: UUID) -> None:
    """Raises OneHumanOneOffice if who holds the account holds two of the three offices now.

    Called in the transaction of what changed, after it: a refusal leaves nothing behind.
    """
    await connection.execute(_LOCK)
    rows = await connection.execute(_SAME_HUMAN, {"account": account, "ever": False})
    check_apart([(x.login, x.role) for x in rows])


async def _id(connection: AsyncConnection, login: str) -> UUID:
    found = (await connection.execute(_ACCOUNT, {"login": login})).scalar_one_or_none()
    if found is None:
        raise Unknown("账号", "account", login)
    return UUID(str(found))


def _is_account(ref: str) -> bool:
    try:
        UUID(ref.removeprefix("account:"))
    except ValueError:
        return False
    return ref.startswith("account:")
