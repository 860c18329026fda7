"""Who said a wish, where somebody wants to be told: apart from the record, erased at any time."""

from typing import TYPE_CHECKING, NamedTuple

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.base import refuse_unless
from domain.wish.messages import TakeWish
from ledger.erasing import SAY_WHY
from ledger.line import Line
from ledger.projections.change import Change
from ledger.refusals import Unavailable
from ledger.requests import Receipt, Request

if TYPE_CHECKING:
    from ledger.door import Ledger

_SET = """
INSERT INTO wishers (wish, name, phone) VALUES ($1, $2, $3) ON CONFLICT (wish) DO NOTHING
"""
_OF = "SELECT name, phone FROM wishers WHERE wish = $1"
_ERASE = "DELETE FROM wishers WHERE wish = $1"
_ERASE_ANSWERED = """
DELETE FROM wishers USING wishes AS w LEFT JOIN wishes AS m ON m.id = w.merged_into
WHERE wishers.wish = w.id AND w.collection = $1 AND coalesce(w.answer, m.answer) IS NOT NULL
"""
RESIDENT = "resident"
"""Who comes with the receipt, and is nobody else to us."""
_COLLISIONS = 5


class Wisher(NamedTuple):
    """Who may be told, and how. Never in an event, a command, a log or a read model."""

    name: str | None
    phone: str | None

    @property
    def said(self) -> bool:
        """Whether anything was said."""
        return bool(self.name or self.phone)


def wisher(name: str, phone: str) -> Wisher:
    """As somebody wrote it. Raises Malformed for what is no name or telephone number."""
    name, phone = " ".join(name.split()), "".join(phone.split())
    refuse_unless(
        len(name) <= 30 and name.isprintable(), "称呼请不超过30字。", "the name is too long."
    )
    digits = phone.removeprefix("+").replace("-", "")
    refuse_unless(
        not phone or (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15),
        "电话只填数字和短横线，7至15位；不愿留的可以不填。",
        "the telephone number takes 7 to 15 digits.",
    )
    return Wisher(name or None, phone or None)


async def take_wish(ledger: "Ledger", request: Request, who: Wisher) -> Receipt:
    """Take a wish down, and who said it, both or neither. Raises as `Ledger.handle`."""
    command = request.command
    if not isinstance(command, TakeWish):
        raise TypeError(type(command).__name__)

    async def work(line: Line) -> tuple[Receipt, Change | None]:
        receipt, change = await ledger.carry_out(line, request)
        if who.said and change is not None:
            await line.exec_driver_sql(_SET, (command.id, who.name, who.phone))
        return receipt, change

    for _ in range(_COLLISIONS):
        try:
            receipt, change = await ledger.pool.record(work)
        except asyncpg.IntegrityConstraintViolationError:
            continue  # the same form at the same time: now its receipt is found
        ledger.remember(change)
        return receipt
    raise Unavailable


async def wisher_of(ledger: "Ledger", wish: str) -> Wisher | None:
    """Who said it; None where nobody wanted to be told, or it was erased."""
    async with ledger.pool.read() as connection:
        found = (await connection.exec_driver_sql(_OF, (wish,))).one_or_none()
    return None if found is None else Wisher(found.name, found.phone)


async def is_said(ledger: "Ledger", wish: str) -> bool:
    """Whether somebody wants to be told: all that who holds the receipt hears of it."""
    async with ledger.pool.read(whole=True) as connection:
        return (await connection.exec_driver_sql(_OF, (wish,))).one_or_none() is not None


async def erase_wisher(ledger: "Ledger", wish: str, by: str) -> bool:
    """Forget who it was. Whether somebody was known."""
    because = "本人凭回执删除" if by == RESIDENT else "不再需要联系"
    return bool(await _erase(ledger, _ERASE, wish, by, because))


async def erase_answered(ledger: "Ledger", collection: str, by: str) -> int:
    """Forget everybody who was answered in a collection. How many."""
    return await _erase(ledger, _ERASE_ANSWERED, collection, by, "已经答复")


async def _erase(ledger: "Ledger", statement: str, of: str, by: str, because: str) -> int:
    async def work(connection: AsyncConnection) -> int:
        await connection.exec_driver_sql(SAY_WHY, (by, because))
        return int((await connection.exec_driver_sql(statement, (of,))).rowcount)

    return await ledger.pool.write(work)
