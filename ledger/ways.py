"""Ways in that change while somebody is on the way.

An account's stamp counts the changes of how one comes in: password, second factor, identity, role,
end. Whoever checks one of them has read the stamp with it, and a session is opened only while it is
still that one. A change takes the account's row, counts and ends what is open in one transaction;
an opening holds the row shared. So an opening is before a change, and ended by it, or after it,
and refused: nothing that was checked against the old outlives it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.refusals import Contradicted
from ledger.account import Account
from ledger.digest import digest_of

_HOLD = text(
    "SELECT id FROM accounts WHERE id = :account AND stamp = :stamp AND disabled_at IS NULL"
    " FOR SHARE"
)
_COUNT = text(
    "UPDATE accounts SET stamp = stamp + 1 WHERE id = :account"
    " AND (CAST(:stamp AS bigint) IS NULL OR stamp = :stamp) RETURNING stamp"
)
_COUNT_ALL = text("UPDATE accounts SET stamp = stamp + 1")
_END = text(
    "UPDATE sessions SET ended_at = clock_timestamp() WHERE ended_at IS NULL"
    " AND (CAST(:account AS uuid) IS NULL OR account = :account)"
    " AND (CAST(:keep AS text) IS NULL OR sha256 <> :keep)"
)
_HALF_WAYS = text(
    "DELETE FROM entries WHERE account IS NOT NULL"
    " AND (CAST(:account AS uuid) IS NULL OR account = :account)"
)


class WaysChanged(Contradicted):
    """Password, second factor, identity or role changed since they were checked."""

    def __init__(self) -> None:
        super().__init__(
            "这个账号的口令、验证方式或岗位刚刚变了，请重新登录。",
            "how this account signs in changed a moment ago; sign in again.",
        )


async def hold(connection: AsyncConnection, account: Account) -> None:
    """Keep the account as it was read until this transaction ends. Raises WaysChanged."""
    read = {"account": account.id, "stamp": account.stamp}
    if (await connection.execute(_HOLD, read)).one_or_none() is None:
        raise WaysChanged


async def changed(
    connection: AsyncConnection, account: UUID, *, read: int | None = None, keep: str | None = None
) -> int:
    """In the transaction of a change: the new stamp; sessions and half ways in are ended.

    `read`: the stamp that the account must still have; `keep`: the secret of the session that goes
    on. Raises WaysChanged.
    """
    said = {"account": account, "stamp": read}
    stamp = (await connection.execute(_COUNT, said)).scalar_one_or_none()
    if stamp is None:
        raise WaysChanged
    await _ended(connection, account, keep)
    return int(stamp)


async def ended(connection: AsyncConnection, account: UUID | None) -> int:
    """Everybody, or that account, is to sign in again; how many sessions were open."""
    if account is not None:
        await connection.execute(_COUNT, {"account": account, "stamp": None})
    else:
        await connection.execute(_COUNT_ALL)
    return await _ended(connection, account, None)


async def _ended(connection: AsyncConnection, account: UUID | None, keep: str | None) -> int:
    values: dict[str, Any] = {"account": account}
    await connection.execute(_HALF_WAYS, values)
    values["keep"] = None if keep is None else digest_of(keep)
    return int((await connection.execute(_END, values)).rowcount)
