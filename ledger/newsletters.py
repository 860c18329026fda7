"""How often somebody is written to, and where: an address among the contacts, for this alone.

Personal data, so erased when the letters are stopped.
"""

from typing import TYPE_CHECKING, NamedTuple, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.dispatch import Channel
from domain.news import Every
from ledger.contacts import check_address

if TYPE_CHECKING:
    from ledger.door import Ledger

LINE = "news"
"""What stands for a duty's line in such a contact: no notice of a duty goes there."""
_OLD = """
DELETE FROM contacts USING newsletters AS n
WHERE n.account = $1 AND n.contact = contacts.id AND (contacts.channel, contacts.address)
    IS DISTINCT FROM ($2::text, $3::text)
"""
_ADDRESS = """
INSERT INTO contacts (party, channel, line, address) VALUES ($1, $2, $3, $4)
ON CONFLICT (party, region, channel, line, address) DO UPDATE SET address = excluded.address
RETURNING id
"""
_SET = """
INSERT INTO newsletters (account, contact, every) VALUES ($1, $2, $3)
ON CONFLICT (account) DO UPDATE SET contact = excluded.contact, every = excluded.every
"""
_STOP = """
WITH stopped AS (DELETE FROM newsletters WHERE account = $1 RETURNING contact)
DELETE FROM contacts USING stopped WHERE contacts.id = stopped.contact
"""
_OF = """
SELECT n.every, c.channel, c.address FROM newsletters AS n JOIN contacts AS c ON c.id = n.contact
WHERE n.account = $1
"""


class Newsletter(NamedTuple):
    """What somebody chose."""

    every: Every
    channel: Channel
    address: str


async def choose(
    ledger: "Ledger", account: UUID, every: Every, channel: Channel, address: str
) -> None:
    """Write there from now on; what happened before is not told. Raises Malformed."""
    check_address(channel, address)

    async def work(connection: AsyncConnection) -> None:
        sql = connection.exec_driver_sql
        await sql(_OLD, (account, channel.value, address))
        told = (f"account:{account}", channel.value, LINE, address)
        contact = (await sql(_ADDRESS, told)).scalar_one()
        await sql(_SET, (account, contact, every))

    await ledger.pool.write(work)


async def stop(ledger: "Ledger", account: UUID) -> None:
    """Write no more, and forget the address."""
    await ledger.pool.write(lambda x: x.exec_driver_sql(_STOP, (account,)))


async def newsletter_of(ledger: "Ledger", account: UUID) -> Newsletter | None:
    """What was chosen; None where nothing was, or the address was erased."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_OF, (account,))).one_or_none()
    if row is None:
        return None
    return Newsletter(cast("Every", row.every), Channel(row.channel), row.address)
