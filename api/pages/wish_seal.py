"""The seal of a public form: which wish it will become, and when it was shown. No session, no
cookie: the number in it is made by chance and signed, so that pressing twice is one wish, that
nobody fills in a form which was never shown, and that no robot does it in no time."""

import hmac
import secrets
import time
from hashlib import sha256
from typing import NamedTuple

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 and O, 1 and I: a number that is read out and written down again."""
_DASHES = (0x2014, 0x2013, 0xFF0D)
"""What keyboards give for a hyphen."""
_GROUPS, _GROUP = 3, 4
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


def new_number(collection: str) -> str:
    """A wish's number: `LG24-7K3M-9QXT-2ABC`."""
    chosen = [secrets.choice(ALPHABET) for _ in range(_GROUPS * _GROUP)]
    groups = ["".join(chosen[n : n + _GROUP]) for n in range(0, len(chosen), _GROUP)]
    return "-".join((collection, *groups))


def as_written(number: str) -> str:
    """A number as somebody wrote it down, in its own letters."""
    plain = "".join(number.split()).translate(dict.fromkeys(_DASHES, "-"))
    return plain.upper()


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
