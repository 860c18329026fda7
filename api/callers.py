"""Who calls: a bearer token, looked up at every request, so that revoking works at once."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.matrix import group
from api.problems import Problem
from api.tools import WithPresent
from api.visiting import known
from domain.given import Actor
from ledger.tokens import Token

ORGANS = group("organs")
OBLIGORS = group("obligors")
STAFF = group("staff")

_bearer = HTTPBearer(
    auto_error=False,
    description="bh_… 令牌，由管理员用 bihuan token issue 签发",
    scheme_name="token",
)


class Caller:
    """The holder of a token."""

    acts_as: str = ""
    """The role of the account, where a person with one asks; a token is nobody."""

    def __init__(self, token: Token) -> None:
        self.role = token.role
        self.party = token.party
        self.region = token.region
        self.client = str(token.id)

    @property
    def actor(self) -> Actor:
        """How the record names the caller: by the token's id, never by a person's name."""
        office = self.role in ("clerk", "auditor", "admin")
        return Actor(f"token:{self.client}", "clerk" if office else self.party, self.region)


async def caller_of(
    request: Request,
    tools: WithPresent,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller:
    """The caller. Raises Problem 401."""
    token = await tools.tokens.behind(given.credentials) if given else None
    if token is None:
        raise Problem(
            "unauthenticated",
            "请在请求头 Authorization: Bearer 中给出有效令牌；令牌过期或已撤销的，请向管理员申领。",
            "Send a valid token as Authorization: Bearer; ask the administrator for a new one.",
            headers={"WWW-Authenticate": 'Bearer realm="bihuan"'},
        )
    caller = Caller(token)
    await known(request, caller, token.prefix)
    return caller


AnyCaller = Annotated[Caller, Depends(caller_of)]
