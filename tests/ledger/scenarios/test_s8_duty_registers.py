"""S8 through the ledger (S002): what deputies did is recorded once, each where it belongs; their
books read it, people grade it, and twice excellent in one term is flagged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.activity.messages import RecordActivity
from domain.duty_commands import FileDuty
from domain.forms import BookSeen, RegisterCheck, SpotCheck
from domain.given import Actor
from domain.meeting.attendance import Attendance, TakeAttendance
from domain.meeting.messages import OpenMeeting
from domain.names import ACTIVITY, MEETING, PROGRAMME, REGISTER, STATION, stream_id
from domain.programme.messages import OpenProgramme
from domain.register.assessing import sheet_of
from domain.register.messages import GradeBook, MakeEntry, OpenBook, Told, book_id
from domain.register.scoring import recommended
from domain.register.state import Book
from domain.station.messages import (
    AnswerOpinion,
    EnrolStation,
    FollowUpOpinion,
    ReceiveVoters,
    RouteOpinion,
    Setup,
    TakeOpinion,
)
from ledger import audit
from ledger.door import Ledger
from ledger.queries.books import BooksWanted, books_of_term, find_books
from ledger.queries.deputy_facts import facts_of
from ledger.queries.follow_ups import open_follow_ups
from tests.ledger.conftest import SetTime
from tests.support.activities import told as activity
from tests.support.meetings import Place
from tests.support.registers import DEPUTY, TOWN, ruling, scoring

CLERK = Actor("staff-1", "clerk", TOWN)
PRESIDIUM = Actor("organ-1", "presidium", TOWN)
LIAISON = Actor("organ-2", "liaison_office", "安徽省/淮北市/杜集区")


class Town:
    """The record of one town's deputies."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.asked = ledger, 0

    async def tell(self, stream: str, command: Any, actor: Actor = CLERK) -> Any:
        self.asked += 1
        return await self.ledger.handle(
            stream, command, actor=actor, client="test", command_id=f"s8-{self.asked}"
        )

    async def open(self, deputy: str, year: int = 2023, term: int = 11) -> str:
        book = book_id("SL", deputy, year)
        command = OpenBook(
            congress="SL", deputy=deputy, year=year, region=TOWN, regime="duji@1", term=term
        )
        await self.tell(stream_id(REGISTER, book), command)
        return book

    async def book(self, name: str) -> Book:
        state: object = (await self.ledger.standing(stream_id(REGISTER, name))).state
        assert isinstance(state, Book)
        return state

    async def grade(self, name: str, on: date) -> Book:
        book = await self.book(name)
        facts = await facts_of(self.ledger, book)
        await self.tell(stream_id(REGISTER, name), GradeBook(facts=facts, ruling=ruling(on=on)))
        return await self.book(name)

    async def held(self, kind: str, on: date, *deputies: str, absent: tuple[str, ...] = ()) -> None:
        self.asked += 1
        name = f"A{self.asked}"
        told = activity(kind=kind, title=kind, on=on, deputies=deputies, absent=absent)
        await self.tell(stream_id(ACTIVITY, name), RecordActivity(id=name, region=TOWN, told=told))

    async def entries(self, book: str, year: int, **acts: int) -> None:
        for act, count in acts.items():
            told = Told(act=act, on=date(year, 9, 1), title=act, count=count)
            deputy = Actor("account:d", f"deputy:{book.split('.')[1]}", TOWN)
            await self.tell(stream_id(REGISTER, book), MakeEntry(told=told), deputy)


KINDS = ("hearing", "inspection", "law_check", "study", "group_activity", "training", "sit_in")
BY_HAND = {"congress_session": 1, "group_deliberation": 1, "ballot": 1}
BY_HAND |= {"reception": 1, "visit_voters": 1}
ADVICE = {"suggestion": 2, "monthly_suggestion": 12, "research_report": 1}
SERVICE = {"opinion": 4, "solved": 3, "satisfied": 5}


