"""Every answer there is, one by one: its headers, its cookies, where it leads, what it gives away.

The routes are read from the application, so that a new one is asked by itself. What answers
otherwise than the rest stands in `OTHERWISE` with its reason.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.docs import STATIC
from api.guard import HEADERS, SEALED
from tests.pages.conftest import OURS, Browser, Hall
from tests.support.routes import filled, routes

CARD = "/open/projects/{project}/card"
EMBED = "/open/projects/{project}/embed"
OTHERWISE = {
    (CARD, "content-security-policy"): "stands in another's frame, with nothing to press",
    (CARD, "cross-origin-resource-policy"): "the same",
    (CARD, "cross-origin-opener-policy"): "the same",
    (EMBED, "content-security-policy"): "shows the card in a frame of ours",
}
OPEN = ("/open", "/api/v1/open", "/candidates/{collection}", "/deputies/")
"""What is the same for everybody and may be kept by a browser, where it says so."""
LEFT_LYING = (
    *("/.git/HEAD", "/.git/config", "/.gitignore", "/.svn/entries", "/.hg", "/.env", "/.DS_Store"),
    *("/backup.zip", "/backup.sql", "/dump.sql", "/db.sqlite", "/index.html.bak", "/index.html~"),
    *("/settings.py", "/api/app.py", "/pyproject.toml", "/Dockerfile", "/docker-compose.yml"),
    *("/requirements.lock", "/running.json", "/var/running.json", "/keys/log.key", "/evidence"),
    *("/metrics", "/server-status", "/debug", "/console", "/actuator", "/actuator/health"),
    *("/phpinfo.php", "/admin.php", "/redoc", "/docs/oauth2-redirect", "/swagger.json"),
    *("/static", "/static/", "/static/vendor", "/static/vendor/", "/static/group/"),
    *("/static/../settings.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"),
    *("/static/%2e%2e%2f%2e%2e%2fsettings.py", "/static//etc/passwd", "/static/..%5capp.py"),
)


def faults(answer: httpx2.Response, path: str) -> Iterator[str]:
    """What is wrong with the headers of an answer of that route."""
    told = answer.headers
    attached = told.get("content-disposition", "").startswith("attachment")
    for name, value in HEADERS.items():
        own, key = told.get(name, ""), (path, name.lower())
        wanted = SEALED if attached and key[1] == "content-security-policy" else value
        if key[1] == "cache-control":
            yield from [f"{name}: {own}"] if not _kept_rightly(own, path) else []
        elif own != wanted and key not in OTHERWISE:
            yield f"{name}: {own}"
    yield from _policy(told["content-security-policy"], path)
    kind = told.get("content-type", "")
    if answer.content and not kind:
        yield "a body without a type"
    if kind.startswith("text/") or "xml" in kind.partition(";")[0].rpartition("+")[2]:
        yield from [] if "charset=utf-8" in kind.lower() or "officedocument" in kind else [kind]
    if not told.get("x-request-id"):
        yield "no number"
    loud = ("server", "x-powered-by", "access-control-allow-origin", "x-aspnet-version")
    yield from (x for x in loud if x in told)
    yield from _cookies(told.get_list("set-cookie"))
    where = told.get("location", "/")
    if not where.startswith("/") or where.startswith("//"):
        yield f"leads to {where}"


def _policy(policy: str, path: str) -> Iterator[str]:
    said = {x.split()[0]: x.split()[1:] for x in policy.split(";")}
    wanted = {"default-src": ["'none'"], "base-uri": ["'none'"]}
    if path != CARD:
        wanted["frame-ancestors"] = ["'none'"]
    yield from (f"policy: {x}" for x, y in wanted.items() if said.get(x) != y)
    careless = [x for name, told in said.items() for x in told if name != "frame-ancestors"]
    yield from (x for x in careless if "unsafe" in x or "*" in x or "http" in x)


def _kept_rightly(own: str, path: str) -> bool:
    if path.startswith("/static") or path == "/group/worker.js":
        return own == "no-cache"
    if path.startswith("/calendar/"):
        return own in ("no-store", "private, no-cache")
    return own == "no-store" or (own.startswith("public, max-age=") and path.startswith(OPEN))


def _cookies(cookies: list[str]) -> Iterator[str]:
    for cookie in cookies:
        name, *said = (x.strip().lower() for x in cookie.split(";"))
        wanted = {"secure", "httponly", "path=/"} <= set(said)
        same = {"samesite=lax", "samesite=strict"} & set(said)
        if not (name.startswith("__host-") and wanted and same):
            yield f"cookie: {cookie}"


async def asked(hall: Hall) -> list[tuple[str, str, httpx2.Response]]:
    """What each route answers to nobody, to a clerk and to a clerk's program."""
    clerk, token = await hall.signed_in("clerk"), await hall.town.token("clerk", "clerk")
    bearer = {"Authorization": f"Bearer {token}"}
    found = []
    for method, path in routes():
        if path == "/logout":
            continue
        people: list[tuple[Browser, dict[str, str]]] = [(hall.browser(), OURS), (clerk, OURS)]
        people += [(hall.browser(), bearer)] if path.startswith(("/api", "/openapi")) else []
        for browser, headers in people:
            answer = await browser.http.request(method, filled(path), headers=headers)
            found.append((method, path, answer))
    return found


