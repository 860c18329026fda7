"""One line of the log of reads: who asked for what, when, from where, and what came of it."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from ledger.canon import canonical, instant

GENESIS = "0" * 64
"""The forerunner of the first line."""
NAMED = 50
"""So many objects stand in a line by name; of more, their number and their digest."""
LONGEST = 1000
FIELDS = (
    *("seq", "at", "request", "phase", "subject", "role", "party", "region", "action"),
    *("objects", "filter", "number", "digest", "result", "ip", "purpose"),
)
COLUMNS = (*FIELDS, "prev_hash", "hash")

Phase = Literal["asked", "answered"]


class Visit(NamedTuple):
    """A request by somebody. `asked` is written before anything is done, for what may change
    something; `answered` before the first byte of the answer leaves."""

    at: datetime
    request: str
    """The number that the answer carries, `X-Request-Id`."""
    phase: Phase
    subject: str | None
    """`account:{id}` or a token's public part; None for who tries to sign in."""
    role: str | None
    party: str | None
    region: str | None
    action: str
    """Method and address, without the values in it: `GET /projects/{project}`."""
    objects: tuple[str, ...]
    filter: str
    """What was asked for, as the address said it."""
    number: int
    """How many objects."""
    digest: str
    result: int | None
    """The HTTP status: 2xx and 3xx succeeded."""
    ip: str
    purpose: str | None


def named(objects: Iterable[str]) -> tuple[tuple[str, ...], int, str]:
    """Which objects, as far as they are named; how many; and the digest of them all, by which it
    can be shown later that one was, or was not, among them."""
    known = sorted(set(objects))
    digest = sha256("\n".join(known).encode()).hexdigest()[:32] if known else ""
    return (tuple(known) if len(known) <= NAMED else ()), len(known), digest


def hash_of(seq: int, visit: Any, prev_hash: str) -> str:
    """The hash of a line, from its own columns and its forerunner's hash."""
    told = {x: getattr(visit, x) for x in FIELDS[1:]}
    told |= {"seq": seq, "at": instant(visit.at), "objects": list(visit.objects)}
    return sha256(canonical(told | {"prev_hash": prev_hash}).encode()).hexdigest()
