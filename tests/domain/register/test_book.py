"""A book from its opening to its grade, an appeal, and the exit that only people decide."""

from datetime import date
from decimal import Decimal

import pytest

from domain.calendar import start_of
from domain.given import Actor
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotTheirsToDecide, NotYours
from domain.register.assessing import sheet_of
from domain.register.conduct import JudgeCorrection, OrderResignation, RemindDeputy
from domain.register.messages import (
    AmendEntry,
    AppealDecided,
    AppealGrade,
    BookGraded,
    DecideAppeal,
    EntryMade,
    GradeBook,
    MakeEntry,
    OpenBook,
    StrikeEntry,
    Told,
)
from domain.register.refusals import NoRegister, Settled
from domain.register.scoring import Adjustment, recommended
from domain.ruling import Sitting
from tests.support.registers import (
    ADVICE,
    DEPUTY,
    KEEPER,
    OFFICE,
    SERVICE,
    TOWN,
    Shelf,
    done,
    full_attendance,
    ruling,
    scoring,
)
from tests.support.year import Year

MAY = date(2023, 5, 8)


def test_the_deputy_writes_the_group_keeps_and_nobody_else_writes() -> None:
    book = Shelf()
    (made,) = book.enter("visit_voters", MAY, title="走访六户")
    assert isinstance(made, EntryMade)
    assert (made.no, made.party) == (1, "deputy:D01")
    assert book.enter("visit_voters", MAY, title="走访六户") == [], "the same thing twice"
    assert book.enter("article", MAY, by=KEEPER)[0].party == "deputy_group:g1"
    for stranger in ("deputy:D02", "deputy_group:g2", "government"):
        with pytest.raises(NotYours):
            book.enter("article", MAY, by=Actor("x", stranger, TOWN), title="z")
    with pytest.raises(NotYours):
        book.enter("article", MAY, by=Actor("x", "deputy:D01", "安徽省/淮北市/杜集区/石台镇"))


def test_what_cannot_be_is_refused() -> None:
    book = Shelf()
    for told in (
        Told(act="applause", on=MAY, title="x"),
        Told(act="article", on=date(2022, 5, 8), title="x"),
        Told(act="article", on=date(2023, 12, 1), title="x"),
    ):
        with pytest.raises(Malformed):
            book.on(MAY, MakeEntry(told=told), DEPUTY)


def test_an_entry_is_amended_or_struck_and_what_it_was_stays() -> None:
    book = Shelf()
    book.enter("article", MAY)
    told = Told(act="research_report", on=MAY, title="调研报告一篇")
    book.on(MAY, AmendEntry(entry=1, told=told, because="填错了表"), DEPUTY)
    assert sheet_of(book.state, (), scoring()).total == 4
    book.on(MAY, StrikeEntry(entry=1, because="他人所写"), KEEPER)
    assert sheet_of(book.state, (), scoring()).total == 0
    assert [type(x).__name__ for x in book.told] == [
        *("BookOpened", "EntryMade", "EntryAmended", "EntryStruck")
    ]


def test_the_grade_is_a_decision_whose_sheet_follows_from_the_entries() -> None:
    book = Shelf()
    book.enter("oral_report", date(2023, 12, 20))
    facts = (*full_attendance(), *done(ADVICE), *done(SERVICE))
    (made,) = book.grade(*facts)
    assert isinstance(made, BookGraded)
    assert made.sheet.total == 98
    assert (made.grade, made.zh) == ("excellent", "优秀")
    assert made.entries == (1,)
    assert sheet_of(book.state, made.facts, scoring(), made.adjustments) == made.sheet
    assert book.grade(*facts) == []
    with pytest.raises(Settled):
        book.enter("article", date(2023, 12, 21))
    with pytest.raises(AlreadyThere):
        book.on(date(2024, 1, 20), GradeBook(facts=facts, ruling=ruling(number="8")))


def test_only_the_assessors_grade() -> None:
    book = Shelf()
    wrong = ruling(sitting=Sitting.SESSION)
    with pytest.raises(NotTheirsToDecide):
        book.on(date(2024, 1, 12), GradeBook(facts=(), ruling=wrong))
    with pytest.raises(NotYours):
        book.on(date(2024, 1, 12), GradeBook(facts=(), ruling=ruling()), DEPUTY)


