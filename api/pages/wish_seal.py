"""The seal of a public form: which wish it will become, and when it was shown. No session, no
cookie: the number in it is made by chance and signed, so that pressing twice is one wish, that
nobody fills in a form which was never shown, and that no robot does it in no time."""

import hmac
import time
from hashlib import sha256
from typing import NamedTuple

from api.wish_numbers import new_number

QUICKEST, LONGEST = 3.0, 86_400.0
"""Seconds in which nobody writes a wish, and after which a form is shown anew. Ours."""


class Seal(NamedTuple):
    """What a form was shown with."""

    wish: str
    """The number that the wish will have: 60 bits that nobody guesses."""
    shown: float

    @property
    def age(self) -> float:
        """Seconds since it was shown."""
        return time.time() - self.shown

    @property
    def too_quick(self) -> bool:
        """No person writes so quickly."""
        return self.age < QUICKEST

    @property
    def stale(self) -> bool:
        """Too old to be taken, or from a time to come."""
        return not -1 <= self.age <= LONGEST


def sealed(collection: str, key: bytes, *, wish: str | None = None) -> str:
    """A new seal, to stand in the form."""
    number = wish or new_number(collection)
    told = f"{number}.{int(time.time())}"
    return f"{told}.{_mark(collection, told, key)}"


def opened(text: str, collection: str, key: bytes) -> Seal | None:
    """What a seal says; None for one that is not ours, or another collection's."""
    told, _, mark = text.rpartition(".")
    if not hmac.compare_digest(mark.encode(), _mark(collection, told, key).encode()):
        return None
    wish, _, shown = told.rpartition(".")
    return Seal(wish, float(shown))


def _mark(collection: str, told: str, key: bytes) -> str:
    return hmac.new(key, f"wish\n{collection}\n{told}".encode(), sha256).hexdigest()
