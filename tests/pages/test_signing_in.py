"""Signing in and out over HTTP: the cookie, and where forms may come from."""

import pytest

from api.pages.signed import COOKIE
from tests.pages.conftest import SECRET, Hall

PLAN_PAGE = "/projects/LG23-01/duties/work_plan"


async def test_who_is_not_signed_in_is_led_to_sign_in_and_back(hall: Hall) -> None:
    browser = hall.browser()
    answer = await browser.http.get("/projects/LG23-01?all=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fprojects%2FLG23-01%3Fall%3D1"
    await browser.get(answer.headers["location"])
    back = browser.hidden("next")
    signed = await browser.post("/login", {"login": "fire", "password": SECRET, "next": back})
    assert signed.headers["location"] == "/projects/LG23-01?all=1"


async def test_the_cookie_is_for_this_host_over_a_safe_line_and_for_no_script(hall: Hall) -> None:
    answer = await hall.browser().sign_in("fire")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert COOKIE.startswith("__Host-")
    assert {x.strip().lower() for x in cookie.split(";")[1:]} == {
        "httponly",
        "secure",
        "samesite=lax",
        "path=/",
    }


@pytest.mark.parametrize(("login", "password"), [("fire", "wrong"), ("nobody", SECRET), ("", "")])
async def test_every_failure_is_told_in_the_same_words(
    hall: Hall, login: str, password: str
) -> None:
    answer = await hall.browser().sign_in(login, password)
    assert answer.status_code == 422
    assert "登录名或口令不对" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("elsewhere", ["//evil.test/", "https://evil.test/", "/\\evil.test"])
async def test_nobody_is_led_elsewhere(hall: Hall, elsewhere: str) -> None:
    sent = {"login": "fire", "password": SECRET, "next": elsewhere}
    answer = await hall.browser().post("/login", sent)
    assert answer.headers["location"] == "/"


async def test_a_session_that_was_planted_is_not_taken_over(hall: Hall) -> None:
    browser = hall.browser()
    browser.http.cookies.set(COOKIE, "A" * 43, domain="bihuan.test")
    answer = await browser.sign_in("fire")
    assert f"{COOKIE}={'A' * 43}" not in answer.headers["set-cookie"]
    first = answer.headers["set-cookie"].split(";")[0]
    second = (await browser.sign_in("fire")).headers["set-cookie"].split(";")[0]
    assert first != second
    name, _, secret = first.partition("=")
    old = hall.browser()
    old.http.cookies.set(name, secret, domain="bihuan.test")
    assert (await old.http.get("/todo")).status_code == 303


async def test_signing_out_ends_the_session_in_the_database(hall: Hall) -> None:
    browser = await hall.signed_in("clerk")
    cookie = browser.http.cookies.get(COOKIE)
    await browser.get("/")
    out = await browser.post("/logout", {"form_token": browser.hidden("form_token")})
    assert out.headers["location"] == "/login"
    stolen = hall.browser()
    stolen.http.cookies.set(COOKIE, cookie or "", domain="bihuan.test")
    assert (await stolen.http.get("/")).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://other.bihuan.test"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {},
    ],
)
async def test_a_form_from_elsewhere_records_nothing(hall: Hall, headers: dict[str, str]) -> None:
    browser = await hall.signed_in("fire")
    await browser.get(PLAN_PAGE)
    fields = browser.form(target="完成改造", planned_completion="2023-11-30")
    answer = await browser.http.post(f"{PLAN_PAGE}/filing", data=fields, headers=headers)
    assert answer.status_code == 403
    assert (await hall.town.tools.ledger.standing("project:LG23-01")).state is not None
    await browser.get(PLAN_PAGE)
    assert "已交，等收下" not in browser.page


async def test_a_form_needs_the_token_of_its_own_session(hall: Hall) -> None:
    fire, housing = await hall.signed_in("fire"), await hall.signed_in("housing")
    await fire.get(PLAN_PAGE)
    await housing.get("/todo")
    fields = fire.form(target="完成改造", planned_completion="2023-11-30")
    for token in ("", "0" * 64, "令牌", housing.hidden("form_token")):
        sent = {**fields, "form_token": token}
        answer = await fire.post(f"{PLAN_PAGE}/filing", sent)
        assert answer.status_code == 403, token
    without = {k: v for k, v in fields.items() if k != "form_token"}
    assert (await fire.post(f"{PLAN_PAGE}/filing", without)).status_code == 403
    assert (await fire.post(f"{PLAN_PAGE}/filing", fields)).status_code == 303


async def test_old_browsers_say_where_a_form_comes_from_by_its_origin(hall: Hall) -> None:
    sent = {"login": "fire", "password": SECRET, "next": "/"}
    ours = {"Origin": "https://bihuan.test"}
    answer = await hall.browser().http.post("/login", data=sent, headers=ours)
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/login", "/", PLAN_PAGE, "/projects/NOBODY"])
async def test_every_page_has_the_strict_headers_and_no_script_of_its_own(
    hall: Hall, path: str
) -> None:
    browser = await hall.signed_in("fire")
    answer = await browser.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert " style=" not in answer.text
    assert " onclick" not in answer.text
    assert answer.text.count("<script") == answer.text.count('<script src="/static/')
