"""Where a party is reached outside the system. Personal data: erasable, and never in the record."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.base import refuse_unless
from domain.dispatch import CHANNEL_ZH, Channel
from domain.parties import role_of
from domain.refusals import Unknown

if TYPE_CHECKING:
    from ledger.door import Ledger

_FORMS: dict[Channel, tuple[str, str]] = {
    Channel.MAIL: (r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,190}", "name@example.org"),
    Channel.SMS: (r"\+?[0-9]{5,20}", "13800000000"),
}
_ROBOT = (r"[a-z0-9][a-z0-9_-]{0,63}", "settings 中 WEBHOOKS 的名称，如 fire-group")
_SET = text(
    "INSERT INTO contacts (party, region, channel, line, address)"
    " VALUES (:party, :region, :channel, :line, :address)"
    " ON CONFLICT (party, region, channel, line, address)"
    " DO UPDATE SET address = excluded.address RETURNING *"
)
_LIST = text(
    "SELECT * FROM contacts WHERE CAST(:party AS text) IS NULL OR party = :party"
    " ORDER BY party, channel, set_at"
)
_CHANNELS = text(
    "SELECT DISTINCT asked.nth, c.channel"
    " FROM unnest(CAST(:parties AS text[]), CAST(:regions AS text[]), CAST(:lines AS text[]))"
    " WITH ORDINALITY AS asked (party, region, line, nth)"
    " JOIN contacts AS c ON c.party = asked.party AND (c.line IS NULL OR c.line = asked.line)"
    " AND (c.region IS NULL OR c.region = asked.region OR (c.party = 'liaison_office'"
    " AND starts_with(asked.region, c.region || '/')))"
    " ORDER BY asked.nth, c.channel"
)
"""As `ledger.composing` chooses the addresses of a notice."""
_ERASE = text("DELETE FROM contacts WHERE id = :id RETURNING id")


class Contact(BaseModel):
    """One address. `region` None: wherever the party is; `line` None: for every duty."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    party: str
    region: str | None
    channel: Channel
    line: str | None
    """A line of the regime, as `work_plan`: only that duty's notices go there."""
    address: str
    """A mail address, a telephone number, or the name of a configured robot."""
    set_at: datetime
    """Nothing issued before is sent there."""


async def set_contact(
    ledger: "Ledger",
    party: str,
    channel: Channel,
    address: str,
    *,
    region: str | None = None,
    line: str | None = None,
) -> Contact:
    """Tell the party by this address too, from now on. Raises Malformed."""
    _check(party, channel, address)
    values = {
        "party": party,
        "region": region,
        "channel": channel.value,
        "line": line,
        "address": address,
    }

    async def work(connection: AsyncConnection) -> Contact:
        return Contact.model_validate((await connection.execute(_SET, values)).one())

    return await ledger.pool.write(work)


async def contacts(ledger: "Ledger", party: str | None = None) -> list[Contact]:
    """The addresses of a party, or of all."""
    async with ledger.pool.read() as connection:
        rows = await connection.execute(_LIST, {"party": party})
        return [Contact.model_validate(x) for x in rows]


class Addressed(NamedTuple):
    """A notice's addressee: who, of which place, about which line of the regime."""

    party: str
    region: str
    line: str


async def channels_of(ledger: "Ledger", asked: Sequence[Addressed]) -> list[list[Channel]]:
    """By which channels each of them would be reached, in the order in which they were asked."""
    found: list[list[Channel]] = [[] for _ in asked]
    parties, regions, lines = zip(*asked, strict=True) if asked else ((), (), ())
    parts = {"parties": list(parties), "regions": list(regions), "lines": list(lines)}
    async with ledger.pool.read() as connection:
        for x in await connection.execute(_CHANNELS, parts):
            found[x.nth - 1].append(Channel(x.channel))
    return found


async def erase_contact(ledger: "Ledger", contact: UUID) -> None:
    """Forget the address; what still waits for it is not sent. Raises Unknown."""

    async def work(connection: AsyncConnection) -> bool:
        return (await connection.execute(_ERASE, {"id": contact})).one_or_none() is not None

    if not await ledger.pool.write(work):
        raise Unknown("联系方式", "contact", str(contact))


def _check(party: str, channel: Channel, address: str) -> None:
    try:
        role_of(party)
        known = len(party) <= 300
    except ValueError:
        known = False
    refuse_unless(
        known,
        f"没有“{party}”这样的一方，请写成 unit:县住建局、deputy_group:LG23-01 或 government 等。",
        f"“{party}” is no party; write unit:NAME, deputy_group:ID or government.",
    )
    check_address(channel, address)


def check_address(channel: Channel, address: str) -> None:
    """Raises Malformed for what is no address of that channel."""
    form, example = _FORMS.get(channel, _ROBOT)
    refuse_unless(
        re.fullmatch(form, address) is not None,
        f"“{address}”不是{CHANNEL_ZH[channel]}地址，应如：{example}。",
        f"“{address}” is no {channel} address; write it like {example}.",
    )
