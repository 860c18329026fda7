"""A span for each request, in the trace of the command it brought; only where traces are wanted.

A trace that a caller names is not taken up: whoever stands outside does not decide what is kept.
"""

import time

from opentelemetry.trace import Link, SpanKind, Status, StatusCode, Tracer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activities.trace import of_command, under
from api.meters import route_of
from ledger.noted import noting

FAULT = 500


class Traced:
    """Around the whole application."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, seen = time.time_ns(), {"http.request.method": str(scope["method"])}

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["http.response.status_code"] = message["status"]
                number = dict(message.get("headers", ())).get(b"x-request-id", b"")
                seen["bihuan.request"] = number.decode()
            await send(message)

        with noting() as commands:
            try:
                await self._app(scope, receive, told)
            finally:
                self._record(scope, began, seen, commands)

    def _record(
        self, scope: Scope, began: int, seen: dict[str, str], commands: list[tuple[str, str]]
    ) -> None:
        """The span is made once it is known which command it is of; further ones are links."""
        route = route_of(scope)
        parents = [of_command(*x) for x in dict.fromkeys(commands)]
        span = self._tracer.start_span(
            f"{scope['method']} {route}",
            context=under(parents[0]) if parents else None,
            kind=SpanKind.SERVER,
            attributes={**seen, "http.route": route},
            links=[Link(x) for x in parents[1:]],
            start_time=began,
        )
        if int(seen.get("http.response.status_code", FAULT)) >= FAULT:
            span.set_status(Status(StatusCode.ERROR))
        span.end()
