"""确认是本人: before a weighty act, who acts shows again that it is he (ASVS 7.5.3).

A route of a weighty act calls `demand_fresh` once the form is known to be ours, before anything is
done. Where what was shown is older than five minutes, the answer is a page that asks for it and
carries the same form along: nothing that was typed is lost, and the act goes on where it stopped.
"""

from collections.abc import Callable
from typing import NamedTuple

import structlog
from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from api.pages.nav import menu
from api.pages.render import alone
from api.pages.rights import Signed
from api.pages.signed import SignInFirst, accounts_of
from api.pages.tries import count_try, forgive_try
from api.proof import How, how_owner, wrong_code_zh
from api.tools import Tools, given_tools
from ledger.factors import Factors
from ledger.sessions import Sessions, Shown

CODE, PASSWORD = "step_code", "step_password"
log = structlog.get_logger("sign_in")


class StepUp(Exception):
    """What was shown is too old. `PageRoute` answers with the page that asks for it."""

    def __init__(self, how: How, sent: "Sent", wrong: str = "") -> None:
        super().__init__(how)
        self.how, self.sent, self.wrong = how, sent, wrong


class Sent(NamedTuple):
    """A form on its way."""

    fields: list[tuple[str, str]]
    """What the act's own form says, to be carried along."""
    files: bool
    """Whether it carries files, which no page can hand on."""
    code: str
    password: str


async def demand_fresh(request: Request, signed: Signed) -> None:
    """Return once what the session has shown is at most five minutes old.

    The session's secret is another one then. Raises StepUp, and Problem 429 for who guesses.
    """
    proof = given_tools(request).proof
    await _demand(request, signed, lambda *x: proof.how(signed.account.role, *x))


async def demand_owner(request: Request, signed: Signed) -> None:
    """The same before somebody changes how he signs in, whatever his role: by the strongest that
    he has (ASVS 7.5.1). Raises StepUp, Problem 429."""
    await _demand(request, signed, how_owner)


async def _demand(
    request: Request, signed: Signed, how_of: Callable[[Shown, bool], How | None]
) -> None:
    tools = given_tools(request)
    shown = await Sessions(tools.ledger.pool).shown(signed.secret)
    if shown is None:
        raise SignInFirst(request)
    factors = Factors(tools.ledger.pool, tools.proof.key)
    how = how_of(shown, await factors.state(signed.account.id) is not None)
    if how is None:
        return
    sent = _sent(await request.form())
    typed = {"code": sent.code, "password": sent.password}.get(how)
    if not typed:
        raise StepUp(how, sent)
    if not await right(request, tools, signed, how, typed):
        raise StepUp(how, sent, await _wrong(factors, signed, how))
    if not await renew(request, tools, signed, proved=how == "password", second=how == "code"):
        raise SignInFirst(request)  # the session ended while the password was being checked


async def _wrong(factors: Factors, signed: Signed, how: How) -> str:
    if how == "password":
        return "口令不对，再填一次。"
    return wrong_code_zh(await factors.paused_until(signed.account.id))


async def right(request: Request, tools: Tools, signed: Signed, how: How, typed: str) -> bool:
    """Whether the password or the code is the account's. Raises Problem 429."""
    login = signed.account.login
    await count_try(request, tools, login)
    if how == "password":
        good = await accounts_of(request).check(login, typed) is not None
    else:
        good = await Factors(tools.ledger.pool, tools.proof.key).shown(signed.account.id, typed)
    if good:
        await forgive_try(request, tools, login)
    else:
        log.info("proof_refused", account=signed.client, how=how)
    return good


async def renew(
    request: Request, tools: Tools, signed: Signed, *, proved: bool = False, second: bool = False
) -> bool:
    """The session goes on under another secret, which `PageRoute` hands to the browser; whether
    it was open."""
    new = await Sessions(tools.ledger.pool).renew(signed.secret, proved=proved, second=second)
    if new is not None:
        signed.secret = request.state.renewed = new
        log.info("proved", account=signed.client, second=second)
    return new is not None


def step_up_page(request: Request, step: StepUp) -> Response:
    """The page that asks, with the same form behind it."""
    signed: Signed = request.state.signed
    query = f"?{request.url.query}" if request.url.query else ""
    return alone(
        "step_up.html",
        403,
        signed=signed,
        menu=menu(signed, ""),
        at=request.url.path + query,
        how=step.how,
        sent=step.sent,
        wrong=step.wrong,
        idp=given_tools(request).proof.idp_zh,
    )


def _sent(form: FormData) -> Sent:
    own = (CODE, PASSWORD)
    told = form.multi_items()
    fields = [(x, y) for x, y in told if isinstance(y, str) and x not in own]
    files = any(isinstance(y, UploadFile) and y.filename for _, y in told)
    return Sent(fields, files, *(str(form.get(x) or "") for x in own))
