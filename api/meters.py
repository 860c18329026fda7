"""What the API counts of its requests: how many, of what kind, how they ended, how long they took.

A route is named by its template, never by an address: the series stay few, and no id and no
secret stands in them.
"""

from prometheus_client import Counter, Gauge, Histogram
from starlette.types import Scope

REQUESTS = Counter(
    "bihuan_requests", "Requests answered, by route and status", ["method", "route", "status"]
)
SECONDS = Histogram(
    "bihuan_request_seconds",
    "How long an answer took, by kind of request",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
RUNNING = Gauge("bihuan_requests_running", "Requests that are being answered")
KNOWN = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A method that nobody defined is counted with the others like it."""


def route_of(scope: Scope) -> str:
    """The template that was found; `static`, or `none` where nothing was."""
    if scope["path"].startswith("/static/"):
        return "static"
    found = getattr(scope.get("route"), "path", None)
    return "none" if found is None else str(found)


def kind_of(scope: Scope, route: str) -> str:
    """Of which kind a request is: those of a kind are alike in how long they may take."""
    reads = scope["method"] in ("GET", "HEAD")
    if route in {"static", "none"}:
        return route
    if route.startswith("/api/"):
        return "read" if reads else "write"
    return "page" if reads else "form"


def counted(scope: Scope, status: int, seconds: float) -> None:
    """One answer more. A connection that ended before any is counted with status 0."""
    route = route_of(scope)
    method = scope["method"] if scope["method"] in KNOWN else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(kind_of(scope, route)).observe(seconds)
