"""What a unit's system may ask for: to submit, and to read, its own unit's matters. Nothing else.

Everything that decides, asks for another date, votes or exports is people's. What is not named here
is refused (`reliability §4.2`, `unit_service`; §4.4). Of which unit, every route asks by itself.
"""

from collections.abc import Set

from fastapi import Request

from api.problems import Problem
from api.where import ADDRESSES, SUGGESTION_ADDRESSES
from ledger.machines import Scope

_FILED = tuple(x.path for x in ADDRESSES)
_SEEN = (*_FILED, *(x.path for x in SUGGESTION_ADDRESSES))
ACTS: dict[Scope, frozenset[tuple[str, str]]] = {
    "submit": frozenset(
        {
            *(("POST", f"{x}/filings") for x in _FILED),
            *(("POST", f"{x}/{y}") for x in _SEEN for y in ("acknowledgements", "letter-replies")),
            *(("POST", f"/suggestions/{{suggestion}}/{x}") for x in ("stages", "reply")),
            ("POST", "/evidence"),
            *((x, "/uploads/{sha256}") for x in ("PUT", "GET", "PATCH", "DELETE")),
        }
    ),
    "read": frozenset(
        ("GET", x)
        for x in (
            *("/me", "/duties", "/inbox", "/filed", "/evidence/{sha256}", "/projects/{project}"),
            *("/suggestions/{suggestion}", *_SEEN),
        )
    ),
}
"""By scope: method and address, as the routes write it. How far a file has come that is sent in
pieces belongs to sending it."""


def check_act(request: Request, scopes: Set[Scope]) -> None:
    """Raises Problem 403 where none of the scopes has this operation."""
    asked = (request.method, operation_of(request))
    if not any(asked in ACTS[x] for x in scopes):
        raise Problem(
            "forbidden",
            "系统的凭据只能报送和读取本单位的事项（按登记的范围），不能办这一件；"
            "请由有此权限的人员登录后办理。",
            "A system's credential submits and reads its own unit's matters, as registered;"
            " a person has to do this.",
        )


def operation_of(request: Request) -> str:
    """The address as its route writes it, below /api/v1."""
    path = getattr(request.scope.get("route"), "path", "")
    return str(path).removeprefix("/api/v1")
