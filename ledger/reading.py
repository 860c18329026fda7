"""Events as they are read back: the stored text, upcast and parsed to what the domain knows."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_args

from domain.base import Command, Event
from domain.names import kind_name
from domain.streams import KINDS
from ledger.upcasts import UPCASTS, Upcasts, current_schema, upcast


def read_event(
    stream: str, event_type: str, schema: int, body: str, upcasts: Upcasts = UPCASTS
) -> Event:
    """The event of a stored row. Raises KeyError for a type that this stream does not have."""
    shape = _events(kind_name(stream))[event_type]
    if schema != current_schema(event_type, upcasts):
        body = json.dumps(upcast(event_type, schema, json.loads(body), upcasts))
    event: Event = shape.__pydantic_validator__.validate_json(body)
    return event


def read_events(stream: str, rows: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The events of stored rows of one stream. Raises KeyError as `read_event`."""
    shapes = _events(kind_name(stream))
    return [
        shapes[x["type"]].__pydantic_validator__.validate_json(x["body"])
        if x["schema"] == current_schema(x["type"])
        else read_event(stream, x["type"], x["schema"], x["body"])
        for x in rows
    ]


def read_command(stream: str, command_type: str, body: str) -> Command:
    """A command written down for later."""
    shape = _commands(kind_name(stream))[command_type]
    command: Command = shape.model_validate_json(body)
    return command


@cache
def _events(kind: str) -> Mapping[str, type[Any]]:
    """The event classes of a kind of stream by name."""
    return _by_name(KINDS[kind].events)


@cache
def _commands(kind: str) -> Mapping[str, type[Any]]:
    """The command classes of a kind of stream by name."""
    return _by_name(KINDS[kind].commands)


def _by_name(union: Any) -> Mapping[str, type[Any]]:
    return {x.__name__: x for x in get_args(union) or (union,)}
