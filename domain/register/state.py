"""A duty register book's state: how it follows from its events. Cannot fail."""

from datetime import date
from typing import cast, get_args

from domain.base import Value
from domain.regimes.sections_register import GradeCode
from domain.register.conduct import ConductEvent, Reminder, evolve_reminders
from domain.register.facts import Fact, entry_source
from domain.register.messages import (
    Adjustments,
    AppealDecided,
    BookChecked,
    BookEvent,
    BookGraded,
    BookOpened,
    CheckKind,
    EntryAmended,
    EntryMade,
    EntryStruck,
    GradeAppealed,
    Told,
    book_id,
)
from domain.register.scoring import Points, Year
from domain.ruling import Ruling


class Entry(Value):
    """One entry by hand; struck ones stay, and count no more."""

    no: int
    told: Told
    party: str
    struck: str | None = None
    """Why it was struck."""
    revision: int = 1


class Checked(Value):
    """One look into the book."""

    kind: CheckKind
    period: str
    party: str
    on: date
    complete: bool
    note: str | None
    circular: str | None


class Graded(Value):
    """One grade; a later one, brought by an appeal, stands beside it."""

    no: int
    total: Points
    grade: GradeCode
    zh: str
    ruling: Ruling


class Appeal(Value):
    """An appeal and what was decided; None while nobody did."""

    no: int
    grade: int
    on: date
    granted: bool | None = None


class Book(Value):
    """One deputy's book of one year as the record knows it."""

    congress: str
    deputy: str
    year: int
    region: str
    regime: str
    term: int
    group: str | None
    direct: bool
    entries: tuple[Entry, ...] = ()
    checks: tuple[Checked, ...] = ()
    grades: tuple[Graded, ...] = ()
    facts: tuple[Fact, ...] = ()
    """Those of the system that the last grade was given over, and what people adjusted."""
    adjustments: Adjustments = ()
    appeals: tuple[Appeal, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    @property
    def id(self) -> str:
        """The book's own name."""
        return book_id(self.congress, self.deputy, self.year)

    @property
    def party(self) -> str:
        """The deputy, as other streams and commands name him."""
        return f"deputy:{self.deputy}"

    @property
    def keeper(self) -> str | None:
        """The group that keeps the book 代表小组统一保管, as a party."""
        return f"deputy_group:{self.group}" if self.group else None

    @property
    def own(self) -> tuple[Fact, ...]:
        """What was written by hand and counts, as facts."""
        return tuple(
            Fact(
                act=x.told.act,
                on=x.told.on,
                title=x.told.title,
                presence=x.told.presence,
                count=x.told.count,
                source=entry_source(x.no),
            )
            for x in self.entries
            if x.struck is None
        )

    @property
    def grade(self) -> Graded | None:
        """The grade that stands."""
        return self.grades[-1] if self.grades else None

    @property
    def graded(self) -> Year | None:
        """The standing grade, as one year of the term of office."""
        found = self.grade
        return Year(year=self.year, term=self.term, grade=found.grade) if found else None

    @property
    def open_appeal(self) -> Appeal | None:
        """The appeal that waits for its decision."""
        return next((x for x in self.appeals if x.granted is None), None)


def evolve(state: Book | None, event: BookEvent) -> Book:
    """The state after the event."""
    if isinstance(event, BookOpened):
        return Book(**{x: getattr(event, x) for x in BookOpened.model_fields})
    assert state is not None, "a book's first event is its opening"
    if isinstance(event, get_args(ConductEvent)):
        told = evolve_reminders(state.reminders, cast("ConductEvent", event))
        return state.model_copy(update={"reminders": told})
    return state.model_copy(update=_changes(state, event))


def _changes(state: Book, event: BookEvent) -> dict[str, object]:
    match event:
        case EntryMade():
            made = Entry(no=event.no, told=event.told, party=event.party)
            return {"entries": (*state.entries, made)}
        case EntryAmended():
            return {"entries": _entry(state, event.no, told=event.told)}
        case EntryStruck():
            return {"entries": _entry(state, event.no, struck=event.because)}
        case BookChecked():
            seen = Checked(**{x: getattr(event, x) for x in Checked.model_fields})
            others = [x for x in state.checks if (x.kind, x.period) != (seen.kind, seen.period)]
            return {"checks": (*others, seen)}
        case BookGraded():
            over = {"facts": event.facts, "adjustments": event.adjustments}
            return {"grades": (*state.grades, _graded(event)), **over}
        case GradeAppealed(no=no, grade=grade, on=on):
            return {"appeals": (*state.appeals, Appeal(no=no, grade=grade, on=on))}
        case AppealDecided(no=no, granted=granted):
            change = {"granted": granted}
            told = [x.model_copy(update=change) if x.no == no else x for x in state.appeals]
            return {"appeals": tuple(told)}
        case _:
            return {}


def _graded(event: BookGraded) -> Graded:
    return Graded(
        no=event.no,
        total=event.sheet.total,
        grade=event.grade,
        zh=event.zh,
        ruling=event.ruling,
    )


def _entry(state: Book, no: int, **change: object) -> tuple[Entry, ...]:
    return tuple(
        x.model_copy(update={**change, "revision": x.revision + 1}) if x.no == no else x
        for x in state.entries
    )
