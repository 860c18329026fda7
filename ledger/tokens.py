"""Bearer tokens: 256 random bits, of which only the SHA-256 is kept (`reliability §4.3`).

Expiry is told by the real clock, so that a demonstration that sets the clock locks nobody out.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.parties import Role, role_of
from domain.refusals import Malformed, Unknown
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
_ISSUE = text(
    "INSERT INTO tokens (prefix, sha256, party, role, region, expires_at)"
    " VALUES (:prefix, :sha256, :party, :role, :region, clock_timestamp() + :life) RETURNING *"
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


class Tokens:
    """Issuing, finding and revoking, on the ledger's connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def issue(
        self, party: str, role: TokenRole, region: str | None = None, *, days: int = 365
    ) -> tuple[Token, str]:
        """A new token and its secret text, which is never shown again. Raises Malformed."""
        check_party(party, role)
        prefix = "".join(secrets.choice(_LETTERS) for _ in range(8))
        secret = f"bh_{prefix}_{secrets.token_urlsafe(32)}"
        values = {
            "prefix": prefix,
            "sha256": _digest(secret),
            "party": party,
            "role": role,
            "region": region,
            "life": timedelta(days=days),
        }

        async def insert(connection: AsyncConnection) -> Token:
            return Token.model_validate((await connection.execute(_ISSUE, values)).one())

        return await self._pool.write(insert), secret

    async def behind(self, secret: str) -> Token | None:
        """The token of this text, if it is known, in force and not revoked at this instant."""
        form = _FORM.fullmatch(secret)
        if form is None:
            return None
        async with self._pool.read() as connection:
            row = (await connection.execute(_FIND, {"prefix": form[1]})).one_or_none()
        kept = row.sha256 if row is not None else "0" * 64
        same = hmac.compare_digest(kept, _digest(secret))
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


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
