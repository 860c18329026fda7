"""Units' systems: their registration, and the public keys that are pinned for each by hand.

A system signs in with a key pair of its own (`private_key_jwt`, RFC 7523): we keep the public half,
so what lies in this database opens nothing. Its unit comes from here, never from what it sends
(`reliability §4.3`). A key is retired, a client revoked: both at once, with every token they got.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.base import refuse_unless
from domain.refusals import Contradicted, Malformed, Unknown
from ledger.machine_keys import MOST, Pinned, pinned
from ledger.queries.page import Row
from ledger.tokens import check_party

if TYPE_CHECKING:
    from ledger.door import Ledger

Scope = Literal["read", "submit"]
SCOPES: tuple[Scope, ...] = ("read", "submit")
CLIENT = r"^[a-z0-9][a-z0-9-]{2,39}$"
"""How a client's id is written."""
_ID = re.compile(CLIENT, re.ASCII)
_ADD = """
INSERT INTO machine_clients (id, party, region, name, scopes, made_by)
VALUES ($1, $2, $3, $4, $5, $6)
"""
_KEY = "INSERT INTO machine_keys (client, kid, jwk) VALUES ($1, $2, $3)"
_CLIENTS = "SELECT * FROM machine_clients WHERE $1::text IS NULL OR id = $1 ORDER BY made_at, id"
_KEY_IN_FORCE = """
INSERT INTO machine_keys (client, kid, jwk)
SELECT id, $2, $3 FROM machine_clients WHERE id = $1 AND revoked_at IS NULL FOR SHARE
RETURNING client
"""
"""FOR SHARE: a revocation at the same instant comes wholly before or after."""
_KEYS = """
SELECT client, kid, jwk, added_at, used_at, retired_at FROM machine_keys
WHERE $1::text IS NULL OR client = $1 ORDER BY added_at, kid
"""
_REVOKE = """
UPDATE machine_clients SET revoked_at = coalesce(revoked_at, clock_timestamp())
WHERE id = $1 RETURNING id
"""
_RETIRE = """
UPDATE machine_keys SET retired_at = coalesce(retired_at, clock_timestamp())
WHERE client = $1 AND kid = $2 RETURNING kid
"""
_SIGNING = """
SELECT k.jwk, clock_timestamp() AS now FROM machine_keys AS k
JOIN machine_clients AS c ON c.id = k.client
WHERE k.client = $1 AND k.kid = $2 AND k.retired_at IS NULL AND c.revoked_at IS NULL
"""


class TakenClient(Contradicted):
    """Another system has that id, or the client has that key already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”已经登记过，换一个名称。", f"“{name}” is registered; choose another name."
        )


class RevokedClient(Contradicted):
    """The system was revoked, which is for ever: no key of it would sign."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"系统“{name}”已经撤销，不能再加公钥；请用新的编号另行登记。",
            f"“{name}” is revoked and takes no more keys; register the system under a new id.",
        )


class Key(Row):
    """A public key of a client."""

    client: str
    kid: str
    jwk: str
    added_at: datetime
    used_at: datetime | None
    """When a token was last given for it."""
    retired_at: datetime | None

    @property
    def pinned(self) -> Pinned:
        """Its kind and fingerprint."""
        return pinned(json.loads(self.jwk))


class Client(Row):
    """A unit's system. `name` is the system's, never a person's."""

    id: str
    party: str
    region: str | None
    name: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    made_by: str
    revoked_at: datetime | None


class Registered(NamedTuple):
    """A client and all its keys, the oldest first."""

    client: Client
    keys: tuple[Key, ...]


class Signing(NamedTuple):
    """The key that is asked for, and the database's real time, by which its use is judged."""

    jwk: Mapping[str, str]
    now: datetime