def test_an_appeal_is_decided_and_both_grades_are_kept() -> None:
    book = Shelf()
    book.grade(*full_attendance("group_activity"))
    assert book.state.grade.grade == "below"
    with pytest.raises(NotYours):
        book.on(date(2024, 1, 15), AppealGrade(grade=1, text="漏记"), KEEPER)
    book.on(date(2024, 1, 15), AppealGrade(grade=1, items=("group_activity",), text="漏记"), DEPUTY)
    again = Adjustment(item="group_activity", points=Decimal(5), because="签到表补正")
    decision = DecideAppeal(
        appeal=1,
        granted=True,
        because="签到表可证",
        adjustments=(again,),
        ruling=ruling(on=date(2024, 1, 20), number="9"),
    )
    decided, graded = book.on(date(2024, 1, 21), decision)
    assert isinstance(decided, AppealDecided)
    assert (graded.no, graded.appeal, graded.grade) == (2, 1, "fair")
    assert [(x.no, x.total) for x in book.state.grades] == [(1, 59), (2, 60)]
    assert book.on(date(2024, 1, 22), decision) == []


def test_an_appeal_comes_in_time_or_not_at_all() -> None:
    book = Shelf()
    book.grade(*full_attendance())
    with pytest.raises(Contradicted, match="2024-01-31"):
        book.on(date(2024, 2, 1), AppealGrade(grade=1, text="晚了"), DEPUTY)
    assert book.on(date(2024, 1, 31), AppealGrade(grade=1, text="最后一天"), DEPUTY)
    refused = DecideAppeal(
        appeal=1, granted=False, because="核对无误", ruling=ruling(on=date(2024, 2, 1))
    )
    assert len(book.on(date(2024, 2, 2), refused)) == 1
    assert len(book.state.grades) == 1


def test_excellent_twice_in_one_term_through_the_books() -> None:
    facts = (*full_attendance(), *done(ADVICE), *done(SERVICE))

    def graded(year: int, term: int) -> Shelf:
        book = Shelf(year, term)
        moved = [x.model_copy(update={"on": date(year, 5, 1)}) for x in facts]
        decided = ruling(on=date(year + 1, 1, 10))
        book.on(date(year + 1, 1, 12), GradeBook(facts=tuple(moved), ruling=decided))
        return book

    one_term = [graded(2022, 11), graded(2023, 11)]
    assert recommended(scoring(), [x.state.graded for x in one_term]) == {11}
    two_terms = [graded(2021, 10), graded(2022, 11)]
    assert recommended(scoring(), [x.state.graded for x in two_terms]) == frozenset()


def test_nobody_is_ordered_to_resign_before_a_reminder_in_vain_and_a_decision() -> None:
    book = Shelf()
    day = date(2023, 6, 1)
    decided = ruling(
        on=date(2023, 9, 1), decider="standing_committee", sitting=Sitting.STANDING_COMMITTEE
    )
    order = OrderResignation(reminder=1, because="经提醒仍不改正", ruling=decided)
    remind = RemindDeputy(conduct="长期不参加代表活动", on=day, document="提醒函1号")
    assert len(book.on(day, remind)) == 1
    assert book.on(day, remind) == []
    with pytest.raises(Contradicted, match="须先提醒"):
        book.on(date(2023, 9, 2), order)
    judged = JudgeCorrection(reminder=1, corrected=False, on=date(2023, 8, 1), because="仍未参加")
    book.on(date(2023, 8, 1), judged)
    early = order.model_copy(update={"ruling": ruling(on=date(2023, 9, 1))})
    with pytest.raises(NotTheirsToDecide):
        book.on(date(2023, 9, 2), early)
    with pytest.raises(NotYours):
        book.on(date(2023, 9, 2), order, KEEPER)
    (made,) = book.on(date(2023, 9, 2), order)
    assert type(made).__name__ == "ResignationOrdered"
    assert book.on(date(2023, 9, 3), order) == []


def test_a_corrected_deputy_is_never_ordered_to_resign() -> None:
    book = Shelf()
    day = date(2023, 6, 1)
    book.on(day, RemindDeputy(conduct="缺席", on=day, document="提醒函1号"))
    book.on(day, JudgeCorrection(reminder=1, corrected=True, on=day, because="已改正"))
    with pytest.raises(Contradicted):
        book.on(date(2023, 9, 2), OrderResignation(reminder=1, because="x", ruling=ruling()))


def test_a_measure_without_a_register_keeps_none() -> None:
    told = {"congress": "LG", "deputy": "D01", "year": 2023, "region": TOWN, "term": 2}
    command = OpenBook.model_validate({**told, "regime": "longgang@2"})
    year = Year("register:LG.D01.2023", "longgang@2")
    with pytest.raises(NoRegister):
        year.ask(start_of(date(2023, 4, 3)), command, OFFICE)
