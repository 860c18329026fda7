"""What can be asked of a duty register book, and what can happen to it. No name is in any."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value
from domain.forms import Files
from domain.organisation.chart import Ref
from domain.regimes.sections_register import GradeCode
from domain.register.catalogue import ActCode
from domain.register.conduct import ConductCommand, ConductEvent
from domain.register.facts import Fact, Presence
from domain.register.scoring import Adjustment, Sheet
from domain.ruling import Ruling

BookYear = Annotated[int, Field(ge=1990, le=2100)]
TermNo = Annotated[int, Field(ge=1, le=99)]
"""Which term of office 届 it is: 11 of 区十一届人大."""
Facts = Annotated[tuple[Fact, ...], Field(max_length=2000)]
Adjustments = Annotated[tuple[Adjustment, ...], Field(max_length=100)]
No = Annotated[int, Field(ge=1, le=10_000)]
CheckKind = Literal["quarterly", "spot"]
CHECK_ZH: dict[CheckKind, str] = {"quarterly": "季度检查", "spot": "半年抽查"}


def book_id(congress: str, deputy: str, year: int) -> str:
    """The name of a deputy's book of a year: a reference is only its own congress's."""
    return f"{congress}.{deputy}.{year}"


class OpenBook(Command):
    """建册: one book a deputy and year, kept by the deputy's group."""

    congress: Ref
    deputy: Ref
    year: BookYear
    region: ShortText
    regime: ShortText
    term: TermNo
    group: Ref | None = None
    direct: bool = True
    """Whether voters elected the deputy directly, who then reports to them."""


class Told(Value):
    """What is written into the book by hand."""

    act: ActCode
    on: date
    title: ShortText
    text: Text | None = None
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    presence: Presence = "present"
    evidence: Files = ()


class MakeEntry(Command):
    """登记: an entry by the deputy, the group that keeps the book, or the office."""

    told: Told


class AmendEntry(Command):
    """更正: an entry is told anew; the older words stay in history."""

    entry: No
    told: Told
    because: Text


class StrikeEntry(Command):
    """划去: an entry counts no more."""

    entry: No
    because: Text


class RecordCheck(Command):
    """What a check of the books found in this one; sent by the year's list, nobody else."""

    kind: CheckKind
    period: ShortText
    programme: ShortText
    party: ShortText
    on: date
    complete: bool
    note: Text | None = None
    circular: ShortText | None = None


class GradeBook(Command):
    """年度考核: the grade that a body decided, over the facts as they stood."""

    facts: Facts
    """What the system itself knows, fetched before asking."""
    adjustments: Adjustments = ()
    ruling: Ruling


class AppealGrade(Command):
    """申诉 of the deputy against the grade."""

    grade: No
    items: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    text: Text


class DecideAppeal(Command):
    """The decision on an appeal; granted, the items get other points."""

    appeal: No
    granted: bool
    because: Text
    adjustments: Adjustments = ()
    ruling: Ruling


class BookOpened(Event):
    """The book is there."""

    congress: str
    deputy: str
    year: int
    region: str
    regime: str
    term: int
    group: str | None
    direct: bool


class EntryMade(Event):
    """Written by hand, with the evidence that was given."""

    no: int
    told: Told
    party: str
    by: str


class EntryAmended(Event):
    """Told anew."""

    no: int
    told: Told
    because: str
    by: str


class EntryStruck(Event):
    """Counts no more; stays readable."""

    no: int
    because: str
    by: str


class BookChecked(Event):
    """Somebody looked into the book."""

    kind: CheckKind
    period: str
    programme: str
    party: str
    on: date
    complete: bool
    note: str | None
    circular: str | None


class BookGraded(Event):
    """The grade with its sheet, and everything that the sheet follows from."""

    no: int
    facts: Facts
    """Those of the system; the entries by hand stand in the book."""
    entries: tuple[int, ...]
    """Which of these counted."""
    adjustments: Adjustments
    sheet: Sheet
    grade: GradeCode
    zh: str
    ruling: Ruling
    appeal: int | None
    """The appeal that brought it; None of the first grade."""
    by: str


class GradeAppealed(Event):
    """The deputy objects; the grade stands until somebody decides."""

    no: int
    grade: int
    items: tuple[str, ...]
    text: str
    on: date
    by: str


class AppealDecided(Event):
    """Decided; the first grade stays in history whatever came of it."""

    no: int
    granted: bool
    because: str
    ruling: Ruling
    by: str


BookCommand = (
    OpenBook
    | MakeEntry
    | AmendEntry
    | StrikeEntry
    | RecordCheck
    | GradeBook
    | AppealGrade
    | DecideAppeal
    | ConductCommand
)
BookEvent = (
    BookOpened
    | EntryMade
    | EntryAmended
    | EntryStruck
    | BookChecked
    | BookGraded
    | GradeAppealed
    | AppealDecided
    | ConductEvent
)
