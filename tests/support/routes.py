"""Every route that the application answers, with addresses that lead to something real."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from fastapi.routing import APIRoute

from api.app import house
from tests.support.town import REGION

_GIVEN = {
    "project": "LG23-01",
    "programme": "LG23",
    "line": "work_plan",
    "period": "2023-M05",
    "region:path": quote(REGION),
    "table": "projects",
    "form": "csv",
    "sha256": "0" * 64,
    "digest": "0" * 64,
    "code": "en",
    "size": "1",
    "no": "1",
    "kind": "project",
    "name": "LG23-01",
    "screen": "0" * 12,
}


def routes() -> Iterator[tuple[str, str]]:
    """Method and path of each, as the application has them."""
    for route in house().routes:
        if isinstance(route, APIRoute):
            for method in sorted(route.methods or ()):
                yield method, route.path


def filled(path: str) -> str:
    """The path with something for each of its parameters."""
    return re.sub(r"{([^}]+)}", lambda x: _GIVEN.get(x[1], "1"), path)
