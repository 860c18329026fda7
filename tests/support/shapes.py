"""The published shapes: a digest of every event's and every command's JSON schema, and what a
course of stored rows comes to. Frozen in `tests/ledger/fixtures`; see `docs/decisions/0039`."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from domain.base import Event
from domain.streams import KINDS, evolve
from ledger.canon import body_of
from ledger.chain import START, Head, event_id, hash_of
from ledger.reading import read_event
from ledger.upcasts import current_schema
from tests.support.written import FIXTURES, Key

SHAPES = FIXTURES / "shapes.json"
STATES = FIXTURES / "states.json"
_SAID = ("title", "description", "examples")
"""What a schema says to readers only."""


def digest_of(shape: type[BaseModel]) -> str:
    """The SHA-256 of a message's JSON schema, without its words."""
    schema = json.dumps(_bare(shape.model_json_schema()), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(schema.encode()).hexdigest()


def events() -> dict[Key, type[Event]]:
    """Every event as it is written today."""
    return {
        (kind, x.__name__, current_schema(x.__name__)): x
        for kind, y in KINDS.items()
        for x in _members(y.events)
    }


def commands() -> dict[str, type[BaseModel]]:
    """Every command by kind and name: owed to another stream, it is kept as text."""
    return {f"{kind}/{x.__name__}": x for kind, y in KINDS.items() for x in _members(y.commands)}


def word(key: Key) -> str:
    """`project/ProjectAdopted@1`."""
    return f"{key[0]}/{key[1]}@{key[2]}"


def shapes_today() -> dict[str, dict[str, str]]:
    """The digests as the code has them."""
    return {
        "events": {word(key): digest_of(x) for key, x in sorted(events().items())},
        "commands": {name: digest_of(x) for name, x in sorted(commands().items())},
    }


def broken(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with a chain of stored rows from its first event on."""
    last = START
    for row in rows:
        at = f"{row['stream']} {row['version']} {row['type']}"
        if (row["version"], row["prev_hash"]) != (last.version + 1, last.hash):
            yield f"{at}: does not follow what stands before it"
        if row["hash"] != hash_of(row):
            yield f"{at}: is not what its hash says"
        if str(row["id"]) != str(event_id(row["client"], row["command_id"], row["n"])):
            yield f"{at}: its id is not that of its command"
        last = Head(row["version"], row["hash"])


def events_of(rows: Sequence[Mapping[str, Any]]) -> list[Event]:
    """What the rows say today."""
    return [read_event(x["stream"], x["type"], x["schema"], x["body"]) for x in rows]


def rewritten(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Rows of today's schema number whose event would be written with other bytes today."""
    for row, event in zip(rows, events_of(rows), strict=True):
        if row["schema"] == current_schema(row["type"]) and body_of(event) != row["body"]:
            yield f"{row['stream']} {row['version']} {row['type']}"


def state_of(rows: Sequence[Mapping[str, Any]]) -> Any:
    """What the rows come to, as JSON."""
    state: Any = None
    for row, event in zip(rows, events_of(rows), strict=True):
        state = evolve(row["stream"], state, event)
    return state.model_dump(mode="json")


def differences(was: Any, now: Any, at: str = "") -> Iterator[str]:
    """Where what was read is not read any more. What is new beside it is no difference."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name, value in was.items():
            if name in now:
                yield from differences(value, now[name], f"{at}/{name}")
            else:
                yield f"{at}/{name} is gone"
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for n, (x, y) in enumerate(zip(was, now, strict=True)):
            yield from differences(x, y, f"{at}/{n}")
    elif was != now:
        yield f"{at}: was {was!r}, is {now!r}"


def _members(union: Any) -> Sequence[Any]:
    return get_args(union) or (union,)


def _bare(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            x: _bare(y)
            for x, y in schema.items()
            if x not in _SAID or not isinstance(y, str | list)
        }
    return [_bare(x) for x in schema] if isinstance(schema, list) else schema
