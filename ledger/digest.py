"""How a secret that was handed out is kept: its SHA-256 alone, so that the database opens nothing.

For secrets of 256 random bits, which nobody can guess back; what people choose is hashed slowly.
"""

from hashlib import sha256


def digest_of(secret: str) -> str:
    """The SHA-256, in hexadecimal."""
    return sha256(secret.encode()).hexdigest()
