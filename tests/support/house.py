"""A furnished house: one congress's year in July 2023 with something of every kind in it.

Three projects of Longgang (one in time, one late, one silent), a township's first half of the year
told to its end, another one before its vote, wishes, suggestions, books, a station, a box that is
open. For tests that look at every page; what is made up is marked as everywhere (SYN).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from domain.appraisal.messages import Appraised, AssignAppraisal, HearReport, RecordAppraisal
from domain.base import Command
from domain.calendar import start_of
from domain.collection.messages import OpenCollection
from domain.forms import Counts
from domain.given import Actor
from domain.names import APPRAISAL, COLLECTION, SUGGESTION, WISH, stream_id
from domain.suggestion.messages import AssignSuggestion
from domain.wish.channels import Channel
from domain.wish.messages import Source, TakeWish
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import clocks
from ledger.queries.follow_ups import open_follow_ups
from tests.support import suggestions as said_by
from tests.support.first_half import FirstHalf, say_all
from tests.support.play import Play, Said
from tests.support.town import REGION
from tests.support.wishes import SAID

START = datetime.fromisoformat("2023-01-06T10:00:00+08:00")
NOW = datetime.fromisoformat("2023-07-20T10:00:00+08:00")
OFFICE = Actor("staff-1", "clerk", REGION)
ZZ23 = FirstHalf(titles=("村道硬化（样本）", "路灯维修（样本）", "卫生室配药（样本）"))
QX23 = FirstHalf(
    id="QX23", region="河南省/平顶山市/宝丰县/石桥镇", titles=ZZ23.titles, vote=date(2023, 8, 1)
)
LG24 = OpenCollection(
    id="LG24",
    title="龙港市2024年民生实事项目征集",
    region=REGION,
    regime="longgang@2",
    year=2024,
    session=date(2024, 1, 16),
    session_assumed=True,
    opens=date(2023, 7, 1),
    closes=date(2023, 8, 31),
)


async def furnish(ledger: Ledger, until: datetime = NOW, more: Iterable[Said] = ()) -> None:
    """Say it all, in the order of the days, and keep every moment between."""
    own = [*Play("longgang@1").rehearse(until.date()).said, *ZZ23.whole(), *QX23.collected()]
    lines = [*own, *_others(), *more]
    for line in sorted((x for x in lines if x.at < until), key=lambda x: x.at):
        await keep_until(ledger, line.at)
        await say_all(ledger, [line])
        await carry_out(ledger)
    await keep_until(ledger, until)


async def keep_until(ledger: Ledger, until: datetime) -> None:
    """What the clocks do: every moment before that instant, each at its own; then it is then."""
    while due := [x for x in await clocks(ledger) if x.next_at is not None and x.next_at <= until]:
        for one in sorted(due, key=lambda x: x.next_at or until):
            if one.next_at is not None and one.next_at > await ledger.now():
                await set_clock(ledger, one.next_at)
            await ledger.keep(one.stream, by="clock")
    await set_clock(ledger, until)


async def carry_out(ledger: Ledger) -> None:
    """What one stream owes another because of what was said."""
    while owed := await open_follow_ups(ledger):
        for stream in {x.stream for x in owed}:
            await ledger.keep(stream, by="clock")


def _others() -> Iterable[Said]:
    """What hangs on no project: wishes, a suggestion, an appraisal."""
    yield Said(_at(date(2023, 6, 25)), stream_id(COLLECTION, "LG24"), LG24, OFFICE)
    for n, (name, text) in enumerate(SAID.items()):
        taken = TakeWish(
            id=name.replace("ZZ23", "LG24"),
            collection="LG24",
            region=REGION,
            text=text,
            source=Source(channel=Channel.RECEPTION, on=date(2023, 7, 3 + n), place="新渡村联络站"),
            opens=LG24.opens,
            last=LG24.closes,
        )
        yield Said(_at(date(2023, 7, 4 + n)), stream_id(WISH, taken.id), taken, OFFICE)
    yield from _suggestion()
    yield from _appraisal()


def _suggestion() -> Iterable[Said]:
    """The road of S002's example, handed in, assigned, on its way."""
    stream, day = stream_id(SUGGESTION, "DJ-0001"), date(2023, 6, 19)
    steps: list[tuple[int, Command, Actor]] = [
        (0, said_by.proposal(), said_by.DEPUTY),
        (1, _assigned(), said_by.OFFICE),
        (5, said_by.stage(said_by.CONTACT, day + timedelta(days=5)), said_by.UNIT),
    ]
    for days, command, by in steps:
        yield Said(_at(day + timedelta(days=days)), stream, command, by)


def _assigned() -> Any:
    return AssignSuggestion(lead=said_by.LEAD, co=(said_by.CO,))


def _appraisal() -> Iterable[Said]:
    stream, day = stream_id(APPRAISAL, "A1"), date(2023, 6, 1)
    office = Appraised(id="office", name="城关街道办事处", kind="street_office", matter="民生实事")
    assigned = AssignAppraisal(
        id="A1",
        region=f"{REGION}/（样稿）城关街道",
        regime="shangluo-street@1",
        objects=(office,),
        report_by=date(2023, 12, 31),
        title="城关街道民主评议",
        document="常发3号",
        on=day,
    )
    counts = Counts(satisfied=50, basic=8, dissatisfied=2)
    count = RecordAppraisal(
        object="office", on=day, meeting="第二次会议", roll=62, present=60, counts=counts
    )
    for n, command in enumerate(
        (assigned, HearReport(object="office", on=day, document="报告"), count)
    ):
        yield Said(_at(day) + timedelta(minutes=n), stream, command, OFFICE)


def _at(day: date) -> datetime:
    return start_of(day) + timedelta(hours=9)
