"""我的账号: one's own sessions, seen and ended; another password; how often one may try."""

import asyncio
import re

import pytest
from starlette.requests import Request

from api.pages.entering import browser_of
from ledger.door import Ledger
from ledger.login_tries import AN_ACCOUNT, AN_ADDRESS, Bucket, LoginTries
from ledger.sessions import Sessions
from tests.pages.conftest import OURS, SECRET, Browser, Hall
from tests.pages.test_second_factor import set_up, tell

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/156.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


async def at(hall: Hall, login: str, agent: str) -> Browser:
    browser = hall.browser()
    browser.http.headers["user-agent"] = agent
    assert (await browser.sign_in(login)).status_code == 303
    return browser


async def test_one_s_own_sessions_are_shown_and_ended_and_nobody_else_s(hall: Hall) -> None:
    """ASVS 7.5.2 7.4.1"""
    desk, phone = await at(hall, "fire", CHROME), await at(hall, "fire", PHONE)
    other = await hall.signed_in("housing")
    page = (await desk.get("/account")).text
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    assert page.count("就是这里") == 1
    ids = re.findall(r'action="/account/sessions/([^/"]+)/end"', page)
    assert len(ids) == 1
    await other.get("/account")
    await other.post(f"/account/sessions/{ids[0]}/end", other.form_of())
    assert (await phone.http.get("/account")).status_code == 200
    assert (await desk.post(f"/account/sessions/{ids[0]}/end", desk.form_of())).status_code == 303
    assert (await phone.http.get("/account")).status_code == 303
    assert (await desk.http.get("/account")).status_code == 200


async def test_all_the_others_are_ended_at_once_after_showing_who_one_is(
    hall: Hall, ledger: Ledger
) -> None:
    """ASVS 7.5.2 7.4.3"""
    desk, one, two = [await at(hall, "fire", x) for x in (CHROME, PHONE, PHONE)]
    await tell(ledger, "UPDATE sessions SET proved_at = proved_at - interval '6 minutes'")
    await desk.get("/account")
    asked = await desk.post("/account/sessions/end", desk.form_of())
    assert (asked.status_code, 'name="step_password"' in asked.text) == (403, True)
    assert (await one.http.get("/account")).status_code == 200
    done = await desk.post("/account/sessions/end", desk.form_of(step_password=SECRET))
    assert done.status_code == 303
    for ended in (one, two):
        assert (await ended.http.get("/account")).status_code == 303
    assert (await desk.http.get("/account")).status_code == 200


async def test_signing_out_is_on_every_page_of_who_signed_in(hall: Hall) -> None:
    """ASVS 7.4.4"""
    browser = await hall.signed_in("clerk")
    for path in ("/", "/account", "/decide", "/meetings"):
        assert 'action="/logout"' in (await browser.get(path)).text


async def test_another_password_needs_the_present_one_and_ends_all_sessions(hall: Hall) -> None:
    """ASVS 6.2.2 6.2.3 6.2.6 6.2.7 7.4.3"""
    elsewhere, browser = await hall.signed_in("fire"), await hall.signed_in("fire")
    page = (await browser.get("/account")).text
    assert page.count('type="password"') == 3
    assert "onpaste" not in page
    new = "另一个 long enough 口令"
    for wrong in (
        {"now": "no such password", "new": new, "again": new},
        {"now": SECRET, "new": new, "again": f"{new} "},
        {"now": SECRET, "new": "short", "again": "short"},
    ):
        refused = await browser.post("/account/password", browser.form_of(**wrong))
        assert refused.status_code == 422
        assert "没有办成" in refused.text
    before = dict(browser.http.cookies)
    told = browser.form_of(now=SECRET, new=new, again=new)
    assert (await browser.post("/account/password", told)).status_code == 303
    assert dict(browser.http.cookies) != before
    assert (await browser.http.get("/account")).status_code == 200
    assert (await elsewhere.http.get("/account")).status_code == 303
    assert (await hall.browser().sign_in("fire")).status_code == 422
    assert (await hall.browser().sign_in("fire", new)).status_code == 303


async def test_who_has_a_telephone_changes_the_password_with_it_too(hall: Hall) -> None:
    """ASVS 7.5.1 6.4.3"""
    browser = await hall.signed_in("fire")
    _, codes = await set_up(browser)
    await tell(hall.town.tools.ledger, "UPDATE sessions SET second_at = NULL")
    await browser.get("/account")
    new = {"now": SECRET, "new": "another long password", "again": "another long password"}
    refused = await browser.post("/account/password", browser.form_of(**new))
    assert (refused.status_code, "手机上的验证码" in refused.text) == (422, True)
    assert "another long password" not in refused.text
    done = await browser.post("/account/password", browser.form_of(**new, step_code=codes[0]))
    assert done.status_code == 303
    await browser.get("/account")
    assert "验证过手机" in browser.page


@pytest.mark.parametrize(
    "password", ["纯中文也可以当作口令用，六十四字也行。" * 4, "No digit here", "~| é   ¿\u00a0°§"]
)
async def test_any_characters_and_any_length_make_a_password(hall: Hall, password: str) -> None:
    """ASVS 6.2.1 6.2.5 6.2.8 6.2.9 6.2.10"""
    await hall.accounts.change_password("fire", password)
    assert await hall.accounts.check("fire", password) is not None
    assert await hall.accounts.check("fire", password[:-1]) is None
    assert await hall.accounts.check("fire", f"{password}x") is None
    assert (
        await hall.accounts.check("fire", password.swapcase()) is None
        or password.islower() is False
    )


