"""What may be done with a duty register book: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from typing import cast, get_args

from domain.base import refuse_unless
from domain.given import Given, must_be_office, must_reach
from domain.refusals import AlreadyThere, NotYours, Unknown
from domain.register.assessing import appeal, decide_appeal, grade
from domain.register.catalogue import check_act
from domain.register.conduct import ConductCommand, decide_conduct
from domain.register.messages import (
    AmendEntry,
    AppealGrade,
    BookChecked,
    BookCommand,
    BookEvent,
    BookOpened,
    DecideAppeal,
    EntryAmended,
    EntryMade,
    EntryStruck,
    GradeBook,
    MakeEntry,
    OpenBook,
    RecordCheck,
    StrikeEntry,
    Told,
    book_id,
)
from domain.register.refusals import Settled, register_of
from domain.register.state import Book, Entry

Events = Sequence[BookEvent]


def decide(state: Book | None, command: BookCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, OpenBook):
        must_reach(command.region, command.deputy, given)
        return open_(state, command, given)
    if state is None:
        if isinstance(command, RecordCheck):
            return []  # a book nobody opened: the check itself stands with who made it
        raise Unknown("履职登记册", "duty register", "")
    must_reach(state.region, state.id, given)
    if isinstance(command, get_args(ConductCommand)):
        must_be_office(state.id, given)
        exit_ = register_of(given.regime).exit
        return decide_conduct(state.reminders, cast("ConductCommand", command), exit_, given)
    return _decide(state, command, given)


def _decide(state: Book, command: BookCommand, given: Given) -> Events:
    match command:
        case MakeEntry():
            return make(state, command, given)
        case AmendEntry():
            return amend(state, command, given)
        case StrikeEntry():
            return strike(state, command, given)
        case RecordCheck():
            return record_check(state, command)
        case GradeBook():
            must_be_office(state.id, given)
            return grade(state, command, register_of(given.regime), given)
        case AppealGrade():
            return appeal(state, command, register_of(given.regime), given)
        case DecideAppeal():
            must_be_office(state.id, given)
            return decide_appeal(state, command, register_of(given.regime), given)
        case _:
            raise TypeError(type(command).__name__)  # of conduct: not asked here


def open_(state: Book | None, c: OpenBook, given: Given) -> Events:
    """建册. Raises AlreadyThere, NoRegister."""
    must_be_office(book_id(c.congress, c.deputy, c.year), given)
    register_of(given.regime)
    told = {x: getattr(c, x) for x in OpenBook.model_fields}
    if state is None:
        return [BookOpened(**told)]
    if all(getattr(state, x) == y for x, y in told.items()):
        return []
    raise AlreadyThere(f"{c.deputy} {c.year} 年履职登记册")


def make(state: Book, c: MakeEntry, given: Given) -> Events:
    """登记. Raises NotYours, Settled, Malformed for another year or a day to come."""
    _writes(state, given)
    _fits(state, c.told, given)
    if any(x.told == c.told and x.struck is None for x in state.entries):
        return []
    return [
        EntryMade(
            no=len(state.entries) + 1, told=c.told, party=given.actor.party, by=given.actor.ref
        )
    ]


def amend(state: Book, c: AmendEntry, given: Given) -> Events:
    """更正. Raises NotYours, Unknown, Settled, Malformed."""
    _writes(state, given)
    entry = _entry(state, c.entry)
    if entry.told == c.told:
        return []
    _fits(state, c.told, given)
    return [EntryAmended(no=c.entry, told=c.told, because=c.because, by=given.actor.ref)]


def strike(state: Book, c: StrikeEntry, given: Given) -> Events:
    """划去. Raises NotYours, Unknown, Settled."""
    _writes(state, given)
    if _entry(state, c.entry, struck=True).struck is not None:
        return []
    return [EntryStruck(no=c.entry, because=c.because, by=given.actor.ref)]


def record_check(state: Book, c: RecordCheck) -> Events:
    """What a check found here; what it found before in the same period is told anew."""
    known = next((x for x in state.checks if (x.kind, x.period) == (c.kind, c.period)), None)
    told = {x: getattr(c, x) for x in RecordCheck.model_fields}
    if known is not None and all(getattr(known, x) == told[x] for x in type(known).model_fields):
        return []
    return [BookChecked(**told)]


def _writes(state: Book, given: Given) -> None:
    """The deputy himself, the group that keeps the book, or the office."""
    actor = given.actor
    if actor.role is not None and actor.party not in (state.party, state.keeper):
        raise NotYours(state.id)
    if state.grades:
        raise Settled(state.year)


def _entry(state: Book, no: int, *, struck: bool = False) -> Entry:
    found = next((x for x in state.entries if x.no == no), None)
    if found is None or (found.struck is not None and not struck):
        raise Unknown("登记", "entry", str(no))
    return found


def _fits(state: Book, told: Told, given: Given) -> None:
    check_act(told.act)
    refuse_unless(
        told.on.year == state.year,
        f"{told.on} 不在 {state.year} 年度内，请记入当年的登记册。",
        f"{told.on} is not in the year {state.year}.",
    )
    refuse_unless(
        told.on <= given.today,
        f"{told.on} 还没有到（今天是 {given.today}），请在发生之后登记。",
        f"{told.on} is still to come (today is {given.today}).",
    )
