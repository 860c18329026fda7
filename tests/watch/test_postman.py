"""The postman: what is issued at night leaves at the opening, once, and is never called sent if
nobody knows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import pytest
import structlog
from pydantic import SecretStr

from activities.channels.configured import MailServer, Robot
from activities.channels.port import Letter
from activities.channels.ways import ways_out
from domain.calendar import SHANGHAI
from domain.dispatch import A_MINUTE, MOST_UNKNOWN, Channel, OfficeHours
from domain.duty_commands import Acknowledge
from domain.names import PROJECT, stream_id
from domain.outcomes import Outcome, Refused, Sent
from ledger.clock import set_clock
from ledger.contacts import Contact, contacts, erase_contact, set_contact
from ledger.door import Ledger
from ledger.queries.inbox import Notice, inbox_of
from settings import Settings
from tests.support import free_port
from tests.support.filing import Desk
from tests.support.outside import MailSink, WebSink, mail_sink, web_sink
from tests.support.year import CARD, UNIT
from watch.__main__ import postman as as_configured
from watch.postman import Postman

STREAM = stream_id(PROJECT, CARD.id)
FIRE = f"unit:{CARD.lead_unit}"
ADDRESS = "xiaofang@longgang.example"
SetTime = Callable[[str], Awaitable[datetime]]


@pytest.fixture
async def ledger(ledger: Ledger) -> Ledger:
    """Longgang's first project, voted on 31 March 2023; its work plan is due on Thursday 4 May."""
    await set_clock(ledger, datetime(2023, 5, 3, 20, tzinfo=SHANGHAI))
    await Desk(ledger).adopt()
    return ledger


@pytest.fixture
def it_is(ledger: Ledger) -> SetTime:
    """Let it be that Shanghai time; the clock keeps what is due by then."""

    async def set_(text: str) -> datetime:
        now = await set_clock(ledger, datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))
        await ledger.keep(STREAM, by="sweeper")
        return now

    return set_


@pytest.fixture
async def sink() -> AsyncIterator[MailSink]:
    async with mail_sink() as made:
        yield made


@pytest.fixture
async def web() -> AsyncIterator[WebSink]:
    async with web_sink() as made:
        yield made


@pytest.fixture
async def address(ledger: Ledger) -> Contact:
    return await set_contact(ledger, FIRE, Channel.MAIL, ADDRESS)


def postman(ledger: Ledger, port: int = 0, web: WebSink | None = None) -> Postman:
    mail = MailServer(host="127.0.0.1", port=port, security="none", sender="duban@longgang.example")
    robots = {}
    if web is not None:
        url = SecretStr(web.url("/send?key=geheim"))
        robots["fire-group"] = Robot(channel=Channel.WECOM, url=url)
    ways = ways_out(mail if port else None, robots, None, private=True)
    return Postman(ledger, ways, OfficeHours(), host="longgang.example")


async def notices(ledger: Ledger, party: str = FIRE) -> tuple[Notice, ...]:
    return (await inbox_of(ledger, party, None, limit=200)).items


async def tried(ledger: Ledger) -> list[tuple[str, int, str]]:
    """Every notice's deliveries: channel, tries, outcome."""
    shown = [y for x in await notices(ledger) for y in x.deliveries]
    return sorted({(x.channel, x.attempt, x.outcome) for x in shown})


async def test_the_night_is_quiet_and_the_opening_brings_one_digest(
    ledger: Ledger, address: Contact, sink: MailSink, it_is: SetTime
):
    await it_is("2023-05-04 20:00")  # reminded after hours, on the last day
    await it_is("2023-05-05 00:05")  # and late at midnight
    carrier = postman(ledger, sink.port)
    for text in ("2023-05-05 00:05", "2023-05-05 08:29"):
        await it_is(text)
        assert await carrier.round() == 0
    assert sink.raw == []
    assert len(await notices(ledger)) > 1  # the marks did not wait
    await it_is("2023-05-05 08:30")
    assert await carrier.round() == 1
    assert await carrier.round() == 0
    text = sink.mails[0].get_content()
    late = next(x for x in await notices(ledger) if x.kind == "overdue")
    assert f"【{late.number}】逾期催办：{CARD.name}" in text
    assert text.count("【2023-") == len([x for x in await notices(ledger) if x.deliveries])
    assert "工作日 08:30–17:30 发送（本系统默认）" in text
    assert sink.recipients == [ADDRESS]


