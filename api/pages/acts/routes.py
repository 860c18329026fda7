"""A page for every act, at the interface's address behind `/do`."""

import inspect
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.responses import Response

from api.json_route import own_part
from api.pages.acts.act import Endpoint
from api.pages.acts.doing import PREFIX, Doing
from api.pages.acts.table import ACTS
from api.pages.router import page_router


def _with(method: Any, endpoint: Endpoint) -> Any:
    """The method as a handler that is given what the interface's address says."""
    own = [x for x in inspect.signature(method).parameters.values() if x.name != "given"]
    ours = {x.name for x in own}

    async def handler(**told: Any) -> Response:
        answer: Response = await method(**told)
        return answer

    every = (*own, *(x for x in endpoint.kept if x.name not in ours))
    handler.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # read by FastAPI
        [x.replace(kind=inspect.Parameter.KEYWORD_ONLY) for x in every]
    )
    handler.__doc__ = method.__doc__
    return handler


def made(interface: tuple[APIRouter, ...]) -> APIRouter:
    """The pages of all acts. Raises KeyError for an act that the interface does not take."""
    router = page_router()
    found = writes(interface)
    for act in ACTS:
        route = found[act.path]
        endpoint = Endpoint(route)
        doing = Doing(act, endpoint)
        for method, handler in (("GET", doing.show), ("POST", doing.do)):
            router.add_api_route(
                PREFIX + act.path,
                _with(handler, endpoint),
                methods=[method],
                dependencies=route.dependencies,
            )
    return router


def writes(interface: tuple[APIRouter, ...]) -> dict[str, APIRoute]:
    """What the interface takes, by its address."""
    routes = (x for y in interface for x in y.routes if isinstance(x, APIRoute))
    return {own_part(x.path): x for x in routes if {"POST", "PUT"} & set(x.methods or ())}
