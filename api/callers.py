"""Who calls: a bearer token, looked up at every request, so that revoking works at once.

People's and staff's programs have a `bh_` token, a unit's system an access token of ten minutes
(`bm_`), and a unit whose system cannot sign a `bh_` key that submits, and only from its network.
"""

from typing import Annotated

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.address import address_of
from api.machine_acts import check_act
from api.matrix import group
from api.problems import Problem
from api.tools import Tools, WithPresent
from api.turn import asking, enter, stranger
from api.visiting import known
from domain.given import Actor
from ledger.machine_tokens import Machine, machine_behind
from ledger.tokens import Token

ORGANS = group("organs")
OBLIGORS = group("obligors")
STAFF = group("staff")

bearer = HTTPBearer(
    auto_error=False,
    description=(
        "bm_… 访问令牌，由单位系统凭密钥在 /api/v1/token 申领（十分钟）；"
        "或 bh_… 令牌，由管理员用 bihuan token issue 签发"
    ),
    scheme_name="token",
)
log = structlog.get_logger("api")


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


class System(Caller):
    """A unit's system. It speaks as its unit; the record names the client, whatever its token."""

    def __init__(self, machine: Machine) -> None:
        self.role, self.party, self.region = "unit", machine.party, machine.region
        self.client = f"client:{machine.client}"

    @property
    def actor(self) -> Actor:
        """By the client's id."""
        return Actor(self.client, self.party, self.region)


async def caller_of(
    request: Request,
    tools: WithPresent,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Caller:
    """The caller, within what the credential is for. Raises Problem 401, 403, 429."""
    secret = given.credentials if given else ""
    async with asking(request):
        found = await _behind(secret, tools)
    if isinstance(found, Machine):
        request.state.caller = f"client:{found.client}"
        check_act(request, found.scopes)
        return await _entered(request, System(found))
    if found is not None:
        return await let_in(request, tools, found)
    stranger(request)
    raise Problem(
        "unauthenticated",
        "请在请求头 Authorization: Bearer 中给出有效令牌；令牌过期或已撤销的，请重新申领。",
        "Send a valid token as Authorization: Bearer; get a new one where it has expired.",
        headers={"WWW-Authenticate": 'Bearer realm="bihuan"'},
    )


async def _behind(secret: str, tools: Tools) -> Machine | Token | None:
    if secret.startswith("bm_"):
        return await machine_behind(tools.ledger.pool, secret)
    return await tools.tokens.behind(secret)


async def let_in(request: Request, tools: Tools, token: Token) -> Caller:
    """Whose the token is, from where it is good, counted, and known. Raises Problem 403, 429."""
    request.state.caller = token.prefix
    _check_bounds(request, tools, token)
    return await _entered(request, Caller(token))


def _check_bounds(request: Request, tools: Tools, token: Token) -> None:
    """Raises Problem 403 for a token from elsewhere, or used for what it is not for."""
    here = address_of(request, tools.proxies)
    if not token.good_from(here):
        log.warning("token from elsewhere", caller=token.prefix, address=here)
        raise Problem(
            "forbidden",
            f"这枚令牌只能从登记的网络使用，这次来自 {here}；网络变了，请管理员另发一枚。",
            f"This token is good from its registered networks only, not from {here}.",
        )
    if token.scope == "submit":
        check_act(request, {"submit"})


async def _entered(request: Request, caller: Caller) -> Caller:
    """Counted first: what is turned away is neither done nor noted as begun."""
    await enter(request, caller.client, caller.role, caller.party, caller.region)
    await known(request, caller, request.state.caller)
    return caller


AnyCaller = Annotated[Caller, Depends(caller_of)]
