"""A state's text as it is kept: the mark of its shape, a line end, and its JSON without what stands
at its default, which the mark covers.

A kept text saves folding and is no record. After an upgrade the shape of a state may have grown or
changed, and an old text may even be read without complaint and lack what the fold would give. So a
text with another mark is not read: the state is folded from the first event until it is kept anew.
"""

import hashlib
import json
from functools import cache

from domain.base import Value
from domain.streams import State, kind_of

MEANING = 3
"""Raised where `evolve` makes something else of the same events in the same shape, or where a state
of the same shape is written in other words: the audit compares texts."""


class Outdated(Exception):
    """A text of another shape than today's."""


def kept(state: State) -> str:
    """A state as its text is kept."""
    value: Value = state  # type: ignore[assignment]  # every state is a Value
    return f"{mark(type(value))}\n{value.model_dump_json(exclude_defaults=True)}"


def parse(stream: str, text: str) -> State:
    """A state from the text it is kept as.

    Raises Outdated for another shape, and ValidationError for what was altered.
    """
    shape = kind_of(stream).state
    said, _, body = text.partition("\n")
    if said != mark(shape):
        raise Outdated
    state: State = shape.model_validate_json(body)  # type: ignore[assignment]  # Kind.state is typed by its base
    return state


def is_outdated(stream: str, text: str) -> bool:
    """Whether a text has another shape than today's."""
    return text.partition("\n")[0] != mark(kind_of(stream).state)


@cache
def mark(shape: type[Value]) -> str:
    """What tells one shape of a state from another: 16 signs."""
    schema = json.dumps(shape.model_json_schema(), sort_keys=True)
    return hashlib.sha256(f"{MEANING} {schema}".encode()).hexdigest()[:16]