async def add_client(ledger: "Ledger", client: "NewClient") -> Registered:
    """Register a unit's system with its first keys. Raises Malformed, TakenClient."""
    refuse_unless(
        client.party.startswith("unit:"),
        f"只有承办单位的系统可以登记，“{client.party}”不是；请写成 unit:县住建局。",
        f"only a unit's system is registered; write unit:NAME, not “{client.party}”.",
    )
    refuse_unless(
        _ID.fullmatch(client.id) is not None and 0 < len(client.name) <= 100,
        "系统编号用小写字母、数字和 -，3 至 40 个字符；名称写 1 至 100 个字。",
        "a client id has 3 to 40 small letters, digits and -; its name 1 to 100 characters.",
    )
    check_party(client.party, "unit")
    keys = [pinned(x) for x in client.keys]
    _enough(len(keys))

    async def work(connection: AsyncConnection) -> None:
        await connection.exec_driver_sql(
            _ADD,
            (*client[:4], list(client.scopes), client.made_by),
        )
        for key in keys:
            await connection.exec_driver_sql(_KEY, (client.id, key.kid, key.text))

    try:
        await ledger.pool.write(work)
    except IntegrityError as taken:
        raise TakenClient(client.id) from taken
    return await client_named(ledger, client.id)


class NewClient(NamedTuple):
    """What is said of a system when it is registered."""

    id: str
    party: str
    region: str | None
    name: str
    keys: tuple[Mapping[str, object], ...]
    made_by: str
    scopes: tuple[Scope, ...] = SCOPES


async def add_key(ledger: "Ledger", client: str, key: Mapping[str, object]) -> Registered:
    """Pin one more key, so that the old one can be retired later. Raises Malformed, Unknown,
    RevokedClient, TakenClient."""
    known = await client_named(ledger, client)
    if known.client.revoked_at is not None:
        raise RevokedClient(client)
    _enough(1 + sum(x.retired_at is None for x in known.keys))
    new = pinned(key)

    async def work(connection: AsyncConnection) -> bool:
        added = await connection.exec_driver_sql(_KEY_IN_FORCE, (client, new.kid, new.text))
        return added.one_or_none() is not None

    try:
        if not await ledger.pool.write(work):
            raise RevokedClient(client)
    except IntegrityError as taken:
        raise TakenClient(new.kid) from taken
    return await client_named(ledger, client)


async def retire_key(ledger: "Ledger", client: str, kid: str) -> Registered:
    """The key signs nothing any more, and its tokens end. Raises Unknown."""
    await _one(ledger, _RETIRE, (client, kid), kid)
    return await client_named(ledger, client)


async def revoke_client(ledger: "Ledger", client: str) -> Registered:
    """From the next request on it is nobody. Raises Unknown."""
    await _one(ledger, _REVOKE, (client,), client)
    return await client_named(ledger, client)


async def clients(ledger: "Ledger", named: str | None = None) -> list[Registered]:
    """Every client that was ever registered, the oldest first."""
    async with ledger.pool.read() as connection:
        keys = [Key.model_validate(x) for x in await connection.exec_driver_sql(_KEYS, (named,))]
        rows = await connection.exec_driver_sql(_CLIENTS, (named,))
        found = [Client.model_validate(x) for x in rows]
    return [Registered(x, tuple(y for y in keys if y.client == x.id)) for x in found]


async def client_named(ledger: "Ledger", name: str) -> Registered:
    """One client. Raises Unknown."""
    found = await clients(ledger, name)
    if not found:
        raise Unknown("系统", "client", name)
    return found[0]


async def signing_key(ledger: "Ledger", client: str, kid: str) -> Signing | None:
    """The key in force of a client in force; None for every other, whatever the reason."""
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(_SIGNING, (client, kid))).one_or_none()
    return None if row is None else Signing(json.loads(row.jwk), row.now)


async def audience_of(ledger: "Ledger") -> str:
    """For whom assertions are meant: this installation and no other, so that what is shown to one
    cannot be shown to the next (ASVS 9.2.4)."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql("SELECT audience FROM installation")
        return f"urn:uuid:{found.scalar_one()}"


async def _one(ledger: "Ledger", sql: str, values: tuple[str, ...], name: str) -> None:
    async def work(connection: AsyncConnection) -> bool:
        return (await connection.exec_driver_sql(sql, values)).one_or_none() is not None

    if not await ledger.pool.write(work):
        raise Unknown("系统或公钥", "client or key", name)


def _enough(many: int) -> None:
    if not 1 <= many <= MOST:
        raise Malformed(
            f"一个系统同时有效的公钥为 1 至 {MOST} 把，现在是 {many} 把；请先停用旧的。",
            f"a client has 1 to {MOST} keys in force, not {many}; retire an old one first.",
        )
