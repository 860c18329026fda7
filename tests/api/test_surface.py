"""What every answer has: headers, a description without another host, no hanging on Temporal."""

import hashlib
import re
import time

import pytest
from temporalio.client import Client

from api.docs import STATIC
from api.guard import HEADERS
from api.live import clock_of
from tests.support import free_port
from tests.support.town import PLAN, Service, Town


async def test_every_answer_has_the_headers(town: Town) -> None:
    """ASVS 14.3.2"""
    for path, token in (("/duties", town.fire), ("/nowhere", None), ("/healthz", None)):
        answer = await town.ask("GET", path, token)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)
        assert answer.headers["x-request-id"]


async def test_a_fault_of_ours_is_a_problem_with_a_number(service: Service) -> None:
    """ASVS 16.5.1 16.3.4"""

    class Broken:
        def __getattr__(self, name: str) -> None:
            raise RuntimeError("secret inside")

    service.app.state.tools = Broken()
    answer = await service.ask("GET", "/me", "x")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] in answer.json()["detail"]
    assert "secret" not in answer.text


async def test_the_documentation_asks_no_other_host(service: Service) -> None:
    """ASVS 14.2.3"""
    page = await service.http.get("/docs")
    assert page.headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'"
    )
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert all(x.startswith(("/", "data:")) for x in loaded)
    assert not re.search(r"<script>|<style>|\son\w+=|\sstyle=", page.text)
    for path in loaded:
        if path.startswith("/static"):
            assert (await service.http.get(path)).status_code == 200
    described = (await service.http.get("/openapi.json")).json()
    assert described["openapi"].startswith("3.1")


def test_what_is_vendored_is_what_was_published() -> None:
    vendor = STATIC / "vendor"
    lines = (vendor / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    there = {str(x.relative_to(vendor)) for x in (vendor / "swagger-ui").iterdir()}
    assert there <= set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest


async def test_every_error_in_the_description_is_a_problem(service: Service) -> None:
    for path, item in service.app.openapi()["paths"].items():
        for method, operation in item.items():
            assert operation["operationId"]
            for status, answer in operation["responses"].items():
                oauth = path == "/api/v1/token" and int(status) in (400, 401)  # RFC 6749 §5.2
                if int(status) >= 400 and path != "/healthz" and not oauth:
                    assert list(answer["content"]) == ["application/problem+json"], (path, method)


async def test_what_is_refused_before_any_route_is_described_at_every_address(
    service: Service,
) -> None:
    """ASVS 16.5.1: an unreadable head, a body over the limit, too many requests, no database."""
    for path, item in service.app.openapi()["paths"].items():
        for method, operation in item.items():
            told = set(operation["responses"])
            assert path == "/healthz" or told >= {"400", "413", "429", "503"}, (path, method)


async def test_a_temporal_that_is_away_is_told_in_words_and_soon() -> None:
    """ASVS 16.5.2"""
    client = await Client.connect(f"127.0.0.1:{free_port()}", lazy=True)
    started = time.monotonic()
    told = await clock_of(client, "project:LG23-01")
    assert time.monotonic() - started < 4
    assert (told.available, told.zh) == (False, "时钟服务暂不可用，记录不受影响")
    started = time.monotonic()
    for n in range(1000):
        assert (await clock_of(client, f"project:{n}")).available is False
    assert time.monotonic() - started < 1, "who did not answer is not asked again for each page"


async def test_nothing_is_said_twice_in_a_log_nor_any_secret(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """ASVS 16.2.3 16.2.5"""
    await town.ask("POST", "/projects/LG23-01%0A/duties/work_plan/filings", town.fire, json=PLAN)
    told = capsys.readouterr()
    assert town.fire[12:] not in told.out + told.err
    assert PLAN["target"] not in told.out + told.err
