"""The two keys of a box: each a code on a slip of paper, of which the system keeps nothing.

A code is 128 random bits and a checksum in letters that are not mistaken for each other; the
X25519 key follows from it. Only public keys stand in the record. A ballot is sealed to one key and
then to the other, so neither holder opens anything alone, and nobody ever holds both at once
before the count.
"""

import base64
import hashlib
import secrets
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.ballot.refusals import WrongKeys

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U."""
_SECRET, _CHECK = 26, 2
_READ_AS = str.maketrans("ILO", "110")


class Key(NamedTuple):
    """A new key: the code for the holder's slip, the public half for the record."""

    code: str
    public: str


def new_key(ballot: str) -> Key:
    """A key for one holder of one box. The code is shown once and kept by the holder alone."""
    return Key(code := new_code(), public_of(private_of(code, ballot)))


def new_code() -> str:
    """128 random bits with their checksum, in groups of four: a key, or a receipt."""
    bare = _letters(int.from_bytes(secrets.token_bytes(16)), _SECRET)
    text = bare + _checksum(bare)
    return "-".join(text[x : x + 4] for x in range(0, len(text), 4))


def plain_code(code: str) -> str | None:
    """The code's letters as they were meant; None where the checksum does not fit."""
    text = "".join(code.upper().split()).replace("-", "").translate(_READ_AS)
    whole = len(text) == _SECRET + _CHECK and set(text) <= set(_LETTERS)
    return text if whole and text[_SECRET:] == _checksum(text[:_SECRET]) else None


def private_of(code: str, ballot: str) -> X25519PrivateKey:
    """The key that a code stands for in this box. Raises WrongKeys for a misread code."""
    text = plain_code(code)
    if text is None:
        raise WrongKeys("钥匙的末尾校验")
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=f"bihuan ballot key {ballot}".encode())
    return X25519PrivateKey.from_private_bytes(derived.derive(text[:_SECRET].encode()))


def public_of(key: X25519PrivateKey) -> str:
    """The public half as the record writes it."""
    return base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode().rstrip("=")


def public_key(text: str) -> X25519PublicKey:
    """A public key of the record."""
    return X25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(text + "="))


def receipt_of(code: str, ballot: str) -> str:
    """What is published of a receipt: its SHA-256. Raises WrongKeys for a misread code."""
    text = plain_code(code)
    if text is None:
        raise WrongKeys("回执")
    return hashlib.sha256(f"{ballot}:{text}".encode()).hexdigest()


def _letters(number: int, length: int) -> str:
    return "".join(_LETTERS[number >> (5 * x) & 31] for x in reversed(range(length)))


def _checksum(text: str) -> str:
    return _letters(int.from_bytes(hashlib.sha256(text.encode()).digest()[:2]), _CHECK)
