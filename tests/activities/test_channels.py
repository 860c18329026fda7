"""Each way out, against a server that behaves as the real ones do, well and badly."""

import asyncio
import base64
import hashlib
import hmac
import logging
import socket
from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from activities.channels import outbound
from activities.channels.configured import MailServer, Robot, SmsGateway
from activities.channels.dingtalk import signed
from activities.channels.feishu import signature
from activities.channels.mail import Mail
from activities.channels.outbound import Outbound
from activities.channels.port import Letter, WayOut
from activities.channels.ways import ways_out
from domain.calendar import SHANGHAI
from domain.dispatch import Channel
from domain.outcomes import Refused
from tests.support import free_port
from tests.support.outside import MailSink, WebSink, mail_sink, web_sink

LETTER = Letter(
    "3f0c",
    "<3f0c@longgang.example>",
    "督办函：工作方案（农村老旧民房电气线路改造）",
    '市消防救援大队：您有 1 件督办通知。\n【2023-000001】督办函 <at user_id="all">',
    datetime(2023, 5, 10, 8, 30, tzinfo=SHANGHAI),
)
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture
async def sink() -> AsyncIterator[MailSink]:
    async with mail_sink() as made:
        yield made


@pytest.fixture
async def web() -> AsyncIterator[WebSink]:
    async with web_sink() as made:
        yield made


def mail_by(port: int) -> Mail:
    return Mail(
        MailServer(host="127.0.0.1", port=port, security="none", sender="duban@longgang.example")
    )


def robots_at(web: WebSink) -> dict[Channel, WayOut]:
    robots = {
        "wecom": Robot(channel=Channel.WECOM, url=SecretStr(web.url(f"/send?key={KEY}"))),
        "dingtalk": Robot(
            channel=Channel.DINGTALK,
            url=SecretStr(web.url(f"/robot/send?access_token={KEY}")),
            secret=SecretStr("SEC000"),
        ),
        "feishu": Robot(
            channel=Channel.FEISHU,
            url=SecretStr(web.url(f"/hook/{KEY}")),
            secret=SecretStr("SEC111"),
        ),
    }
    gateway = SmsGateway(url=SecretStr(web.url("/sms")), token=SecretStr("gateway-key"))
    return ways_out(None, robots, gateway, private=True)


async def test_a_chinese_mail_is_read_back_as_it_was_written(sink: MailSink) -> None:
    outcome = await mail_by(sink.port).send(LETTER, "xiaofang@longgang.example")
    assert outcome.outcome == "sent"
    assert sink.recipients == ["xiaofang@longgang.example"]
    sink.raw[0].decode("ascii")  # every server between understands it
    mail = sink.mails[0]
    assert mail["Subject"] == LETTER.subject
    assert mail["From"] == "民生实事项目督办 <duban@longgang.example>"
    assert mail["Message-ID"] == LETTER.message_id
    assert mail["Date"] == "Wed, 10 May 2023 08:30:00 +0800"
    assert mail.get_content().strip() == LETTER.text


@pytest.mark.parametrize(
    ("behave", "outcome", "passing"),
    [("drop", "unknown", None), ("451", "refused", True), ("550", "refused", False)],
)
async def test_a_mail_server_that_fails(
    sink: MailSink, behave: str, outcome: str, passing: bool | None
) -> None:
    sink.behave = behave
    found = await mail_by(sink.port).send(LETTER, "a@b.cn")
    assert found.outcome == outcome
    assert getattr(found, "passing", None) == passing
    assert "a@b.cn" not in found.reason  # what the server says may name a person


async def test_a_dead_mail_server_has_certainly_sent_nothing() -> None:
    found = await mail_by(free_port()).send(LETTER, "a@b.cn")
    assert (found.outcome, getattr(found, "passing", None)) == ("refused", True)


async def test_robots_get_plain_text_in_their_own_form(web: WebSink) -> None:
    ways = robots_at(web)
    for channel in (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU):
        assert (await ways[channel].send(LETTER, channel.value)).outcome == "sent"
    bodies = [body for _, body in web.requests]
    assert bodies[0] == {"msgtype": "text", "text": {"content": LETTER.text}}
    assert bodies[1] == bodies[0]
    assert "〈at user_id=" in bodies[2]["content"]["text"]  # no name calls everybody


async def test_signatures_are_what_the_robots_check(web: WebSink) -> None:
    ways = robots_at(web)
    await ways[Channel.DINGTALK].send(LETTER, "dingtalk")
    await ways[Channel.FEISHU].send(LETTER, "feishu")
    query = parse_qs(urlsplit(web.requests[0][0]).query)
    said = f"{query['timestamp'][0]}\nSEC000".encode()
    expected = base64.b64encode(hmac.new(b"SEC000", said, hashlib.sha256).digest()).decode()
    assert query["sign"] == [expected]
    assert query["access_token"] == [KEY]
    body = web.requests[1][1]
    assert body["sign"] == signature("SEC111", int(body["timestamp"]))


