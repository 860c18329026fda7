"""The hash chain of one stream: every event's hash covers its header, its body and its forerunner.

    hash = SHA-256(canonical header ‖ SHA-256(body))

The header holds everything that stands in the row beside the body and the hash itself, the
forerunner's hash among it; the first event's forerunner is 64 zeros.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha1, sha256
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from asyncpg.pgproto import pgproto

from domain.base import Event
from ledger.canon import body_of, instant, quoted
from ledger.happened import happened_at
from ledger.requests import Request
from ledger.upcasts import current_schema

GENESIS = "0" * 64
"""The forerunner of every stream's first event."""
_EVENTS = sha1(uuid5(NAMESPACE_URL, "urn:bihuan:event").bytes, usedforsecurity=False)
"""What `uuid5` begins with; ids are made by hand because one is made for every event."""
HEADER = (
    "id",
    "stream",
    "version",
    "type",
    "schema",
    "actor",
    "reason",
    "happened_at",
    "received_at",
    "recorded_at",
    "client",
    "command_id",
    "n",
    "fingerprint",
    "prev_hash",
)
COLUMNS = (*HEADER, "body", "hash")

Row = dict[str, Any]
"""One row of `events`: instants are aware datetimes."""


class Head(NamedTuple):
    """Where a stream's chain ends."""

    version: int
    hash: str


START = Head(0, GENESIS)


def event_id(client: str, command_id: str, n: int) -> UUID:
    """The id of a command's n-th event: the same on every machine, every time."""
    made = _EVENTS.copy()
    made.update(f"[{quoted(client)},{quoted(command_id)},{n}]".encode())
    name = bytearray(made.digest()[:16])
    name[6], name[8] = name[6] & 0x0F | 0x50, name[8] & 0x3F | 0x80
    return pgproto.UUID(bytes(name))


def hash_of(row: Mapping[str, Any]) -> str:
    """The hash of a stored row, from its own columns alone."""
    body = sha256(row["body"].encode()).digest()
    return sha256(header_of(row).encode() + body).hexdigest()


def header_of(row: Mapping[str, Any]) -> str:
    """`canonical` of the header's columns, put together by hand: it is made for every event."""
    reason = row["reason"]
    return (
        f'{{"actor":{quoted(row["actor"])},"client":{quoted(row["client"])}'
        f',"command_id":{quoted(row["command_id"])},"fingerprint":{quoted(row["fingerprint"])}'
        f',"happened_at":"{instant(row["happened_at"])}","id":"{row["id"]}","n":{row["n"]}'
        f',"prev_hash":{quoted(row["prev_hash"])}'
        f',"reason":{"null" if reason is None else quoted(reason)}'
        f',"received_at":"{instant(row["received_at"])}"'
        f',"recorded_at":"{instant(row["recorded_at"])}","schema":{row["schema"]}'
        f',"stream":{quoted(row["stream"])},"type":{quoted(row["type"])}'
        f',"version":{row["version"]}}}'
    )


def link(
    head: Head, events: Sequence[Event], request: Request, received_at: datetime, now: datetime
) -> list[Row]:
    """The rows of a command's events, chained to the stream's head."""
    rows: list[Row] = []
    for n, event in enumerate(events):
        row: Row = {
            "id": event_id(request.client, request.command_id, n),
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