async def test_a_password_is_not_cut_off_at_any_length(hall: Hall) -> None:
    """ASVS 6.2.8"""
    longest = "一字不落" * 49 + "到此为止"
    await hall.accounts.change_password("fire", longest)
    assert await hall.accounts.check("fire", longest) is not None
    assert await hall.accounts.check("fire", f"{longest}。") is None


async def test_five_tries_a_minute_for_an_account_and_the_right_one_waits_too(hall: Hall) -> None:
    """ASVS 6.3.1 6.1.1"""
    browser = hall.browser()
    said = [await browser.sign_in("fire", "a wrong password") for _ in range(AN_ACCOUNT)]
    assert {x.status_code for x in said} == {422}
    waits = await browser.sign_in("fire")
    assert waits.status_code == 429
    assert 0 < int(waits.headers["retry-after"]) <= 12
    assert "set-cookie" not in waits.headers
    assert (await browser.sign_in("housing")).status_code == 303


async def test_twenty_tries_a_minute_from_one_address_whoever_is_tried(hall: Hall) -> None:
    """ASVS 6.3.1 (one password tried at many accounts)."""
    browser = hall.browser()
    said = [await browser.sign_in(f"nobody{x}", SECRET) for x in range(AN_ADDRESS)]
    assert {x.status_code for x in said} == {422}
    assert (await browser.sign_in("fire")).status_code == 429


async def test_a_right_password_uses_nothing_up(hall: Hall) -> None:
    """An office of thirty behind one address signs in at half past eight."""
    answers = [await hall.browser().sign_in("fire") for _ in range(AN_ADDRESS + 5)]
    assert {x.status_code for x in answers} == {303}


async def test_many_at_once_are_counted_before_any_is_looked_at(ledger: Ledger) -> None:
    tries = LoginTries(ledger.pool)
    bucket = Bucket("login fire", AN_ACCOUNT)
    waits = await asyncio.gather(*(tries.count(bucket) for _ in range(20)))
    assert sum(x is None for x in waits) == AN_ACCOUNT


async def test_what_was_refused_makes_nobody_wait_longer_and_the_bucket_leaks(
    ledger: Ledger,
) -> None:
    """ASVS 6.1.1 (hammering at a login does not lock its owner out for longer)."""
    tries = LoginTries(ledger.pool)
    bucket = Bucket("login fire", AN_ACCOUNT)
    for _ in range(100):
        wait = await tries.count(bucket)
    assert wait is not None
    assert wait <= 60 / AN_ACCOUNT
    await tell(ledger, "UPDATE login_tries SET at = at - interval '12 seconds'")
    assert await tries.count(bucket) is None
    assert await tries.count(bucket) is not None


async def test_neither_logins_nor_addresses_are_written_down(hall: Hall, ledger: Ledger) -> None:
    await hall.browser().sign_in("my-password-by-mistake", SECRET)
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM login_tries")).all()
    assert len(rows) == 2
    assert "my-password" not in str(rows)
    assert "127.0.0.1" not in str(rows)


@pytest.mark.parametrize("way", ["login", "login/code", "login/enrol", "login/as"])
async def test_no_way_in_is_opened_from_another_site(hall: Hall, way: str) -> None:
    """ASVS 3.5.1 3.5.3"""
    told = {"login": "fire", "password": SECRET, "code": "123456", "account": "x", "next": "/"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}, {}):
        answer = await hall.browser().http.post(f"/{way}", data=told, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    assert (
        await hall.browser().http.get(f"/{way}" if way != "login" else "/logout")
    ).status_code in {404, 405}


@pytest.mark.parametrize(
    "path",
    [
        "/account/second",
        "/account/second/confirm",
        "/account/second/codes",
        "/account/second/remove",
        "/account/password",
        "/account/sessions/end",
        "/account/sessions/00000000-0000-0000-0000-000000000000/end",
    ],
)
async def test_every_change_is_a_form_of_this_session_from_our_page(hall: Hall, path: str) -> None:
    """ASVS 3.5.1 3.5.3"""
    browser = await hall.signed_in("fire")
    assert (await browser.http.post(path, data={}, headers=OURS)).status_code == 403
    away = {"Sec-Fetch-Site": "cross-site"}
    await browser.get("/account")
    assert (await browser.http.post(path, data=browser.form_of(), headers=away)).status_code == 403
    assert (await browser.http.get(path)).status_code in {404, 405}


async def test_session_ids_are_chance_and_never_leave_the_cookie(hall: Hall) -> None:
    """ASVS 7.2.1 7.2.2 7.2.3 3.3.1 3.3.2 3.3.3 3.3.4 (256 and 128 random bits; `__Host-`)."""
    account = await hall.accounts.named("fire")
    sessions = Sessions(hall.town.tools.ledger.pool)
    made = [await sessions.open(account) for _ in range(50)]
    assert len({x.partition(".")[0] for x in made}) == 50
    assert len({x.partition(".")[2] for x in made}) == 50
    assert all(len(x) == 43 + 1 + 22 for x in made)
    browser = await hall.signed_in("fire")
    secret = next(iter(browser.http.cookies.values()))
    answer = await browser.get("/account")
    assert secret not in answer.text
    assert secret.partition(".")[2] not in answer.text
    assert "set-cookie" not in answer.headers


def test_a_browser_is_named_in_two_words_at_most() -> None:
    def named(agent: str) -> str:
        headers = [(b"user-agent", agent.encode())]
        return browser_of(Request({"type": "http", "headers": headers}))

    assert named(CHROME) == "Chrome · Windows"
    assert named(PHONE) == "Safari · iPhone"
    assert named(CHROME.replace("Safari", "Edg")) == "Edge · Windows"
    assert named("curl/8.0 <script>") == ""
