"""Signing in by an identity provider: out with a question, back with a code, in as oneself.

The question's secrets lie in the database and count only for the browser that was sent out. An
identity opens the accounts that an administrator has linked it with, and makes none.
"""

import hmac
import time
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Request
from fastapi.param_functions import Query
from starlette.responses import RedirectResponse, Response

from api.idp import Idp, IdpRefused, Said
from api.pages.entering import entered, half_found, half_taken, half_way
from api.pages.look import own
from api.pages.render import alone
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.signed import COOKIE, hand_over, said_before
from api.problems import not_found
from api.tools import Tools, WithPresent
from api.visiting import known
from ledger.account import Account
from ledger.identities import Identities
from ledger.sessions import Sessions

router = page_router()
Word = Annotated[str, Query(max_length=2000)]
log = structlog.get_logger("sign_in")


@router.get("/login/oidc")
async def ask(
    tools: WithPresent,
    next_: Annotated[str, Query(alias="next", max_length=500)] = "/",
    again: bool = False,
) -> Response:
    """Out to the provider. `again`: who is signed in has to show anew who he is."""
    asked = await _idp(tools).ask(again=again)
    answer = RedirectResponse(asked.url, 303)
    held = {"state": asked.state, "nonce": asked.nonce, "verifier": asked.verifier}
    await half_way(tools, answer, "asked", None, back=own(next_), again=again, **held)
    return answer


@router.get("/login/oidc/back")
async def back(
    request: Request,
    tools: WithPresent,
    code: Word = "",
    state: Word = "",
    iss: Word = "",
    error: Word = "",
) -> Response:
    """Back from it: whose the code is, if it answers this browser's own question.

    Raises IdpRefused.
    """
    idp = _idp(tools)
    entry = await half_taken(request, tools, "asked")
    if entry is None or not hmac.compare_digest(
        str(entry.held["state"]).encode(), state.encode("utf-8", "replace")
    ):
        log.info("idp_answer_unasked")
        raise IdpRefused
    if error or not code or iss not in ("", idp.configured.issuer):
        log.info("idp_said_no", error=error[:80], other=bool(iss))
        raise IdpRefused
    said = await idp.said(code, entry.held["nonce"], entry.held["verifier"])
    accounts = await Identities(tools.ledger.pool).behind(said.issuer, said.subject)
    if entry.held["again"]:
        return await _again(request, tools, said, accounts, entry.held["back"])
    if not accounts:
        log.info("identity_unknown")
        return alone("sign_in_unknown.html", 403, said=said, idp=idp.zh)
    if len(accounts) > 1:
        answer = alone("sign_in_as.html", accounts=accounts)
        held = {"ids": [str(x.id) for x in accounts], "back": entry.held["back"]}
        await half_way(tools, answer, "choose", None, said=list(said), **held)
        return answer
    return await _in(request, tools, accounts[0], said, entry.held["back"])


@router.post("/login/as")
async def choose(request: Request, tools: WithPresent) -> Response:
    """As which of one's own accounts. Raises Problem 404 for every other."""
    wanted = await said_before(request, "account")
    entry = await half_found(request, tools, "choose")
    said = Said(*entry.held["said"]) if entry else None
    if entry is None or said is None or wanted not in entry.held["ids"]:
        raise not_found()
    accounts = await Identities(tools.ledger.pool).behind(said.issuer, said.subject)
    account = next((x for x in accounts if x.id == UUID(wanted)), None)
    if account is None:
        raise not_found()
    await half_taken(request, tools, "choose")
    return await _in(request, tools, account, said, entry.held["back"])


async def _in(request: Request, tools: Tools, account: Account, said: Said, back: str) -> Response:
    if tools.proof.asked == "sign_in" and tools.proof.asks(account.role) and not said.second:
        log.info("idp_without_second", account=account.ref)
        return alone("sign_in_single.html", 403, idp=tools.proof.idp_zh)
    fresh = said.fresh(time.time())
    second = said.second and fresh
    return await entered(request, tools, account, back, way="oidc", proved=fresh, second=second)


async def _again(
    request: Request, tools: Tools, said: Said, accounts: list[Account], back: str
) -> Response:
    """The session goes on if it was he, just now. Raises IdpRefused."""
    sessions, secret = Sessions(tools.ledger.pool), request.cookies.get(COOKIE, "")
    account = await sessions.behind(secret)
    if account is None or account.id not in {x.id for x in accounts} or not said.fresh(time.time()):
        log.info("idp_again_refused", second=said.second)
        raise IdpRefused
    await known(request, Signed(account, secret), account.ref)
    new = await sessions.renew(secret, proved=True, second=said.second)
    answer = RedirectResponse(own(back), 303)
    if new is not None:
        hand_over(answer, new)
        log.info("proved", account=account.ref, second=said.second)
    return answer


def _idp(tools: Tools) -> Idp:
    if tools.proof.idp is None:
        raise not_found()
    return tools.proof.idp