def test_signatures_of_a_known_time() -> None:
    robot = Robot(channel=Channel.DINGTALK, url=SecretStr("https://r/send?access_token=t"))
    assert signed(robot, 1) == "https://r/send?access_token=t"
    known = signed(robot.model_copy(update={"secret": SecretStr("SEC000")}), 1683678600000)
    assert known.startswith("https://r/send?access_token=t&timestamp=1683678600000&sign=")


@pytest.mark.parametrize(
    ("behave", "outcome", "passing"),
    [
        ({"errcode": 0, "errmsg": "ok"}, "sent", None),
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, "refused", False),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, "refused", True),
        ({"errmsg": "ok"}, "unknown", None),
        ("<html>welcome</html>", "unknown", None),
        ("500", "unknown", None),
        ("404", "refused", False),
        ("429", "refused", True),
        ("302", "refused", False),
        ("drop", "unknown", None),
    ],
)
async def test_what_a_robot_answers_is_what_we_say(
    web: WebSink, behave: object, outcome: str, passing: bool | None
) -> None:
    web.behave = behave
    found = await robots_at(web)[Channel.WECOM].send(LETTER, "wecom")
    assert found.outcome == outcome
    assert getattr(found, "passing", None) == passing
    assert [x for x, _ in web.requests] == [f"/send?key={KEY}"]  # and nowhere else


async def test_a_robot_that_hangs_is_unknown(web: WebSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "PATIENCE", 2.0)
    web.behave = "hang"
    found = await robots_at(web)[Channel.WECOM].send(LETTER, "wecom")
    assert found.outcome == "unknown"
    assert len(web.requests) == 1


async def test_a_gateway_gets_the_number_the_text_and_the_same_id(web: WebSink) -> None:
    sms = robots_at(web)[Channel.SMS]
    assert (await sms.send(LETTER, "13800000000")).outcome == "sent"
    assert web.requests[0][1] == {"id": "3f0c", "to": "13800000000", "text": LETTER.text}
    assert "authorization: bearer gateway-key" in web.headers[0].lower()
    web.behave = {"code": 7}
    assert (await sms.send(LETTER, "13800000000")).outcome == "refused"


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/send", "https://localhost/send", "https://10.0.0.8/", "https://[::1]/x"],
)
async def test_nothing_is_sent_to_our_own_network(url: str) -> None:
    """ASVS 1.3.6"""
    found = await Outbound().post(url, {})
    assert getattr(found, "reason", "") == "地址指向内部网络，没有发送"


async def test_the_address_that_was_checked_is_the_one_that_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ASVS 1.3.6 13.2.5"""
    hello = asyncio.get_running_loop().create_future()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello.set_result(await reader.read(4096))
        writer.close()

    asked: list[str] = []

    async def look_up(host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
        found = await Outbound(private=True).post(f"https://robot.example:{port}/send", {})
    assert asked == ["robot.example"]  # a second look-up could point elsewhere
    assert b"robot.example" in await hello  # the certificate is asked for by name
    assert found == Refused(reason="连不上对方服务器", passing=True)


async def test_nothing_is_sent_in_clear(web: WebSink) -> None:
    """ASVS 12.2.1 12.3.1"""
    found = await Outbound().post(web.url("/send"), {})
    assert getattr(found, "outcome", "") == "refused"
    assert web.requests == []


async def test_only_a_configured_robot_of_that_kind_is_asked(web: WebSink) -> None:
    """ASVS 13.2.4"""
    ways = robots_at(web)
    for name in ("feishu", "nobody", web.url("/anything")):
        assert (await ways[Channel.WECOM].send(LETTER, name)).outcome == "refused"
    assert web.requests == []


async def test_no_key_reaches_a_log(web: WebSink, caplog: pytest.LogCaptureFixture) -> None:
    """ASVS 16.2.5"""
    caplog.set_level(logging.INFO)
    ways = robots_at(web)
    await ways[Channel.WECOM].send(LETTER, "wecom")
    web.behave = "drop"
    await ways[Channel.FEISHU].send(LETTER, "feishu")
    assert KEY not in caplog.text
    assert KEY not in repr(ways)
    assert KEY not in repr(Robot(channel=Channel.WECOM, url=SecretStr(KEY)))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
async def test_a_line_end_in_a_subject_or_an_address_writes_no_header(
    sink: MailSink, end: str
) -> None:
    """ASVS 1.3.11"""
    forged = LETTER._replace(subject=f"督办{end}Bcc: other@b.cn")
    with pytest.raises(ValueError, match="may not contain linefeed"):
        mail_by(sink.port).written(forged, "a@b.cn")
    with pytest.raises(ValueError, match="may not contain linefeed"):
        mail_by(sink.port).written(LETTER, f"a@b.cn{end}Bcc: other@b.cn")
    assert sink.mails == []
