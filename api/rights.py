"""Who may do what: a role table, asked before anything else is looked at."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from api.callers import OBLIGORS, ORGANS, READERS, STAFF, AnyCaller, Caller
from api.problems import forbidden, not_found
from api.sight import sees_stream
from api.tools import Tools, WithTools
from api.where import stream_in
from ledger.tokens import TokenRole


def only(*roles: TokenRole, called: str) -> Callable[..., Awaitable[Caller]]:
    """A dependency: the caller, whose role is one of these. Raises Problem 401, 403 or 404.

    Who may not even see the object is not told that another role may do this to it.
    """

    async def check(request: Request, caller: AnyCaller, tools: WithTools) -> Caller:
        if caller.role in roles:
            return caller
        raise forbidden(called) if await _seen(request, caller, tools) else not_found()

    return check


async def _seen(request: Request, caller: Caller, tools: Tools) -> bool:
    stream = stream_in(request)
    return stream is None or await sees_stream(caller, stream, tools.ledger)


Reader = Annotated[Caller, Depends(only(*READERS, called="业务人员"))]
Staff = Annotated[Caller, Depends(only(*STAFF, called="人大机关工作人员"))]
Clerk = Annotated[Caller, Depends(only("clerk", called="人大机关经办人员"))]
Obligor = Annotated[Caller, Depends(only(*OBLIGORS, called="承办单位、代表小组或有关机关"))]
Operator = Annotated[
    Caller,
    Depends(only("clerk", "auditor", "admin", called="人大机关经办人员、审计或管理员")),
]
"""Who looks after the installation."""
Countersigner = Annotated[
    Caller, Depends(only("clerk", "admin", called="人大机关工作人员或规则管理员"))
]
"""Who proposes and confirms weighty acts; which, the account's role says."""
Group = Annotated[Caller, Depends(only("deputy_group", called="代表监督小组"))]
Unit = Annotated[Caller, Depends(only("unit", called="承办单位"))]
Deputy = Annotated[Caller, Depends(only("deputy", called="人大代表"))]
DeputyOrOffice = Annotated[
    Caller, Depends(only("deputy", "clerk", called="人大代表或人大机关经办人员"))
]
"""The deputy, or the office that writes down what came on paper."""
Asker = Annotated[
    Caller,
    Depends(only("unit", "government", "street_office", "clerk", called="承办单位或政府")),
]
"""Who carries a project out asks for its change; the office writes down what came on paper."""
Screener = Annotated[
    Caller, Depends(only("government", "street_office", "clerk", called="政府或人大机关经办人员"))
]
"""The government screens what was proposed; the office writes down what came on paper."""
Witness = Annotated[
    Caller, Depends(only("deputy_group", "clerk", called="代表小组或人大机关经办人员"))
]
Hearer = Annotated[
    Caller,
    Depends(only("deputy_group", "deputy", *ORGANS, "clerk", called="人大机关、政府或人大代表")),
]
"""Who hears people out, and takes down what they wish."""
Filer = Annotated[Caller, Depends(only(*OBLIGORS, "clerk", called="负有该事项的一方"))]
Office = Annotated[
    Caller,
    Depends(
        only(
            *("clerk", "presidium", "standing_committee", "working_committee"),
            called="人大机关",
        )
    ),
]
Worker = Annotated[
    Caller,
    Depends(
        only(
            *("deputy", "deputy_group", "clerk", "auditor", "presidium", "standing_committee"),
            *("working_committee", "street_working_committee", "liaison_office"),
            called="代表、代表小组或人大机关",
        )
    ),
]
"""Who has to do with deputies' work; on which book or station, the domain and `register_seen`."""
