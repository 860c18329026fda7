"""Bearer tokens: 256 random bits, of which only the SHA-256 is kept (`reliability §4.3`).

They are for the programs of staff, and for units whose systems cannot sign (`ledger.machines`):
ninety days at most, then succeeded by another, with an overlap. A unit's key submits, reads
nothing, and is good from the networks that are written down with it.
Expiry is told by the real clock, so that a demonstration that sets the clock locks nobody out.
"""

import hmac
import ipaddress
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.parties import Role, role_of
from domain.refusals import Malformed, Unknown
from ledger.digest import digest_of
from ledger.pool import Pool

TokenRole = Literal[
    "unit",
    "deputy_group",
    "deputy",
    "government",
    "presidium",
    "standing_committee",
    "working_committee",
    "street_office",
    "street_working_committee",
    "liaison_office",
    "clerk",
    "auditor",
    "admin",
]
_FORM = re.compile(r"bh_([a-z2-7]{8})_([A-Za-z0-9_-]{43})", re.ASCII)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_OFFICES = ("clerk", "auditor", "admin")
_LONGEST = 300
LIFE = 90
"""Days at most."""
OVERLAP = timedelta(days=7)
"""For how long a token still works beside its successor. Ours."""
_ISSUE = text(
    "INSERT INTO tokens (prefix, sha256, party, role, region, networks, scope, follows, expires_at)"
    " VALUES (:prefix, :sha256, :party, :role, :region, :networks, :scope, :follows,"
    " clock_timestamp() + :life) RETURNING *"
)
_END_SOON = text(
    "UPDATE tokens SET expires_at = least(expires_at, clock_timestamp() + :overlap)"
    " WHERE prefix = :prefix AND revoked_at IS NULL AND expires_at > clock_timestamp() RETURNING *"
)
_FIND = text(
    "SELECT *, expires_at > clock_timestamp() AND revoked_at IS NULL AS good"
    " FROM tokens WHERE prefix = :prefix"
)
_REVOKE = text(
    "UPDATE tokens SET revoked_at = coalesce(revoked_at, clock_timestamp())"
    " WHERE prefix = :prefix RETURNING *"
)


class Token(BaseModel):
    """What stands behind a token: for whom it speaks, as what, and where."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    prefix: str
    party: str
    role: TokenRole
    region: str | None
    """The path of the congress it is good for (`domain.given.Actor.region`); None: everywhere."""
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    networks: tuple[str, ...] = ()
    """Where it is good from; empty: everywhere."""
    scope: Literal["all", "submit"] = "all"
    follows: UUID | None = None
    """The token that it succeeds."""

    def good_from(self, address: str) -> bool:
        """Whether it may be used from there; from an address that is not known it may not."""
        if not self.networks:
            return True
        try:
            here = ipaddress.ip_network(address)
        except ValueError:
            return False
        bounds = (ipaddress.ip_network(x) for x in self.networks)
        return any(x.version == here.version and here.subnet_of(x) for x in bounds)  # type: ignore[arg-type]  # of one version


class Tokens:
    """Issuing, finding and revoking, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def issue(
        self,
        party: str,
        role: TokenRole,
        region: str | None = None,
        *,
        days: int = LIFE,
        networks: Sequence[str] = (),
        submit_only: bool = False,
        follows: UUID | None = None,
    ) -> tuple[Token, str]:
        """A new token and its secret text, which is never shown again. Raises Malformed."""
        check_party(party, role)
        prefix = "".join(secrets.choice(_LETTERS) for _ in range(8))
        secret = f"bh_{prefix}_{secrets.token_urlsafe(32)}"
        values = {
            "prefix": prefix,
            "sha256": digest_of(secret),
            "party": party,
            "role": role,
            "region": region,
            "networks": [_network(x) for x in networks],
            "scope": "submit" if submit_only else "all",
            "follows": follows,
            "life": timedelta(days=min(days, LIFE)),
        }

        async def insert(connection: AsyncConnection) -> Token:
            return Token.model_validate((await connection.execute(_ISSUE, values)).one())

        return await self._pool.write(insert), secret

    async def rotate(self, prefix: str) -> tuple[Token, str]:
        """A successor with the same bounds; the old one works for a week more. Raises Unknown."""

        async def end(connection: AsyncConnection) -> Token | None:
            values = {"prefix": prefix, "overlap": OVERLAP}
            row = (await connection.execute(_END_SOON, values)).one_or_none()
            return None if row is None else Token.model_validate(row)

        old = await self._pool.write(end)
        if old is None:
            raise Unknown("有效的令牌", "token in force", prefix)
        return await self.issue(
            old.party,
            old.role,
            old.region,
            networks=old.networks,
            submit_only=old.scope == "submit",
            follows=old.id,
        )

    async def behind(self, secret: str) -> Token | None:
        """The token of this text, if it is known, in force and not revoked at this instant."""
        form = _FORM.fullmatch(secret)
        if form is None:
            return None
        async with self._pool.read(whole=True) as connection:
            row = (await connection.execute(_FIND, {"prefix": form[1]})).one_or_none()
        kept = row.sha256 if row is not None else "0" * 64
        same = hmac.compare_digest(kept, digest_of(secret))
        return Token.model_validate(row) if row is not None and same and row.good else None

    async def listed(self) -> list[Token]:
        """Every token that was ever issued, the newest first."""
        async with self._pool.read() as connection:
            rows = await connection.execute(text("SELECT * FROM tokens ORDER BY issued_at DESC"))
            return [Token.model_validate(row) for row in rows]

    async def revoke(self, prefix: str) -> Token:
        """From the next request on it is worth nothing. Raises Unknown."""

        async def update(connection: AsyncConnection) -> Token | None:
            row = (await connection.execute(_REVOKE, {"prefix": prefix})).one_or_none()
            return None if row is None else Token.model_validate(row)

        found = await self._pool.write(update)
        if found is None:
            raise Unknown("令牌", "token", prefix)
        return found


def _network(said: str) -> str:
    """Raises Malformed for what is no network."""
    try:
        return str(ipaddress.ip_network(said, strict=False))
    except ValueError:
        raise Malformed(
            f"“{said}”不是网络地址，请写成 10.1.2.0/24 或 10.1.2.3。",
            f"“{said}” is no network; write 10.1.2.0/24 or 10.1.2.3.",
        ) from None


def check_party(party: str, role: TokenRole) -> None:
    """Raises Malformed unless the role may speak for the party."""
    named = role in ("unit", "deputy_group", "deputy")
    fits = party == role
    if role not in _OFFICES:
        try:
            fits = role_of(party) == role or (role, party) == ("deputy_group", Role.DEPUTY_GROUPS)
        except ValueError:
            fits = False
        plain = party in (role, Role.DEPUTY_GROUPS)
        fits = fits and (not named or not plain or party == Role.DEPUTY_GROUPS)
    if not fits or len(party) > _LONGEST or party.endswith(":"):
        wanted = f"{role}:名称" if named else role
        raise Malformed(
            f"角色 {role} 不能代表“{party}”；请写成 --party '{wanted}'。",
            f"the role {role} cannot speak for “{party}”; write --party '{wanted}'.",
        )
