"""Forgetting a person by the reference under which the record knows him (decision 14).

Names, telephone numbers and addresses stand apart from the record, each under an opaque reference.
Erasing takes them away for good; the record, its hashes and proofs stay as they are. That it was
done, by whom and why, stays too, without what was erased: the tables note it themselves.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.base import refuse_unless
from domain.refusals import Unknown

if TYPE_CHECKING:
    from ledger.door import Ledger

Kind = Literal["wisher", "person", "account", "contact"]
KIND_ZH: dict[Kind, str] = {
    "wisher": "建议人的联系方式",
    "person": "代表等人员的姓名",
    "account": "账号的姓名和登录名",
    "contact": "通知用的联系方式",
}
SAY_WHY = "SELECT set_config('bihuan.erased_by', $1, true), set_config('bihuan.because', $2, true)"
_ERASE: dict[Kind, str] = {
    "wisher": "DELETE FROM wishers WHERE wish = $1",
    "person": "DELETE FROM people WHERE organisation || ' ' || ref = $1",
    "account": "DELETE FROM account_names WHERE account::text = $1",
    "contact": "DELETE FROM contacts WHERE id::text = $1",
}
_DATED: frozenset[Kind] = frozenset({"wisher", "person"})
"""Whose reference may later be somebody else's; an account's and a contact's number never is."""
_NAMELESS = """
WITH ended AS (
    UPDATE sessions SET ended_at = clock_timestamp() WHERE account::text = $1 AND ended_at IS NULL
), person AS (DELETE FROM account_persons WHERE account::text = $1
), linked AS (DELETE FROM identities WHERE account::text = $1
), factor AS (DELETE FROM second_factors WHERE account::text = $1
), codes AS (DELETE FROM recovery_codes WHERE account::text = $1)
UPDATE accounts SET login = 'erased-' || left(replace(id::text, '-', ''), 16),
    disabled_at = coalesce(disabled_at, clock_timestamp())
WHERE id::text = $1 AND NOT starts_with(login, 'erased-')
"""
_NOTE = "INSERT INTO erasures (kind, ref, by, because) VALUES ('account', $1, $2, $3)"
_LIST = "SELECT * FROM erasures WHERE $1::bigint IS NULL OR id < $1 ORDER BY id DESC LIMIT $2"
PART = 1000
_SINCE = "SELECT * FROM erasures WHERE (at, id) > ($1, $2) ORDER BY at, id LIMIT $3"
_WHICH = "SELECT DISTINCT ref FROM erasures WHERE kind = $1 AND ref = ANY($2)"


class Erasure(BaseModel):
    """That something was forgotten; never what."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    kind: Kind
    ref: str
    by: str
    because: str | None
    at: datetime


async def erase(
    ledger: "Ledger", kind: Kind, ref: str, *, by: str, because: str, until: datetime | None = None
) -> bool:
    """Forget what is kept under the reference, if set no later than `until`. Whether something was.

    Raises Malformed for no reason, Unavailable.
    """
    because = " ".join(because.split())
    refuse_unless(
        4 <= len(because) <= 300 and because.isprintable(),
        "请写明为什么抹去，4至300字。",
        "say why it is erased, in 4 to 300 characters.",
    )

    async def work(connection: AsyncConnection) -> int:
        await connection.exec_driver_sql(SAY_WHY, (by, because))
        if until is not None and kind in _DATED:
            dated = f"{_ERASE[kind]} AND set_at <= $2"
            return (await connection.exec_driver_sql(dated, (ref, until))).rowcount
        gone = (await connection.exec_driver_sql(_ERASE[kind], (ref,))).rowcount
        if kind == "account":
            login = (await connection.exec_driver_sql(_NAMELESS, (ref,))).rowcount
            if login and not gone:  # the table of names had nothing to note
                await connection.exec_driver_sql(_NOTE, (ref, by, because))
            gone += login
        return int(gone)

    return bool(await ledger.pool.write(work))


async def account_ref(ledger: "Ledger", login: str) -> str:
    """The reference of an account. Raises Unknown."""
    asked = "SELECT id FROM accounts WHERE login = $1"
    async with ledger.pool.read() as connection:
        found: UUID | None = (await connection.exec_driver_sql(asked, (login,))).scalar()
    if found is None:
        raise Unknown("账号", "account", login)
    return str(found)


async def erasures(ledger: "Ledger", before: int | None = None, limit: int = 50) -> list[Erasure]:
    """What was forgotten, the newest first."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_LIST, (before, limit))
        return [Erasure.model_validate(x) for x in rows]


async def erasures_since(ledger: "Ledger", since: datetime) -> list[Erasure]:
    """All that was forgotten since then, the oldest first; one statement may have erased more than
    a part."""
    found: list[Erasure] = []
    at, last = since, 0  # no row has the number 0
    async with ledger.pool.read() as connection:
        while True:
            rows = (await connection.exec_driver_sql(_SINCE, (at, last, PART))).all()
            found += [Erasure.model_validate(x) for x in rows]
            if len(rows) < PART:
                return found
            at, last = rows[-1].at, rows[-1].id


async def forgotten(ledger: "Ledger", kind: Kind, refs: Iterable[str]) -> set[str]:
    """Which of the references were erased."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_WHICH, (kind, sorted(set(refs))))
        return {x.ref for x in rows}


async def erase_again(ledger: "Ledger", known: Iterable[Erasure]) -> int:
    """After a restore: forget once more whom the backup brought back, and nobody who came under
    the same reference since. How many.

    Raises Unavailable.
    """
    done = 0
    for one in known:
        why = f"恢复备份以后再次抹去（{one.because or '没有写明'}）"[:300]
        done += await erase(
            ledger, one.kind, one.ref, by="system:restore", because=why, until=one.at
        )
    return done
