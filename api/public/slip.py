"""The slip of an answer: proves that the form was shown, the same for everybody within an hour, so
that the page that carries it can be kept. No session, no cookie."""

import hmac
import time
from hashlib import sha256

HOURS = 24
"""So long a page may lie open before it is answered."""


def slip(project: str, key: bytes, *, ago: int = 0) -> str:
    """The slip of this hour, or of so many hours ago."""
    hour = int(time.time()) // 3600 - ago
    return f"{hour}.{_mark(project, hour, key)}"


def is_slip(text: str, project: str, key: bytes) -> bool:
    """Whether it is ours, of this project, and not older than a day."""
    told, _, mark = text.partition(".")
    if not told.isascii() or not told.isdigit() or len(told) > 9:
        return False
    age = int(time.time()) // 3600 - int(told)
    right = hmac.compare_digest(mark.encode(), _mark(project, int(told), key).encode())
    return right and 0 <= age <= HOURS


def _mark(project: str, hour: int, key: bytes) -> str:
    return hmac.new(key, f"slip\n{project}\n{hour}".encode(), sha256).hexdigest()[:32]
