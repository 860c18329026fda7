"""The numbers of wishes, which are their receipts: by chance, or derived so that a repeat has the
same; in either case nobody guesses one."""

import hmac
import secrets
from hashlib import sha256

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 and O, 1 and I: a number that is read out and written down again."""
_GROUPS, _GROUP = 3, 4
_DASHES = (0x2014, 0x2013, 0xFF0D)
"""What keyboards give for a hyphen."""


def new_number(collection: str) -> str:
    """A number by chance: `LG24-7K3M-9QXT-2ABC`, 60 bits."""
    return _number(collection, [secrets.choice(ALPHABET) for _ in range(_GROUPS * _GROUP)])


def derived_number(collection: str, key: bytes, told: str) -> str:
    """The number of what was told under the installation's key: the same for the same."""
    mark = hmac.new(key, f"{collection}\n{told}".encode(), sha256).digest()
    return _number(collection, [ALPHABET[x % len(ALPHABET)] for x in mark[: _GROUPS * _GROUP]])


def as_written(number: str) -> str:
    """A number as somebody wrote it down, in its own letters."""
    return "".join(number.split()).translate(dict.fromkeys(_DASHES, "-")).upper()


def _number(collection: str, letters: list[str]) -> str:
    groups = ["".join(letters[n : n + _GROUP]) for n in range(0, len(letters), _GROUP)]
    return "-".join((collection, *groups))
