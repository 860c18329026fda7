"""Old shapes of events, brought up to date on reading and never rewritten.

When a field of an event changes, the new shape gets the next schema number here and a pure
function from the shape before; bodies on disk keep the number they were written with.
"""

from collections.abc import Callable, Mapping
from typing import Any

Body = dict[str, Any]
Upcast = Callable[[Body], Body]
"""From the shape of one schema number to that of the next. Takes a copy, may change it."""

Upcasts = Mapping[tuple[str, int], Upcast]
UPCASTS: Upcasts = {}
"""By event type and the schema number it starts from. The first shapes are all number 1."""


def current_schema(event_type: str, upcasts: Upcasts = UPCASTS) -> int:
    """The schema number with which an event of this type is written today."""
    if not upcasts:
        return 1
    return 1 + max((x for name, x in upcasts if name == event_type), default=0)


def upcast(event_type: str, schema: int, body: Body, upcasts: Upcasts = UPCASTS) -> Body:
    """The body in today's shape. Raises KeyError where a link of the chain is missing."""
    body = dict(body)
    for number in range(schema, current_schema(event_type, upcasts)):
        body = upcasts[event_type, number](body)
    return body
