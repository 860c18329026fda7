"""Time-based one-time passwords (RFC 6238): six digits, 30 seconds, HMAC-SHA-1 as telephones do."""

import hmac
import secrets
from base64 import b32encode
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

STEP = 30
"""Seconds for which one code stands."""
DIGITS = 6
ISSUER = "闭环"


def new_secret() -> bytes:
    """160 random bits (RFC 4226 §4)."""
    return secrets.token_bytes(20)


def step_of(seconds: float) -> int:
    """The number of the step that an instant lies in (seconds since 1970)."""
    return int(seconds // STEP)


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one step."""
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303  # RFC 6238 as telephones do


def step_shown(secret: bytes, code: str, seconds: float, after: int) -> int | None:
    """The step whose code this is: the present one or the one before it, for who types slowly
    (RFC 6238 §5.2); None for every other code and for a step that is not after `after`."""
    now = step_of(seconds)
    found = [
        x for x in (now, now - 1) if hmac.compare_digest(code_at(secret, x).encode(), code.encode())
    ]
    return next((x for x in found if x > after), None)


def typed(secret: bytes) -> str:
    """The secret for somebody whose telephone reads no picture: base32 in groups of four."""
    text = b32encode(secret).decode()
    return " ".join(text[x : x + 4] for x in range(0, len(text), 4))


def uri_of(secret: bytes, login: str) -> str:
    """What the picture says to an authenticator."""
    label = quote(f"{ISSUER}:{login}")
    told = f"secret={b32encode(secret).decode()}&issuer={quote(ISSUER)}"
    return f"otpauth://totp/{label}?{told}&algorithm=SHA1&digits={DIGITS}&period={STEP}"
