"""The hash chain of one stream: every event's hash covers its header, its body and its forerunner.

    hash = SHA-256(canonical header ‖ SHA-256(body))

The header holds everything that stands in the row beside the body and the hash itself, the
forerunner's hash among it; the first event's forerunner is 64 zeros.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.base import Event
from ledger.canon import body_of, canonical, instant
from ledger.happened import happened_at
from ledger.requests import Request
from ledger.upcasts import current_schema

GENESIS = "0" * 64
"""The forerunner of every stream's first event."""
_EVENTS = uuid5(NAMESPACE_URL, "urn:bihuan:event")
_INSTANTS = ("happened_at", "received_at", "recorded_at")
HEADER = (
    "id",
    "stream",
    "version",
    "type",
    "schema",
    "actor",
    "reason",
    *_INSTANTS,
    "client",
    "command_id",
    "n",
    "fingerprint",
    "prev_hash",
)
COLUMNS = (*HEADER, "body", "hash")

Row = dict[str, object]
"""One row of `events`: instants are aware datetimes."""


class Head(NamedTuple):
    """Where a stream's chain ends."""

    version: int
    hash: str


START = Head(0, GENESIS)


def event_id(client: str, command_id: str, n: int) -> UUID:
    """The id of a command's n-th event: the same on every machine, every time."""
    return uuid5(_EVENTS, canonical([client, command_id, n]))


def hash_of(row: Mapping[str, object]) -> str:
    """The hash of a stored row, from its own columns alone."""
    header = {x: row[x] for x in HEADER} | {"id": str(row["id"])}
    for name in _INSTANTS:
        value = row[name]
        header[name] = instant(value) if isinstance(value, datetime) else value
    body = hashlib.sha256(str(row["body"]).encode()).digest()
    return hashlib.sha256(canonical(header).encode() + body).hexdigest()


def link(
    head: Head, events: Sequence[Event], request: Request, received_at: datetime, now: datetime
) -> list[Row]:
    """The rows of a command's events, chained to the stream's head."""
    rows: list[Row] = []
    for n, event in enumerate(events):
        row: Row = {
            "id": str(event_id(request.client, request.command_id, n)),
            "stream": request.stream,
            "version": head.version + 1,
            "type": type(event).__name__,
            "schema": current_schema(type(event).__name__),
            "body": body_of(event),
            "actor": request.actor.ref,
            "reason": request.reason,
            "happened_at": happened_at(event, events, received_at),
            "received_at": received_at,
            "recorded_at": now,
            "client": request.client,
            "command_id": request.command_id,
            "n": n,
            "fingerprint": request.fingerprint,
            "prev_hash": head.hash,
        }
        row["hash"] = hash_of(row)
        rows.append(row)
        head = Head(head.version + 1, str(row["hash"]))
    return rows
