"""What a route depends on runs in its own loop: the way through a thread costs a request more
than all that is decided for it, and on a busy machine each of them waits for its turn."""

from collections.abc import Iterator
from inspect import isasyncgenfunction

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette._utils import is_async_callable

from api.app import house


def everything(dependant: Dependant) -> Iterator[Dependant]:
    for one in dependant.dependencies:
        yield one
        yield from everything(one)


def test_no_route_and_nothing_that_it_depends_on_is_sent_through_a_thread() -> None:
    routes = [x for x in house().routes if isinstance(x, APIRoute)]
    found = {y.call for x in routes for y in (x.dependant, *everything(x.dependant))}
    assert len(routes) > 600
    assert len(found) > len({x.endpoint for x in routes})
    assert [x for x in found if not (is_async_callable(x) or isasyncgenfunction(x))] == []
