"""Signing as Standard Webhooks has it: HMAC-SHA256 over id, time and body, as they are sent.

Whoever receives it takes nothing that is unsigned, altered, older than five minutes, or that it has
had before under the same id (`reliability §2.24`; the receiver's side stands in docs/machines.md).
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64


def keys_of(secret: str) -> tuple[bytes, ...]:
    """The keys of a setting, `whsec_` and base64, by spaces. Raises ValueError for none or a bad
    one."""
    found = tuple(_key(x) for x in secret.split())
    if not found:
        raise ValueError(
            "业务系统的回调须有 secret（whsec_…）。 A system's webhook needs a secret."
        )
    return found


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not text.startswith(_PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError(
            f"secret 应为 whsec_ 加 {_SHORTEST} 至 {_LONGEST} 字节的 base64。"
            f" A secret is whsec_ and {_SHORTEST} to {_LONGEST} bytes in base64."
        )
    return key


def signed(keys: Sequence[bytes], name: str, seconds: int, body: bytes) -> dict[str, str]:
    """The three headers; with two keys, both signatures, so that either is found good."""
    said = f"{name}.{seconds}.".encode() + body
    codes = (hmac.new(x, said, hashlib.sha256).digest() for x in keys)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(x).decode()}" for x in codes),
    }
