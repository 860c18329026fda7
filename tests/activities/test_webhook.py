"""What a unit's own system is sent: signed, to a host that is allowed, and nowhere inside."""

import asyncio
import base64
import json
import re
import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from activities.channels.addresses import is_outside
from activities.channels.configured import Robot
from activities.channels.outbound import Outbound, place_of
from activities.channels.port import Letter
from activities.channels.standard import keys_of, signed
from activities.channels.ways import ways_out
from domain.dispatch import Channel
from tests.support.outside import WebSink, web_sink

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
NEXT = "whsec_" + base64.b64encode(b"n" * 32).decode()
LETTER = Letter(
    "msg-1",
    "<1@bihuan>",
    "督办：1 件",
    "县住建局：工作方案到期",
    datetime(2023, 5, 8, 1, tzinfo=UTC),
)


@pytest.fixture
async def web() -> AsyncIterator[WebSink]:
    async with web_sink() as sink:
        yield sink


def system_at(url: str, secret: str = SECRET) -> Any:
    robot = Robot(channel=Channel.WEBHOOK, url=SecretStr(url), secret=SecretStr(secret))
    return ways_out(None, {"oa": robot}, None, private=True)[Channel.WEBHOOK]


def receiver() -> Any:
    """The receiver's side as docs/machines.md shows it, run as it stands there."""
    page = Path(__file__).parents[2] / "docs" / "machines.md"
    found = re.search(r"```python\n(# 接收方.*?)```", page.read_text(encoding="utf-8"), re.S)
    assert found is not None
    room: dict[str, Any] = {}
    exec(compile(found[1], "docs/machines.md", "exec"), room)  # noqa: S102  # our own page
    return room


def headers_of(web: WebSink, n: int = 0) -> dict[str, str]:
    lines = [x.split(": ", 1) for x in web.headers[n].splitlines() if ": " in x]
    return {x.lower(): y for x, y in lines}


async def test_what_is_sent_is_what_the_shown_receiver_takes_once(web: WebSink) -> None:
    """ASVS 4.1.5: replayed, altered and six minutes old, it is refused."""
    assert (await system_at(web.url("/hook")).send(LETTER, "oa")).outcome == "sent"
    head, ((path, body),) = headers_of(web), web.requests
    assert (path, body["type"]) == ("/hook", "notice.issued")
    assert body["data"] == {"id": "msg-1", "subject": LETTER.subject, "text": LETTER.text}
    raw = json.dumps(body, ensure_ascii=False).encode()
    room = receiver()
    take = room["收下"]
    assert take(SECRET, head, raw, set()) == body
    seen: set[str] = set()
    take(SECRET, head, raw, seen)
    late = signed(keys_of(SECRET), "msg-2", int(time.time()) - 360, raw)
    early = signed(keys_of(SECRET), "msg-3", int(time.time()) + 360, raw)
    for refused in (
        (SECRET, head, raw, seen),
        (SECRET, head, raw.replace("县".encode(), "市".encode()), set()),
        (SECRET, {**head, "webhook-id": "msg-9"}, raw, set()),
        (SECRET, {**head, "webhook-timestamp": str(int(time.time()) + 1)}, raw, set()),
        (SECRET, late, raw, set()),
        (SECRET, early, raw, set()),
        (NEXT, head, raw, set()),
        (SECRET, {}, raw, set()),
        (SECRET, {**head, "webhook-signature": "v1,"}, raw, set()),
    ):
        with pytest.raises(room["不收"]):
            take(*refused)


async def test_while_a_secret_is_succeeded_both_are_good(web: WebSink) -> None:
    await system_at(web.url("/hook"), f"{NEXT} {SECRET}").send(LETTER, "oa")
    head, raw = headers_of(web), json.dumps(web.requests[0][1], ensure_ascii=False).encode()
    take = receiver()["收下"]
    for secret in (SECRET, NEXT):
        assert take(secret, head, raw, set())


