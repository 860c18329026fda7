"""A ledger to whose free texts a hostile one is added, whoever says them, before the door.

What the domain takes is recorded so, and goes wherever the text goes; what it refuses is said as
it was meant. Names by which something is looked up stay as they are.
"""

from functools import cache
from itertools import count
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, ValidationError

from domain.refusals import Refused
from ledger.door import Ledger
from ledger.requests import Receipt, Request
from tests.support.xss import SCRIPTS

LOOKED_UP = frozenset(
    {
        *("id", "duty", "region", "regime", "project", "ref", "object", "stream", "collection"),
        *("lead_unit", "co_units", "unit", "units", "lead", "co", "party", "parties", "meeting"),
        *("number", "file", "period", "row", "type", "life", "base", "outcome", "session"),
        *(
            "deputy",
            "deputies",
            "voter",
            "group",
            "kind",
            "programme",
            "other_project",
            "other_ref",
        ),
    }
)


class Spiced(Ledger):
    """The ledger; it counts what was said so, and what had to be said plainly."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.spiced, self.plain = set[str](), 0
        self._turn = count()

    async def submit(self, request: Request) -> Receipt:
        """With the texts, if the record takes them."""
        fields = set[str]()
        try:
            command = self._with_texts(request.command, fields)
            receipt = await super().submit(
                Request(
                    *(request.stream, command, request.actor, request.client, request.command_id),
                    *(request.received_at, request.reason),
                )
            )
        except (Refused, ValidationError):
            self.plain += 1
            return await super().submit(request)
        self.spiced |= fields
        return receipt

    def _with_texts(self, value: Any, fields: set[str]) -> Any:
        shape: Any = type(value)
        changed = {
            name: self._changed(getattr(value, name), hint, f"{shape.__name__}.{name}", fields)
            for name, hint in _hints(shape).items()
            if name in shape.model_fields
        }
        return shape.model_validate({**dict(value), **changed})

    def _changed(self, value: Any, hint: Any, field: str, fields: set[str]) -> Any:
        if isinstance(value, BaseModel):
            return self._with_texts(value, fields)
        if isinstance(value, tuple):
            texts = any(isinstance(x, str) for x in value)  # lists of names, of ids
            return value if texts else tuple(self._changed(x, hint, field, fields) for x in value)
        if isinstance(value, str) and field.rpartition(".")[2] not in LOOKED_UP and _is_text(hint):
            fields.add(field)
            return f"{value[:200]} {SCRIPTS[next(self._turn) % len(SCRIPTS)]}"
        return value


@cache
def _hints(shape: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(shape, include_extras=True)


def _is_text(hint: Any) -> bool:
    """Whether somewhere in it stands `domain.base.Text` or `ShortText`."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        own = [x for x in more if isinstance(x, AfterValidator)]
        return any("_plain" in x.func.__qualname__ for x in own) or _is_text(inner)
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType, tuple) else ()
    return any(_is_text(x) for x in parts)
