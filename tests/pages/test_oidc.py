"""Signing in by an identity provider: our own one, which lies when a test asks it to."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from api.configured import Asked, IdpConfigured
from api.idp import Idp
from ledger.door import Ledger
from ledger.identities import Identities
from tests.pages.conftest import SECRET, Browser, Hall
from tests.pages.test_reads_pages import lines
from tests.pages.test_second_factor import tell
from tests.support.idp import CALLBACK, CLIENT, CLIENT_SECRET, ISSUER, Claims, Provider, _key

CONFIGURED = IdpConfigured(
    issuer=ISSUER,
    client_id=CLIENT,
    client_secret=SecretStr(CLIENT_SECRET),
    callback=CALLBACK,
    zh="省统一认证",
)


@dataclass
class Sso:
    """The hall with a provider before it."""

    hall: Hall
    provider: Provider
    ways: httpx2.AsyncClient

    def demand(self, asked: Asked) -> None:
        """Let the second factor be asked for then."""
        tools = self.hall.app.state.tools
        self.hall.app.state.tools = replace(tools, proof=replace(tools.proof, asked=asked))

    async def out(self, browser: Browser, query: str = "next=/todo") -> str:
        """Where the provider sends the browser back to."""
        asked = await browser.http.get(f"/login/oidc?{query}")
        assert asked.status_code == 303, asked.text
        return (await self.ways.get(asked.headers["location"])).headers["location"]

    async def sign_in(self, browser: Browser, query: str = "next=/todo") -> httpx2.Response:
        """All of it."""
        return await browser.http.get(await self.out(browser, query))


@pytest.fixture
async def sso(hall: Hall) -> AsyncIterator[Sso]:
    """The provider, with one person who is the clerk of the fire brigade."""
    provider = Provider()
    transport = httpx2.ASGITransport(app=provider.app())
    tools = hall.app.state.tools
    proof = replace(tools.proof, idp=Idp(CONFIGURED, transport))
    hall.app.state.tools = replace(tools, proof=proof)
    await Identities(tools.ledger.pool).link("fire", ISSUER, "user-1")
    async with httpx2.AsyncClient(transport=transport) as ways:
        yield Sso(hall, provider, ways)


async def test_an_identity_opens_the_account_that_it_was_linked_with(sso: Sso) -> None:
    """ASVS 6.8.1 10.2.1 (PKCE; the provider here refuses a code without its verifier)."""
    browser = sso.hall.browser()
    assert "用省统一认证登录" in (await browser.get("/login")).text
    answer = await sso.sign_in(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/todo")
    assert "由省统一认证登录" in (await browser.get("/account")).text


async def test_it_is_asked_for_openid_alone_with_secrets_of_each_question(sso: Sso) -> None:
    """ASVS 10.1.2 (state, nonce and verifier are another's each time)."""
    for _ in range(2):
        await sso.sign_in(sso.hall.browser())
    one, two = sso.provider.asked
    assert one["scope"] == "openid"
    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != two[name]
        assert len(one[name]) >= 20


async def test_the_browser_is_given_none_of_the_question_s_secrets(sso: Sso) -> None:
    """ASVS 10.1.1 10.1.2"""
    browser = sso.hall.browser()
    back = await sso.out(browser)
    asked = sso.provider.asked[0]
    held = " ".join(browser.http.cookies.values())
    assert asked["nonce"] not in held
    assert asked["state"] not in held
    answer = await browser.http.get(back)
    assert "access_token" not in answer.text
    cookies = answer.headers.get_list("set-cookie")
    assert all("Secure" in x and "HttpOnly" in x for x in cookies)


async def test_a_line_says_who_came_back_and_none_who_was_only_sent_out(
    sso: Sso, database: str
) -> None:
    """ASVS 16.3.1 (asking the provider shows nothing and is no try yet)."""
    browser = sso.hall.browser()
    back = await sso.out(browser)
    assert await lines(database, "action LIKE '%/login/oidc%'") == []
    assert (await browser.http.get(back)).status_code == 303
    await sso.sign_in(browser, "again=1&next=/account")
    found = await lines(database, "action LIKE '%/login/oidc%'")
    assert [x["action"] for x in found] == ["GET /login/oidc/back"] * 2
    assert all(x["subject"].startswith("account:") for x in found)


async def test_an_answer_counts_only_in_the_browser_that_asked_and_once(sso: Sso) -> None:
    """ASVS 10.1.2 10.2.1 7.6.2"""
    browser, stranger = sso.hall.browser(), sso.hall.browser()
    back = await sso.out(browser)
    assert (await stranger.http.get(back)).status_code == 400
    await sso.out(stranger)
    assert (await stranger.http.get(back)).status_code == 400
    assert (await browser.http.get(back)).status_code == 303
    assert (await browser.http.get(back)).status_code == 400
    assert sso.provider.tokens_asked == 1


async def test_a_state_that_was_changed_and_a_question_that_is_old_are_refused(
    sso: Sso, ledger: Ledger
) -> None:
    """ASVS 10.2.1 3.5.1"""
    browser = sso.hall.browser()
    back = await sso.out(browser)
    state = parse_qs(urlsplit(back).query)["state"][0]
    wrong = await browser.http.get(back.replace(state, "状" + state[1:]))
    assert wrong.status_code == 400
    back = await sso.out(browser)
    await tell(ledger, "UPDATE entries SET made_at = made_at - interval '11 minutes'")
    assert (await browser.http.get(back)).status_code == 400
    assert sso.provider.tokens_asked == 0


def claim(name: str, value: object) -> dict[str, object]:
    return {"lie": lambda x: {**x, name: value}}


def without(name: str) -> dict[str, object]:
    return {"lie": lambda x: {k: v for k, v in x.items() if k != name}}


def later(by: int) -> dict[str, object]:
    def lie(x: Claims) -> Claims:
        return {**x, "exp": x["exp"] + by, "iat": x["iat"] + by}

    return {"lie": lie}


@pytest.mark.parametrize(
    "lies",
    [
        pytest.param(claim("iss", "https://other.test"), id="another issuer"),
        pytest.param(claim("aud", "another client"), id="for another client"),
        pytest.param(claim("aud", [CLIENT, "another"]), id="for several, nobody named"),
        pytest.param(claim("azp", "another client"), id="asked for by another"),
        pytest.param(claim("nonce", "0" * 20), id="of another question"),
        pytest.param(without("nonce"), id="of no question"),
        pytest.param(without("sub"), id="of nobody"),
        pytest.param(claim("sub", ""), id="of an empty name"),
        pytest.param(without("exp"), id="for ever"),
        pytest.param(later(-400), id="expired"),
        pytest.param(later(+400), id="of the future"),
        pytest.param(claim("at_hash", "AAAA"), id="with another access token"),
        pytest.param({"algorithm": "none"}, id="unsigned"),
        pytest.param({"algorithm": "HS256"}, id="signed with the client's secret"),
        pytest.param({"published": _key("one")}, id="signed with another key"),
        pytest.param({"published": _key("two")}, id="signed with a key that nobody knows"),
        pytest.param({"without_id_token": True}, id="no word at all"),
        pytest.param({"described": {"issuer": "https://other.test"}}, id="described by another"),
        pytest.param({"described": {"token_endpoint": "http://sso.test/token"}}, id="in clear"),
        pytest.param({"described": {"jwks_uri": "http://sso.test/keys"}}, id="keys in clear"),
        pytest.param(
            {"described": {"id_token_signing_alg_values_supported": ["HS256", "none"]}},
            id="no algorithm of ours",
        ),
    ],
)
async def test_what_does_not_hold_signs_nobody_in(sso: Sso, lies: dict[str, object]) -> None:
    """ASVS 6.8.2 9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.2.3 10.5.1 10.5.3 10.5.4"""
    for name, value in lies.items():
        setattr(sso.provider, name, value)
    browser = sso.hall.browser()
    asked = await browser.http.get("/login/oidc?next=/todo")
    if asked.status_code == 303:
        back = (await sso.ways.get(asked.headers["location"])).headers["location"]
        asked = await browser.http.get(back)
    assert asked.status_code == 400
    assert "没有登录" in asked.text
    assert (await browser.http.get("/account")).status_code == 303


async def test_an_unknown_identity_opens_nothing_whatever_its_mail(sso: Sso) -> None:
    """ASVS 10.5.2 6.8.1 (issuer and subject; the mail address is the linked person's own)."""
    sso.provider.person = "user-2"
    answer = await sso.sign_in(browser := sso.hall.browser())
    assert answer.status_code == 403
    assert "user-2" in answer.text
    assert "same@example.gov.cn" not in answer.text
    assert (await browser.http.get("/account")).status_code == 303


async def test_an_error_or_another_issuer_in_the_answer_is_refused(sso: Sso) -> None:
    """ASVS 10.2.2"""
    for change in ("&error=access_denied", ""):
        browser = sso.hall.browser()
        back = await sso.out(browser) + change
        if not change:
            back = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fother.test", back)
        assert (await browser.http.get(back)).status_code == 400
    assert sso.provider.tokens_asked == 0


async def test_one_human_with_two_accounts_chooses(sso: Sso, ledger: Ledger) -> None:
    await Identities(ledger.pool).link("housing", ISSUER, "user-1")
    browser = sso.hall.browser()
    answer = await sso.sign_in(browser)
    ids = re.findall(r'name="account" value="([^"]+)"', answer.text)
    assert len(ids) == 2
    clerk = await sso.hall.accounts.named("clerk")
    assert (await browser.post("/login/as", {"account": str(clerk.id)})).status_code == 404
    chosen = await browser.post("/login/as", {"account": ids[1]})
    assert chosen.headers["location"] == "/todo"
    assert "housing的岗位" in (await browser.get("/account")).text
    assert (await browser.post("/login/as", {"account": ids[0]})).status_code == 404


async def test_a_disabled_account_is_opened_by_no_identity(sso: Sso) -> None:
    """ASVS 7.4.2"""
    browser = sso.hall.browser()
    await sso.sign_in(browser)
    await sso.hall.accounts.disable("fire")
    assert (await browser.http.get("/account")).status_code == 303
    assert (await sso.sign_in(sso.hall.browser())).status_code == 403


async def test_without_its_word_on_a_second_factor_there_was_none(sso: Sso, ledger: Ledger) -> None:
    """ASVS 6.8.4"""
    await Identities(ledger.pool).link("clerk", ISSUER, "user-9")
    sso.provider.person, sso.provider.amr = "user-9", ["pwd"]
    sso.demand("sign_in")
    refused = await sso.sign_in(sso.hall.browser())
    assert (refused.status_code, "只验证了一样" in refused.text) == (403, True)
    sso.provider.amr = ["pwd", "mfa"]
    assert (await sso.sign_in(sso.hall.browser())).status_code == 303


async def test_who_signed_in_long_ago_shows_it_anew_and_the_session_goes_on(
    sso: Sso, ledger: Ledger
) -> None:
    """ASVS 6.8.4 7.2.4 7.6.1 (auth_time; the provider is asked with max_age and prompt)."""
    sso.provider.shown = 3600
    browser = sso.hall.browser()
    await sso.sign_in(browser)
    before = dict(browser.http.cookies)
    await tell(ledger, "UPDATE sessions SET proved_at = proved_at - interval '6 minutes'")
    await browser.get("/account")
    stale = await browser.post("/account/sessions/end", browser.form_of())
    assert (stale.status_code, "省统一认证再确认一次" in stale.text) == (403, True)
    again = await sso.sign_in(browser, "again=1&next=/account")
    assert (again.status_code, again.headers["location"]) == (303, "/account")
    assert sso.provider.asked[-1]["prompt"] == "login"
    assert dict(browser.http.cookies) != before
    assert (await browser.post("/account/sessions/end", browser.form_of())).status_code == 303


async def test_who_was_let_in_without_being_asked_has_shown_nothing_just_now(sso: Sso) -> None:
    """ASVS 7.6.1 (a silent signing in counts from when the person was really asked)."""
    sso.provider.lie = lambda x: {**x, "auth_time": x["auth_time"] - 3600}
    browser = sso.hall.browser()
    await sso.sign_in(browser)
    await browser.get("/account")
    stale = await browser.post("/account/sessions/end", browser.form_of())
    assert (stale.status_code, "省统一认证再确认一次" in stale.text) == (403, True)


async def test_another_person_does_not_prolong_it(sso: Sso, ledger: Ledger) -> None:
    browser = sso.hall.browser()
    await sso.sign_in(browser)
    sso.provider.person = "user-2"
    assert (await sso.sign_in(browser, "again=1")).status_code == 400
    sso.provider.person = "user-1"
    sso.provider.lie = lambda x: {**x, "auth_time": x["auth_time"] - 120}
    assert (await sso.sign_in(browser, "again=1")).status_code == 400


async def test_the_password_s_pages_are_not_for_who_comes_by_it(sso: Sso) -> None:
    browser = sso.hall.browser()
    await sso.sign_in(browser)
    page = (await browser.get("/account")).text
    assert 'name="now"' not in page
    told = browser.form_of(now=SECRET, new="another password", again="another password")
    assert (await browser.post("/account/password", told)).status_code == 404
    assert (await browser.post("/account/second", browser.form_of())).status_code == 404


async def test_where_none_is_configured_there_is_nothing(hall: Hall) -> None:
    browser = hall.browser()
    assert "/login/oidc" not in (await browser.get("/login")).text
    assert (await browser.http.get("/login/oidc")).status_code == 404
    assert (await browser.http.get("/login/oidc/back?code=x&state=y")).status_code == 404