def test_the_signature_is_the_published_one() -> None:
    """The example of the standard's own page."""
    keys = keys_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    head = signed(keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert head["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_the_id_stays_and_the_time_is_the_try_s(
    web: WebSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = system_at(web.url("/hook"))
    for now in (1_700_000_000.0, 1_700_000_600.0):
        monkeypatch.setattr("activities.channels.webhook.time.time", lambda now=now: now)
        await way.send(LETTER, "oa")
    first, second = headers_of(web, 0), headers_of(web, 1)
    assert first["webhook-id"] == second["webhook-id"] == "msg-1"
    assert first["webhook-timestamp"] != second["webhook-timestamp"]


@pytest.mark.parametrize(
    ("behave", "outcome"),
    [
        *((x, "sent") for x in ("204", "202", "<p>ok</p>")),
        *((x, "refused") for x in ("302", "410", "429")),
        *((x, "unknown") for x in ("500", "drop")),
    ],
)
async def test_any_2xx_is_received(web: WebSink, behave: str, outcome: str) -> None:
    web.behave = behave
    assert (await system_at(web.url("/hook")).send(LETTER, "oa")).outcome == outcome
    assert [x for x, _ in web.requests] == ["/hook"], "no redirect is followed"


@pytest.mark.parametrize("secret", [None, "", "geheim", "whsec_", "whsec_kurz", "whsec_!!"])
def test_nothing_is_sent_unsigned(secret: str | None) -> None:
    kept = SecretStr(secret) if secret is not None else None
    with pytest.raises(ValidationError, match="whsec_"):
        Robot(channel=Channel.WEBHOOK, url=SecretStr("https://oa.example/hook"), secret=kept)


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        *((x, True) for x in ("8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808")),
        *((x, False) for x in ("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "0.0.0.1")),
        *(
            (x, False)
            for x in ("169.254.169.254", "100.64.0.1", "192.0.0.192", "192.88.99.1", "198.18.0.1")
        ),
        *((x, False) for x in ("224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::")),
        *(
            (x, False)
            for x in (
                "fe80::1%eth0",
                "fc00::1",
                "fec0::1",
                "3fff::1",
                "ff02::1",
                "::ffff:127.0.0.1",
            )
        ),
        *((x, False) for x in ("::ffff:a9fe:a9fe", "2002:7f00:1::", "64:ff9b::7f00:1")),
        *((x, False) for x in ("64:ff9b:1::a00:1", "::127.0.0.1", "localhost", "")),
    ],
)
def test_which_addresses_are_outside(address: str, outside: bool) -> None:
    """ASVS 1.3.6: however a private address is written."""
    assert is_outside(address) is outside


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "10.0.0.8"],
        ["::ffff:169.254.169.254"],
        ["64:ff9b::a00:1"],
        ["fd00::1", "8.8.8.8"],
    ],
)
async def test_a_name_that_leads_inside_is_sent_nothing(
    answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 1.3.6: one address of several is enough to refuse."""

    async def look_up(host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (x, port)) for x in answers]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    found = await Outbound().post("https://robot.example/send", {})
    assert getattr(found, "reason", "") == "地址指向内部网络，没有发送"


async def test_a_name_that_turns_inwards_the_second_time_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ASVS 1.3.6: rebinding. The address that was looked at is the one that is called."""
    asked, called = list[str](), list[Any]()

    async def look_up(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        there = "203.0.114.7" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (there, port))]

    async def exchange(_self: object, request: Any, _read: object) -> None:
        called.append(request.url.host)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "getaddrinfo", look_up)
    monkeypatch.setattr(Outbound, "_exchange", exchange)
    await Outbound().post("https://robot.example/send", {})
    assert (asked, called) == (["robot.example"], ["203.0.114.7"])


async def test_only_hosts_that_are_named_are_written_to(web: WebSink) -> None:
    """ASVS 1.3.6: a list of what is allowed, with ports."""
    robot = Robot(
        channel=Channel.WEBHOOK, url=SecretStr(web.url("/hook")), secret=SecretStr(SECRET)
    )
    narrow = ways_out(None, {"oa": robot}, None, private=True, hosts=("oa.example",))
    found = await narrow[Channel.WEBHOOK].send(LETTER, "oa")
    assert found.outcome == "refused"
    out = Outbound(private=True, hosts=[place_of(web.url("/"))])
    elsewhere = await out.post(f"http://localhost:{web.port}/hook", {})
    other_port = await out.post("http://127.0.0.1:1/hook", {})
    for refused in (elsewhere, other_port):
        assert getattr(refused, "reason", "") == "对方主机不在允许的名单里，没有发送"
    assert web.requests == []
    assert [place_of(x) for x in ("oa.example", "https://OA.example/x", "oa.example:8443")] == [
        *("oa.example:443", "oa.example:443", "oa.example:8443")
    ]