async def test_every_answer_of_every_route_has_the_headers(hall: Hall) -> None:
    """ASVS 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.4.8 4.1.1 3.3.1 3.3.2 3.3.3 3.3.4 3.7.2
    14.3.2"""
    answers = await asked(hall)
    wrong = [(m, p, x.status_code, y) for m, p, x in answers for y in faults(x, p)]
    assert len({(m, p) for m, p, _ in answers}) > 500
    assert {200, 303, 401, 403, 404} <= {x.status_code for _, _, x in answers}
    assert wrong == []
    assert [(m, p) for m, p, x in answers if x.status_code >= 500] == []


async def test_what_no_route_answers_has_them_too(hall: Hall) -> None:
    """ASVS 13.4.4 3.4.1 3.4.3 3.4.4"""
    browser = hall.browser()
    for method in ("GET", "HEAD", "OPTIONS", "TRACE", "TRACK", "CONNECT", "PROPFIND", "X"):
        for path in ("/nowhere", "/", "/api/v1/me", "/static/ui.css", "/a%00b", "/login"):
            answer = await browser.http.request(method, path, headers={"X-Canary": "echo"})
            assert list(faults(answer, path if path.startswith("/static") else "/")) == [] or (
                answer.status_code in (404, 405) and path.startswith("/static")
            ), (method, path)
            if method not in ("GET", "HEAD"):
                assert answer.status_code in (404, 405), (method, path)
                assert "echo" not in answer.text
                assert "canary" not in answer.text.lower()


async def test_every_static_file_says_what_it_is(hall: Hall) -> None:
    """ASVS 3.4.4 4.1.1"""
    browser = hall.browser()
    files = [x for x in STATIC.rglob("*") if x.is_file()]
    known = {".css", ".js", ".svg", ".woff2", ".html", ".json", ".md", ".txt", ""}
    assert {x.suffix for x in files} <= known
    for file in files:
        answer = await browser.http.get(f"/static/{file.relative_to(STATIC)}")
        assert answer.status_code == 200
        assert list(faults(answer, "/static")) == [], file


@pytest.mark.parametrize("who", ["", "clerk", "root"])
async def test_nothing_lies_about_that_is_not_meant_to(hall: Hall, who: str) -> None:
    """ASVS 13.4.1 13.4.3 13.4.5"""
    browser = await hall.signed_in(who) if who else hall.browser()
    files = [x.relative_to(STATIC) for x in STATIC.iterdir() if x.is_file()]
    backups = [f"/static/{x}{y}" for x in files[:10] for y in ("~", ".bak", ".orig", ".map", ".gz")]
    for path in (*LEFT_LYING, *backups):
        request = browser.http.build_request("GET", path)
        answer = await browser.http.send(request)
        assert answer.status_code in (404, 405), path
        assert "Index of" not in answer.text


async def test_the_description_is_whole_for_who_is_known_and_open_for_everybody(
    hall: Hall,
) -> None:
    """ASVS 13.4.5"""
    unit = await hall.town.token("unit:市消防救援大队", "unit")
    clerk = await hall.signed_in("clerk")

    async def told(browser: Browser, headers: dict[str, str]) -> Any:
        answer = await browser.http.get("/openapi.json", headers=headers)
        assert answer.headers["vary"] == "Cookie, Authorization"
        return answer.json()

    nobody = hall.browser()
    whole = await told(nobody, {"Authorization": f"Bearer {unit}"})
    assert len(whole["paths"]) > 200
    assert await told(clerk, {}) == whole
    for headers in ({}, {"Authorization": "Bearer bh_aaaaaaaa_" + "A" * 43}):
        seen = await told(nobody, headers)
        assert {x for x in seen["paths"] if not x.startswith("/api/v1/open/")} == set()
        assert 5 <= len(seen["paths"]) < 30
        assert "securitySchemes" not in seen["components"]
        assert "wish" not in str(seen["components"]).lower()


def test_nothing_runs_in_debugging(hall: Hall) -> None:
    """ASVS 13.4.2"""
    assert hall.app.debug is False
    told = [x.read_text() for x in Path("api").rglob("*.py")]
    assert [x for x in told if "debug=True" in x] == []


async def test_a_slash_too_many_leads_to_our_own_address_whatever_the_host_says(
    hall: Hall,
) -> None:
    """ASVS 3.7.2"""
    browser = hall.browser()
    page = {"Accept": "text/html", "Host": "evil.test"}
    led = await browser.http.get("/open/", headers=page)
    assert (led.status_code, led.headers["location"]) == (307, "/open")
    for path in ("//evil.test/", "/\\evil.test/", "/api/v1/me/", "/static/"):
        answer = await browser.http.get(path, headers=page)
        where = answer.headers.get("location", "/")
        assert where.startswith("/"), path
        assert not where.startswith("//"), path


async def test_signing_out_empties_the_browser_s_cache(hall: Hall) -> None:
    """ASVS 14.3.1: also of pages that were left with the button back."""
    clerk = await hall.signed_in("clerk")
    await clerk.get("/")
    out = await clerk.post("/logout", {"form_token": clerk.hidden("form_token")})
    assert out.headers["clear-site-data"] == '"cache"'
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert out.headers["cache-control"] == "no-store"