async def test_a_holiday_is_quiet_too(
    ledger: Ledger, address: Contact, sink: MailSink, it_is: SetTime
):
    await it_is("2023-06-21 17:31")
    carrier = postman(ledger, sink.port)
    for text in ("2023-06-22 10:00", "2023-06-23 10:00", "2023-06-24 10:00"):  # 端午节
        await it_is(text)
        assert await carrier.round() == 0
    await it_is("2023-06-25 08:30")  # a Sunday that is worked
    assert await carrier.round() == 1


async def test_a_crash_between_sending_and_writing_repeats_the_same_message(
    ledger: Ledger, address: Contact, sink: MailSink, it_is: SetTime, monkeypatch: Any
):
    await it_is("2023-05-05 09:00")

    async def dies(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr("watch.postman.end", dies)
        with pytest.raises(asyncio.CancelledError):
            await postman(ledger, sink.port).round()
    assert await tried(ledger) == [("mail", 1, "unknown")]
    assert await postman(ledger, sink.port).round() == 0  # the lease is not over
    await it_is("2023-05-05 09:03")
    assert await postman(ledger, sink.port).round() == 1
    first, second = sink.mails
    assert sink.raw[0] == sink.raw[1]
    assert first["Message-ID"] == second["Message-ID"]
    assert await tried(ledger) == [("mail", 2, "sent")]


async def test_an_unknown_outcome_is_never_called_sent_and_is_tried_a_few_times(
    ledger: Ledger, web: WebSink, it_is: SetTime
):
    await set_contact(ledger, FIRE, Channel.WECOM, "fire-group")
    web.behave = "drop"
    carrier = postman(ledger, web=web)
    now = await it_is("2023-05-05 09:00")
    for _ in range(MOST_UNKNOWN + 3):
        await carrier.round()
        assert {x for _, _, x in await tried(ledger)} == {"unknown"}
        now = await set_clock(ledger, now + timedelta(hours=1))
    bodies = [body for _, body in web.requests]
    assert len(bodies) == MOST_UNKNOWN
    assert all(x == bodies[0] for x in bodies)
    shown = next(x for x in await notices(ledger) if x.deliveries)
    assert shown.deliveries[0].reason == "已经发出，连接中断"
    assert shown.deliveries[0].again_at is None
    assert str(shown.number) in bodies[0]["text"]["content"]


async def test_a_dead_mail_server_keeps_no_other_channel_waiting_and_is_asked_again(
    ledger: Ledger, address: Contact, web: WebSink, it_is: SetTime
):
    await set_contact(ledger, FIRE, Channel.WECOM, "fire-group")
    port = free_port()
    await it_is("2023-05-05 09:00")
    assert await postman(ledger, port, web).round() == 1
    assert await tried(ledger) == [("mail", 1, "refused"), ("wecom", 1, "sent")]
    numbers = {x.number for x in await notices(ledger) if x.deliveries}
    await it_is("2023-05-05 09:02")
    async with mail_sink() as risen:
        assert await postman(ledger, risen.port, web).round() == 1
        assert all(str(x) in risen.mails[0].get_content() for x in numbers)
    assert await tried(ledger) == [("mail", 2, "sent"), ("wecom", 1, "sent")]


async def test_a_refusal_that_lasts_is_not_repeated(
    ledger: Ledger, address: Contact, sink: MailSink, it_is: SetTime
):
    sink.behave = "550"
    await it_is("2023-05-05 09:00")
    await postman(ledger, sink.port).round()
    await it_is("2023-05-05 15:00")
    await postman(ledger, sink.port).round()
    assert await tried(ledger) == [("mail", 1, "refused")]


async def test_an_erased_address_gets_nothing_and_leaves_nothing(
    ledger: Ledger, address: Contact, sink: MailSink, it_is: SetTime, database: str
):
    await it_is("2023-05-05 09:00")
    await postman(ledger, free_port()).round()  # composed, and refused for now
    await erase_contact(ledger, address.id)
    await it_is("2023-05-05 10:00")
    assert await postman(ledger, sink.port).round() == 0
    assert sink.raw == []
    assert await tried(ledger) == [("mail", 2, "refused")]
    assert await contacts(ledger) == []
    owner = await asyncpg.connect(database)
    tables = ("events", "notices", "messages", "message_attempts", "message_notices", "streams")
    for table in tables:
        rows = await owner.fetchval(f"SELECT string_agg(x::text, ' ') FROM {table} AS x")
        assert ADDRESS not in rows, table
    await owner.close()


async def test_nothing_issued_before_an_address_was_set_is_sent_there(
    ledger: Ledger, sink: MailSink, it_is: SetTime
):
    await it_is("2023-05-05 09:00")
    await set_contact(ledger, FIRE, Channel.MAIL, ADDRESS)
    assert await postman(ledger, sink.port).round() == 0


async def test_an_address_for_one_duty_hears_of_no_other(
    ledger: Ledger, sink: MailSink, it_is: SetTime
):
    owed = f"{CARD.name}，"
    await set_contact(ledger, FIRE, Channel.MAIL, ADDRESS, line="monthly_progress")
    await it_is("2023-05-05 09:00")
    assert await postman(ledger, sink.port).round() == 0
    await it_is("2023-06-30 09:00")
    assert await postman(ledger, sink.port).round() == 1
    told = sink.mails[0].get_content().splitlines()
    lines = [x for x in told if owed in x]
    assert lines
    assert all("进度" in x for x in lines)


async def test_what_was_acknowledged_meanwhile_needs_no_message(
    ledger: Ledger, address: Contact, sink: MailSink, it_is: SetTime
):
    await it_is("2023-05-05 00:05")
    late = next(x for x in await notices(ledger) if x.kind == "overdue")
    seen = Acknowledge(duty=late.duty, revision=late.revision, level=late.level)
    await Desk(ledger).say(seen, by=UNIT)
    await it_is("2023-05-05 09:00")
    await postman(ledger, sink.port).round()
    after = next(x for x in await notices(ledger) if x.kind == "overdue")
    assert after.deliveries == ()


async def test_a_year_on_a_set_clock_writes_to_nobody_outside(
    ledger: Ledger, address: Contact, sink: MailSink, it_is: SetTime
):
    own = Settings(
        mail_host="127.0.0.1", mail_port=sink.port, mail_security="none", mail_from="d@x.example"
    )
    await it_is("2023-05-05 09:00")
    assert await as_configured(own, ledger).round() == 0
    assert sink.raw == []
    local = own.model_copy(update={"outbound_private": True})
    assert await as_configured(local, ledger).round() == 1


class Counting:
    """A way out that takes everything."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, letter: Letter, address: str) -> Outcome:
        self.sent.append(address)
        return Sent()


async def test_a_channel_sends_no_more_a_minute_than_it_may(ledger: Ledger, it_is: SetTime):
    most = A_MINUTE[Channel.WECOM]
    for n in range(most + 5):
        await set_contact(ledger, FIRE, Channel.WECOM, f"group-{n}")
    await it_is("2023-05-05 09:00")
    way = Counting()
    carrier = Postman(ledger, {Channel.WECOM: way}, OfficeHours())
    assert await carrier.round() == most
    assert await carrier.round() == 0
    await it_is("2023-05-05 09:02")
    assert await carrier.round() == 5
    assert len(set(way.sent)) == most + 5


class Busy(Counting):
    """A way out that is asked in vain."""

    async def send(self, letter: Letter, address: str) -> Outcome:
        await super().send(letter, address)
        return Refused(reason="对方忙", passing=True)


async def test_who_is_away_is_not_asked_by_all(ledger: Ledger, it_is: SetTime):
    for n in range(8):
        await set_contact(ledger, FIRE, Channel.WECOM, f"group-{n}")
    await it_is("2023-05-05 09:00")
    way = Busy()
    carrier = Postman(ledger, {Channel.WECOM: way}, OfficeHours())
    asked = []
    for _ in range(4):
        await carrier.round()
        asked.append(len(set(way.sent)))
    assert asked == [3, 6, 8, 8]  # everybody in his turn, nobody twice before his wait is over


async def test_two_postmen_send_each_message_once(ledger: Ledger, it_is: SetTime, database: str):
    for n in range(12):
        await set_contact(ledger, FIRE, Channel.WECOM, f"group-{n}")
    await it_is("2023-05-05 09:00")
    other = await Ledger.connect(database)
    way = Counting()
    both = [Postman(x, {Channel.WECOM: way}, OfficeHours()) for x in (ledger, other)]
    assert sum(await asyncio.gather(*(x.round() for x in both))) == 12
    assert len(set(way.sent)) == len(way.sent) == 12
    await other.close()


async def test_no_address_key_or_text_stands_in_the_log(
    ledger: Ledger, address: Contact, web: WebSink, it_is: SetTime
):
    await set_contact(ledger, FIRE, Channel.WECOM, "fire-group")
    web.behave = {"errcode": 93000, "errmsg": "key geheim is bad"}
    await it_is("2023-05-05 09:00")
    with structlog.testing.capture_logs() as log:
        await postman(ledger, free_port(), web).round()
    said = repr(log)
    assert said.count("not sent") == 2
    for secret in (ADDRESS, "geheim", CARD.name):
        assert secret not in said
