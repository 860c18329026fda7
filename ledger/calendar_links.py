"""Links by which a phone's calendar asks: 256 random bits, shown once; only the SHA-256 is kept.

A calendar cannot sign in, so the link is the key. It opens nothing any more once it is revoked,
after 400 days, and when its owner has another role or speaks for another party (`reliability
§2.24`); what it opens is what the owner may see now.
"""

import re
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import UUID

from ledger.account import COLUMNS, Account
from ledger.digest import digest_of
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

Kind = Literal["group", "person"]
_FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_MAKE = """
INSERT INTO calendar_links (account, kind, sha256, role, party)
SELECT id, $2, $3, role, party FROM accounts WHERE id = $1
"""
_IN_FORCE = """l.revoked_at IS NULL AND l.expires_at > clock_timestamp()
    AND l.role = a.role AND l.party = a.party AND a.disabled_at IS NULL"""
_OF = f"""
SELECT l.id, l.kind, l.made_at, l.asked_at, l.expires_at
FROM calendar_links AS l JOIN accounts AS a ON a.id = l.account
WHERE l.account = $1 AND {_IN_FORCE} ORDER BY l.made_at, l.id
"""  # noqa: S608  # our own words
_REVOKE = """
UPDATE calendar_links SET revoked_at = clock_timestamp()
WHERE id = $1 AND account = $2 AND revoked_at IS NULL
"""
_BEHIND = f"""
SELECT {COLUMNS}, NULL AS name, l.id AS link, l.kind,
    coalesce(l.asked_at < clock_timestamp() - interval '1 hour', true) AS stale
FROM calendar_links AS l JOIN accounts AS a ON a.id = l.account
WHERE l.sha256 = $1 AND {_IN_FORCE}
"""  # noqa: S608  # the same
_ASKED = "UPDATE calendar_links SET asked_at = clock_timestamp() WHERE id = $1"


class Link(Row):
    """One link that is in force."""

    id: UUID
    kind: Kind
    made_at: datetime
    expires_at: datetime
    asked_at: datetime | None
    """When a calendar asked by it last, to the hour."""


class Behind(NamedTuple):
    """Whose calendar it is."""

    account: Account
    kind: Kind


async def make_link(ledger: "Ledger", account: UUID, kind: Kind) -> str:
    """A new link's secret, which is never shown again."""
    secret = secrets.token_urlsafe(32)
    values = (account, kind, digest_of(secret))
    await ledger.pool.write(lambda x: x.exec_driver_sql(_MAKE, values))
    return secret


async def links_of(ledger: "Ledger", account: UUID) -> list[Link]:
    """An account's links in force."""
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_OF, (account,))
        return [Link.model_validate(x) for x in found]


async def revoke_link(ledger: "Ledger", account: UUID, link: UUID) -> None:
    """One's own link opens nothing any more; another's is left alone."""
    await ledger.pool.write(lambda x: x.exec_driver_sql(_REVOKE, (link, account)))


async def behind_link(ledger: "Ledger", secret: str) -> Behind | None:
    """Whose calendar the link opens at this instant; None where it opens nothing."""
    if not _FORM.fullmatch(secret):
        return None
    async with ledger.pool.read() as connection:
        found = await connection.exec_driver_sql(_BEHIND, (digest_of(secret),))
        row = found.one_or_none()
    if row is None:
        return None
    if row.stale:
        await ledger.pool.write(lambda x: x.exec_driver_sql(_ASKED, (row.link,)))
    return Behind(Account.model_validate(row), row.kind)
