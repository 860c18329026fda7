"""确认是本人: a weighty act asks again who acts, and goes on where it stopped."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from html import unescape
from re import findall

import httpx2
import pytest
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse, Response

from api.configured import Asked
from api.pages.router import page_router
from api.pages.signed import COOKIE, Posted, WithSigned
from api.pages.step_up import demand_fresh
from api.proof import Proof, how_owner
from ledger.door import Ledger
from ledger.factors import Factors
from ledger.sessions import Shown
from tests.pages.conftest import SECRET, Browser, Hall
from tests.pages.test_second_factor import set_up, tell
from tests.support.second import shown

LATER = "UPDATE sessions SET proved_at = proved_at - interval '6 minutes', second_at = NULL"
AT = "/account/second/codes"
"""An address that everybody who signed in may use (`api/matrix.toml`)."""
router = page_router()


@router.post(AT)
async def weighty(request: Request, signed: WithSigned, form: Posted) -> Response:
    """An act that says what it was told."""
    await demand_fresh(request, signed)
    return PlainTextResponse(f"done {form['reason']} {form.getlist('of')}")


Door = Callable[[Browser, Asked], Browser]


@pytest.fixture
async def door(hall: Hall) -> AsyncIterator[Door]:
    """The same browser before an application with a weighty act and such rules."""
    made: list[Browser] = []

    def behind(browser: Browser, asked: Asked) -> Browser:
        app = FastAPI()
        app.state.accounts = hall.accounts
        tools = hall.town.tools
        app.state.tools = replace(tools, proof=replace(tools.proof, asked=asked))
        app.include_router(router)
        way = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="https://bihuan.test"
        )
        way.cookies = browser.http.cookies
        made.append(Browser(way, browser.page))
        return made[-1]

    yield behind
    for one in made:
        await one.http.aclose()


async def desk(hall: Hall, login: str) -> Browser:
    browser = await hall.signed_in(login)
    await browser.get("/account")
    return browser


def act(browser: Browser, **more: str) -> dict[str, str | list[str]]:
    return {**browser.form_of(reason="会议改期 <b>&", **more), "of": ["甲", "乙"]}


async def test_what_was_shown_within_five_minutes_is_enough(hall: Hall, door: Door) -> None:
    """Level 3 of ASVS asks for it (no. 7.5.3)."""
    browser = await desk(hall, "clerk")
    await shown(hall.town.tools.ledger, "clerk")
    answer = await (at := door(browser, "weighty")).post(AT, act(at))
    assert answer.text == "done 会议改期 <b>& ['甲', '乙']"
    assert "set-cookie" not in answer.headers


async def test_an_older_one_is_asked_for_and_the_form_goes_on_with_it(
    hall: Hall, door: Door, ledger: Ledger
) -> None:
    """ASVS 7.2.4 (the session's token is another one after it)."""
    browser = await desk(hall, "clerk")
    _, codes = await set_up(browser)
    await tell(ledger, LATER)
    at = door(browser, "weighty")
    asked = await at.post(AT, act(at))
    assert asked.status_code == 403
    fields = [
        unescape(x)
        for x in findall(r'type="hidden" name="(?:reason|of)" value="([^"]*)"', asked.text)
    ]
    assert fields == ["会议改期 <b>&", "甲", "乙"]
    wrong = await at.post(AT, act(at, step_code="123456"))
    assert (wrong.status_code, "验证码不对" in wrong.text) == (403, True)
    assert "123456" not in wrong.text
    await tell(ledger, "UPDATE second_factors SET locked_until = now() + interval '1 minute'")
    assert "已暂停" in (await at.post(AT, act(at, step_code=codes[0]))).text
    await Factors(ledger.pool, hall.town.tools.proof.key).unlock("clerk")
    before = at.http.cookies.get(COOKIE)
    done = await at.post(AT, act(at, step_code=codes[0]))
    assert done.text.startswith("done")
    after = at.http.cookies.get(COOKIE)
    assert before is not None
    assert after not in (None, before)
    at.http.cookies.set(COOKIE, before, domain="bihuan.test")
    assert (await at.post(AT, act(at))).status_code == 303


async def test_another_window_s_form_is_still_of_the_session(
    hall: Hall, door: Door, ledger: Ledger
) -> None:
    """Showing again who one is makes no page stale that is open beside it."""
    browser = await desk(hall, "clerk")
    at = door(browser, "weighty")
    waiting = act(at)
    assert "在新窗口里绑定手机" in (await at.post(AT, waiting)).text
    await set_up(browser)
    at.http.cookies = browser.http.cookies
    assert (await at.post(AT, waiting)).text.startswith("done")


async def test_where_it_is_off_the_password_is_enough(
    hall: Hall, door: Door, ledger: Ledger
) -> None:
    browser = await desk(hall, "clerk")
    at = door(browser, "off")
    assert (await at.post(AT, act(at))).text.startswith("done")
    await tell(ledger, LATER)
    assert 'name="step_password"' in (await at.post(AT, act(at))).text
    wrong = await at.post(AT, act(at, step_password="another"))
    assert "口令不对" in wrong.text
    assert (await at.post(AT, act(at, step_password=SECRET))).text.startswith("done")


async def test_who_guesses_waits(hall: Hall, door: Door, ledger: Ledger) -> None:
    """ASVS 6.3.1"""
    browser = await desk(hall, "clerk")
    await tell(ledger, LATER)
    at = door(browser, "off")
    said = [await at.post(AT, act(at, step_password="no")) for _ in range(6)]
    assert [x.status_code for x in said] == [403] * 5 + [429]
    assert "retry-after" in said[-1].headers


PASSWORD = Shown(way="password", proved=True, second=False)
OLD = PASSWORD.model_copy(update={"proved": False})
BOTH = PASSWORD.model_copy(update={"second": True})
OIDC = PASSWORD.model_copy(update={"way": "oidc"})
SAMPLE = OLD.model_copy(update={"way": "sample"})


@pytest.mark.parametrize(
    ("what", "enrolled", "weighty", "off", "owner"),
    [
        (PASSWORD, False, "enrol", None, None),
        (OLD, False, "enrol", "password", "password"),
        (PASSWORD, True, "code", "code", "code"),
        (BOTH, True, None, None, None),
        (OIDC, False, "idp", None, None),
        (OIDC.model_copy(update={"proved": False}), False, "idp", "idp", "idp"),
        (OIDC.model_copy(update={"second": True}), False, None, None, None),
        (OIDC, True, "idp", None, "code"),
        (OIDC.model_copy(update={"second": True}), True, None, None, None),
        (SAMPLE, False, None, None, None),
    ],
)
def test_how_it_is_shown(
    what: Shown, enrolled: bool, weighty: str | None, off: str | None, owner: str | None
) -> None:
    """ASVS 6.8.4 (without a word of the provider on the second factor, there was none)."""
    for role in ("committee_clerk", "committee_lead", "rule_admin", "auditor"):
        assert Proof().how(role, what, enrolled) == weighty
        assert Proof(asked="sign_in").how(role, what, enrolled) == weighty
        assert Proof(asked="off").how(role, what, enrolled) == off
    assert Proof().how("unit_clerk", what, enrolled) == off
    assert how_owner(what, enrolled) == owner
