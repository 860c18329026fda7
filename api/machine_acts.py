"""What a unit's system may ask for: to submit, and to read, its own unit's matters. Nothing else.

The operations stand in the matrix, `[machines]`; what is not named there is refused. Of which unit,
every route asks by itself.
"""

from collections.abc import Set

from fastapi import Request

from api.json_route import own_part
from api.matrix import MATRIX
from api.problems import Problem
from ledger.machines import Scope


def check_act(request: Request, scopes: Set[Scope]) -> None:
    """Raises Problem 403 where none of the scopes has this operation; what is asked before there
    is a route, the past, none has."""
    route = request.scope.get("route")
    asked = f"{request.method} {own_part(route.path)}" if route else ""
    if not any(asked in MATRIX.machines[x] for x in scopes):
        raise Problem(
            "forbidden",
            "系统的凭据只能报送和读取本单位的事项（按登记的范围），不能办这一件；"
            "请由有此权限的人员登录后办理。",
            "A system's credential submits and reads its own unit's matters, as registered;"
            " a person has to do this.",
        )
