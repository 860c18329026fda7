"""Screens in a hall: a link opens one once, a secret keeps it open, and both are revoked at will.

Of link and secret the SHA-256 is kept. Times go by the real clock, as with tokens.
"""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ledger.digest import digest_of
from ledger.queries.page import Row

if TYPE_CHECKING:
    from ledger.door import Ledger

_SHOWN = (
    "id, region, name, ballot, step, theme, made_at, opened_at, expires_at, revoked_at,"
    " revoked_at IS NULL AND expires_at > clock_timestamp() AS good"
)
_MAKE = f"""
INSERT INTO screens (id, region, name, made_by, link, expires_at)
VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $6::interval) RETURNING {_SHOWN}
"""  # noqa: S608  # our own query
_OPEN = f"""
UPDATE screens SET secret = $2, opened_at = clock_timestamp()
WHERE link = $1 AND secret IS NULL AND revoked_at IS NULL AND expires_at > clock_timestamp()
RETURNING {_SHOWN}
"""  # noqa: S608  # our own query
_OF = f"SELECT {_SHOWN} FROM screens WHERE id = $1"  # noqa: S608  # our own query
_BEHIND = f"SELECT {_SHOWN} FROM screens WHERE id = $1 AND secret = $2"  # noqa: S608  # our own query
_LISTED = f"""
SELECT {_SHOWN} FROM screens
WHERE ($1::text IS NULL OR region = $1 OR starts_with(region, $1 || '/'))
  AND made_at > clock_timestamp() - interval '30 days'
ORDER BY made_at DESC LIMIT 50
"""  # noqa: S608  # our own query
_SET = f"""
UPDATE screens SET ballot = $2, step = $3, theme = $4 WHERE id = $1 RETURNING {_SHOWN}
"""  # noqa: S608  # our own query
_REVOKE = "UPDATE screens SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = $1"
LIFE = timedelta(hours=18)
"""A session's day; for the next day another link is made. Ours."""


class Screen(Row):
    """One screen: where it stands, and what it is to show."""

    id: str
    region: str
    name: str
    ballot: str | None
    """The vote that is shown; None: the day's agenda."""
    step: int
    """So many results have been announced on it."""
    theme: str
    made_at: datetime
    opened_at: datetime | None
    expires_at: datetime
    revoked_at: datetime | None
    good: bool


async def make_screen(ledger: "Ledger", region: str, name: str, by: str) -> tuple[Screen, str]:
    """A new screen, and the code of its link, which is never shown again."""
    code = secrets.token_urlsafe(24)
    values = (secrets.token_hex(6), region, name, by, digest_of(code), LIFE)
    row = await _write(ledger, _MAKE, values)
    return Screen.model_validate(row), code


async def open_screen(ledger: "Ledger", code: str) -> tuple[Screen, str] | None:
    """Use a link up: the screen and the secret of the device; None where it is worth nothing."""
    secret = secrets.token_urlsafe(32)
    row = await _write(ledger, _OPEN, (digest_of(code), digest_of(secret)))
    return None if row is None else (Screen.model_validate(row), secret)


async def screen_of(ledger: "Ledger", screen: str) -> Screen | None:
    """The screen, whatever has become of it."""
    return await _read(ledger, _OF, (screen,))


async def screen_behind(ledger: "Ledger", screen: str, secret: str) -> Screen | None:
    """The screen of the device that holds this secret."""
    return await _read(ledger, _BEHIND, (screen, digest_of(secret)))


async def screens_in(ledger: "Ledger", region: str | None) -> list[Screen]:
    """Those of the last thirty days in a region, the newest first."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_LISTED, (region,))
        return [Screen.model_validate(x) for x in rows]


async def set_screen(ledger: "Ledger", one: Screen) -> Screen:
    """Let it show that."""
    row = await _write(ledger, _SET, (one.id, one.ballot, one.step, one.theme))
    return Screen.model_validate(row)


async def revoke_screen(ledger: "Ledger", screen: str) -> None:
    """From the next look on neither link nor device is worth anything."""
    await ledger.pool.write(lambda x: x.exec_driver_sql(_REVOKE, (screen,)))


async def _write(ledger: "Ledger", sql: str, values: tuple[Any, ...]) -> Any:
    async def work(connection: Any) -> Any:
        return (await connection.exec_driver_sql(sql, values)).one_or_none()

    return await ledger.pool.write(work)


async def _read(ledger: "Ledger", sql: str, values: tuple[Any, ...]) -> Screen | None:
    async with ledger.pool.read() as connection:
        row = (await connection.exec_driver_sql(sql, values)).one_or_none()
    return None if row is None else Screen.model_validate(row)
