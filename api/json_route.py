"""Routes whose body is read by `api.json_body` instead of by the framework."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from api.json_body import content_is_json, parse

INTERFACE = "/api/v1"
"""What stands before every address of the interface."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class JsonRequest(Request):
    """A request whose JSON is bounded, UTF-8, and says everything once."""

    async def json(self) -> Any:
        """The decoded body. Raises Problem."""
        return parse(await self.body())


class JsonRoute(APIRoute):
    """Reads a declared body strictly; a route without one leaves the request alone."""

    def get_route_handler(self) -> Handler:
        """The framework's handler behind our reading."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def strictly(request: Request) -> Response:
            content_is_json(request)
            return await handle(JsonRequest(request.scope, request.receive))

        return strictly


def json_router(tag: str, *, before: str = INTERFACE) -> APIRouter:
    """A router of such routes under one heading. They know their whole address: what another
    router puts before them would have each of them analysed anew."""
    return APIRouter(prefix=before, tags=[tag], route_class=JsonRoute)


def own_part(address: str) -> str:
    """An address without what stands before all of the interface, as the matrix names it."""
    return address.removeprefix(INTERFACE)
