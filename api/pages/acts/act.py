"""An act: which route of the interface it is, and in which words people do it."""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.routing import APIRoute

from api.json_body import Strictly
from api.json_route import own_part
from api.matrix import right_for
from api.pages.acts.fields import Given, Shape
from api.pages.rights import Signed
from api.problems import Problem, not_found
from api.rights import must
from api.tools import Tools
from domain.countersign.weighty import Weighty


class Context(NamedTuple):
    """What is known when a form is shown."""

    path: Mapping[str, str]
    state: Any
    """Of the stream that the address names; None where it names none."""
    today: date
    signed: Signed
    tools: Tools


Setting = Callable[[Context], Awaitable["Known"]]


class Known(NamedTuple):
    """What one form knows, and what it tells beside the fields."""

    given: Given = Given()
    facts: Sequence[tuple[str, str]] = ()


async def nothing(_: Context) -> Known:
    """A form that knows nothing but its model."""
    return Known()


class Act(NamedTuple):
    """One act."""

    path: str
    """Of the interface, behind /api/v1."""
    zh: str
    button: str
    setting: Setting = nothing
    note: str = ""
    """What follows from it; said above the button."""
    looks: bool = False
    """Whether who is affected is shown before it is recorded."""
    back: str = ""
    """Where the page goes afterwards; what the address names, where empty."""

    @property
    def weighty(self) -> Weighty | None:
        """As which weighty act it counts: who does it shows again who he is."""
        return _WEIGHTY.get(self.path.rpartition("/")[2])

    def takes_two(self, signed: Signed, tools: Tools) -> bool:
        """Whether a second person is asked for where that person sits."""
        two = tools.ledger.two
        if two is None or self.weighty is None:
            return False
        return two.asks(self.weighty, signed.actor)


_WEIGHTY = {
    "extension-decisions": Weighty.EXTENSION,
    "waivers": Weighty.WAIVER,
    "overdue-withdrawals": Weighty.WITHDRAWAL,
    "regime": Weighty.REGIME_CHANGE,
}


class Endpoint:
    """The interface's own handler behind an act: its body, its rights, what it is called with."""

    def __init__(self, route: APIRoute) -> None:
        self.handler: Callable[..., Awaitable[Any]] = route.endpoint
        taken = next(iter({"POST", "PUT"} & set(route.methods or ())))
        self.right = right_for(f"{taken} {own_part(route.path)}", page=False)
        parameters = inspect.signature(self.handler).parameters
        self.names = frozenset(parameters)
        bodies = [(name, kind) for name, x in parameters.items() if (kind := _kind(x)) is not None]
        self.body, kind = bodies[0] if bodies else ("", None)
        self.shape = Shape(kind) if bodies else None
        ours = {"caller", "write", "tools", self.body}
        self.kept = [x for name, x in parameters.items() if name not in ours]

    async def may(self, request: Request, signed: Signed, tools: Tools) -> None:
        """Whether the interface takes it from the caller. Raises Problem 404."""
        try:
            await must(request, signed, tools, self.right)
        except Problem as problem:
            raise not_found() from problem

    async def call(self, **given: Any) -> Any:
        """The interface's answer to the act."""
        return await self.handler(**{name: x for name, x in given.items() if name in self.names})


def _kind(parameter: inspect.Parameter) -> Any:
    found = [x for x in getattr(parameter.annotation, "__metadata__", ()) if type(x) is Strictly]
    return found[0].kind if found else None
