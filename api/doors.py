"""Before anybody is answered: every operation has its line of the matrix, and its door."""

from collections.abc import Iterator
from typing import NamedTuple

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route

from api.json_route import INTERFACE, own_part
from api.matrix import MATRIX, Unlisted, right_for
from api.pages.acts.doing import PREFIX as ACTS
from api.pages.signed import signed
from api.pages.uploads import filing
from api.rights import allowed

_DOORS = {allowed, signed, filing}


class Operation(NamedTuple):
    """One method at one address."""

    name: str
    """As its line names it."""
    path: str
    interface: bool
    guarded: bool
    """Whether its door asks who is there."""


def operations(app: FastAPI) -> Iterator[Operation]:
    """Every operation of the application."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            guarded = _guarded(route.dependant)
            interface = route.path.startswith(f"{INTERFACE}/")
            for method in sorted(route.methods or ()):
                name = f"{method} {own_part(route.path)}"
                yield Operation(name, route.path, interface, guarded)
        elif not isinstance(route, Route | Mount):
            raise Unlisted(f"{route!r} is joined in a way in which its operations are not seen")


def check_doors(app: FastAPI) -> None:
    """Raises Unlisted unless operations and lines are the same, and each door is where the line
    says that somebody is asked."""
    found = list(operations(app))
    told = {True: MATRIX.interface, False: MATRIX.pages}
    wrong = [_wrong(x) for x in found if not _is_act(x)]
    for interface, lines in told.items():
        known = {x.name for x in found if x.interface is interface}
        stale = [x for x in lines if x not in known and not x.startswith("* ")]
        wrong += [f"api/matrix.toml: {x} is no operation: take its line out" for x in stale]
    if any(wrong):
        raise Unlisted("\n".join(x for x in wrong if x))


def _wrong(one: Operation) -> str:
    try:
        right = right_for(one.name, page=not one.interface)
    except Unlisted as unlisted:
        return str(unlisted)
    if one.guarded == right.everybody:
        asks = "asks nobody who he is" if right.everybody else "needs a door (Allowed, WithSigned)"
        return f'"{one.name}" takes the right "{right.name}", and so its route {asks}'
    return ""


def _is_act(one: Operation) -> bool:
    return not one.interface and one.path.startswith(f"{ACTS}/")


def _guarded(dependant: Dependant) -> bool:
    return any(x.call in _DOORS or _guarded(x) for x in dependant.dependencies)
