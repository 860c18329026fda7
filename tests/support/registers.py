"""A deputy's duty register in memory: what was done in a year, and what people decided on it."""

from datetime import date, datetime, timedelta
from typing import Any

from domain.calendar import start_of
from domain.given import Actor
from domain.names import REGISTER, stream_id
from domain.parties import Role
from domain.regimes import named
from domain.regimes.sections_register import Scoring
from domain.register.facts import Fact
from domain.register.messages import GradeBook, MakeEntry, OpenBook, Told, book_id
from domain.ruling import Ruling, Sitting
from tests.support.year import Year

TOWN = "安徽省/淮北市/杜集区/朔里镇"
OFFICE = Actor("staff-1", "clerk", TOWN)
DEPUTY = Actor("account:d1", "deputy:D01", TOWN)
KEEPER = Actor("account:g1", "deputy_group:g1", TOWN)
ATTENDED = (
    *("congress_session", "group_deliberation", "ballot", "sit_in_committee", "site_visit"),
    *("law_check", "study", "group_activity", "reception", "visit_voters", "training", "hearing"),
)
"""The twelve acts of full attendance 满勤: 60 points."""
ADVICE = {"suggestion": 2, "monthly_suggestion": 12, "research_report": 1, "article": 2}
"""积极建言献策，撰写调研报告: 15 points."""
SERVICE = {"opinion": 4, "solved": 3, "satisfied": 5}
"""推动群众反映问题解决，群众满意: 15 points."""


def scoring() -> Scoring:
    """The measure's own."""
    section = named("duji").registers
    assert section is not None
    assert section.scoring is not None
    return section.scoring


def fact(act: str, on: date = date(2023, 5, 1), **more: Any) -> Fact:
    told = {"title": act, "source": f"activity:{act}#1", **more}
    return Fact(act=act, on=on, **told)


def full_attendance(*but: str) -> tuple[Fact, ...]:
    """Present at everything, but absent once from those named; everything was held five times."""
    made = []
    for act in ATTENDED:
        for n in range(5):
            presence = "absent" if act in but and n == 0 else "present"
            made.append(fact(act, source=f"activity:{act}-{n}#1", presence=presence))
    return tuple(made)


def done(acts: dict[str, int]) -> tuple[Fact, ...]:
    return tuple(fact(act, count=count) for act, count in acts.items())


def ruling(on: date = date(2024, 1, 10), number: str = "7", **more: Any) -> Ruling:
    fields: dict[str, Any] = {
        "decider": Role.PRESIDIUM,
        "sitting": Sitting.PRESIDIUM,
        "session": "主席团第九次会议",
        "on": on,
        "document": f"人主〔2024〕{number}号",
    }
    return Ruling(**{**fields, **more})


class Shelf(Year):
    """One book that is asked things on given days."""

    def __init__(self, year: int = 2023, term: int = 11, deputy: str = "D01") -> None:
        self.book = book_id("SL", deputy, year)
        super().__init__(stream_id(REGISTER, self.book), "duji@1")
        command = OpenBook(
            congress="SL",
            deputy=deputy,
            year=year,
            region=TOWN,
            regime="duji@1",
            term=term,
            group="g1",
        )
        self.on(date(year, 1, 4), command)

    def on(self, day: date, command: Any, by: Actor = OFFICE) -> list[Any]:
        at: datetime = start_of(day) + timedelta(hours=10)
        return list(self.ask(at, command, by))

    def enter(self, act: str, on: date, by: Actor = DEPUTY, **more: Any) -> list[Any]:
        told = Told(act=act, on=on, title=more.pop("title", act), **more)
        return self.on(on, MakeEntry(told=told), by)

    def grade(self, *facts: Fact, on: date = date(2024, 1, 12), **more: Any) -> list[Any]:
        return self.on(on, GradeBook(facts=facts, ruling=ruling(), **more))