@pytest.fixture
def town(ledger: Ledger) -> Town:
    return Town(ledger)


async def year_of(town: Town, year: int, *deputies: str) -> None:
    """Seven kinds of activities, each told once for all who took part."""
    for kind in KINDS:
        await town.held(kind, date(year, 5, 6), *deputies)


async def test_the_bands_of_s8_from_what_was_recorded(town: Town, it_is: SetTime) -> None:
    await it_is("2023-12-30 09:00")
    plans: dict[str, tuple[dict[str, int], int, str]] = {
        "D59": ({}, 59, "below"),
        "D60": ({}, 60, "fair"),
        "D74": ({**ADVICE, "article": 1}, 74, "fair"),
        "D75": ({**ADVICE, "article": 2}, 75, "good"),
        "D89": ({**ADVICE, "article": 2, **SERVICE, "opinion": 3}, 89, "good"),
        "D90": ({**ADVICE, "article": 2, **SERVICE}, 90, "excellent"),
    }
    books = {deputy: await town.open(deputy) for deputy in plans}
    await year_of(town, 2023, *plans)
    for _ in range(3):  # D59 missed one of the group's five activities
        await town.held("group_activity", date(2023, 6, 7), *plans)
    for deputy, (more, _, _) in plans.items():
        await town.entries(books[deputy], 2023, **BY_HAND, **more)
    first = await town.book(books["D60"])
    assert {x.act for x in await facts_of(town.ledger, first)} == {
        *("hearing", "site_visit", "law_check", "study", "group_activity", "training"),
        "sit_in_committee",
    }
    missed = activity(kind="group_activity", on=date(2023, 7, 7), absent=("D59",))
    await town.tell(stream_id(ACTIVITY, "M1"), RecordActivity(id="M1", region=TOWN, told=missed))
    await it_is("2024-01-12 09:00")
    for deputy, (_, points, code) in plans.items():
        graded = await town.grade(books[deputy], date(2024, 1, 10))
        assert graded.grade is not None
        assert (deputy, graded.grade.total, graded.grade.grade) == (deputy, Decimal(points), code)
        again = sheet_of(graded, graded.facts, scoring(), graded.adjustments)
        assert again.total == graded.grade.total, "the sheet follows from the entries"
    rows = (await find_books(town.ledger, BooksWanted(TOWN, 2023))).items
    assert sorted(x.grade_zh or "" for x in rows) == sorted(
        ["不合格", "一般", "一般", "好", "好", "优秀"]
    )
    assert (await audit.verify(town.ledger)).whole
    assert (await audit.rebuild(town.ledger)).same


async def test_excellent_twice_in_one_term_is_flagged_once_in_each_of_two_is_not(
    town: Town, it_is: SetTime
) -> None:
    await it_is("2023-12-30 09:00")
    for deputy, years in {"D01": ((2022, 11), (2023, 11)), "D02": ((2022, 10), (2023, 11))}.items():
        for year, term in years:
            book = await town.open(deputy, year, term)
            await town.entries(book, year, **BY_HAND, **ADVICE, **SERVICE, article=2)
            await town.entries(book, year, oral_report=1, training=1, study=1, law_check=1)
            await town.entries(book, year, site_visit=1, group_activity=1, hearing=1)
            await town.entries(book, year, sit_in_committee=1)
    await it_is("2024-01-12 09:00")
    for deputy in ("D01", "D02"):
        for year in (2022, 2023):
            graded = await town.grade(book_id("SL", deputy, year), date(2024, 1, 10))
            assert graded.grade is not None
            assert (graded.grade.grade, str(graded.grade.total)) == ("excellent", "98.0")
    flagged = {}
    for deputy in ("D01", "D02"):
        rows = await books_of_term(town.ledger, "SL", None, deputy)
        flagged[deputy] = recommended(scoring(), [x.graded for x in rows if x.graded])
    assert flagged == {"D01": {11}, "D02": frozenset()}


async def test_the_checks_of_the_year_reach_the_books(town: Town, it_is: SetTime) -> None:

    await it_is("2023-01-06 09:00")
    book = await town.open("D01")
    year = stream_id(PROGRAMME, "SL23")
    await town.tell(
        year,
        OpenProgramme(
            id="SL23",
            title="2023 年民生实事项目",
            region=TOWN,
            regime="duji@1",
            vote=date(2023, 1, 6),
            next_session=date(2024, 1, 20),
            session_assumed=False,
            projects=("SL23-01",),
        ),
    )
    nobody = book_id("SL", "D99", 2023)
    seen = tuple(BookSeen(book=x, complete=True) for x in (book, nobody))
    looks = [(date(2023, 3 * n, 28), f"2023-Q{n}") for n in (1, 2, 3, 4)]
    looks += [(date(2023, 7, 3), "2023-H1"), (date(2024, 1, 3), "2023-H2")]
    for on, period in sorted(looks):
        await it_is(f"{on} 10:00")
        told = {"checked_on": on, "books": seen}
        filing: Any = RegisterCheck.model_validate(told)
        duty, by = f"register_check/{period}", PRESIDIUM
        if "H" in period:
            duty, by = f"register_spot_check/{period}", LIAISON
            filing = SpotCheck.model_validate(
                {**told, "circular": f"联〔{period}〕", "text": "通报"}
            )
        await town.tell(year, FileDuty(duty=duty, filing=filing), by)
    for name in (book, nobody):  # of a book that nobody opened the check alone says something
        await town.ledger.keep(stream_id(REGISTER, name), by="sweeper")
    assert await open_follow_ups(town.ledger) == []
    state = await town.book(book)
    assert [x.period for x in state.checks if x.kind == "quarterly"] == [
        *("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
    ]
    assert [(x.period, x.circular) for x in state.checks if x.kind == "spot"] == [
        *(("2023-H1", "联〔2023-H1〕"), ("2023-H2", "联〔2023-H2〕"))
    ]


async def test_lists_and_stations_are_read_where_they_are_told(town: Town, it_is: SetTime) -> None:
    await it_is("2023-06-14 10:00")
    book = await town.open("D01")
    station = stream_id(STATION, "ST1")
    setup = Setup(name="镇代表活动室", kind="central", seat="town", deputies=("D01", "D02"))
    await town.tell(
        station,
        EnrolStation(id="ST1", region=TOWN, regime="duji@1", setup=setup, since=date(2023, 1, 1)),
    )
    day = date(2023, 6, 14)
    await town.tell(station, ReceiveVoters(on=day, persons=7, deputies=("D01",)), DEPUTY)
    await town.tell(station, TakeOpinion(on=day, text="路灯不亮", deputies=("D01",)), DEPUTY)
    await town.tell(station, RouteOpinion(opinion=1, to="unit", name="unit:区住建局"))
    await town.tell(station, AnswerOpinion(opinion=1, solved=True, text="已修复"))
    await town.tell(station, FollowUpOpinion(opinion=1, satisfied=True, on=day))
    meeting = stream_id(MEETING, "SL23-1")
    convened = Place().convening(date(2023, 6, 13), name="SL23-1", region=TOWN, serves=())
    await town.tell(meeting, convened)
    await town.tell(meeting, OpenMeeting(on=date(2023, 6, 13), roll=3, present=2))
    list_ = Attendance(present=("D01", "D02"), excused=("D03",))
    await town.tell(meeting, TakeAttendance(attendance=list_))
    facts = await facts_of(town.ledger, await town.book(book))
    assert [(x.act, x.presence) for x in facts] == [
        ("congress_session", "present"),
        ("opinion", "present"),
        ("reception", "present"),
        ("satisfied", "present"),
        ("solved", "present"),
    ]
    assert facts[0].source == "meeting:SL23-1#3"
    other = await facts_of(town.ledger, await town.book(await town.open("D03")))
    assert [(x.act, x.presence) for x in other] == [("congress_session", "excused")]
