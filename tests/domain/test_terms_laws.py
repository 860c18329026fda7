"""Laws that hold for every anchor, term and set of published notices (`rulebook §3.7`)."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.derivation import days
from domain.terms import Due, Term, due
from tests.domain.calendar_reference import nominal

SEEDED = Calendar.seeded()
PARTLY = [
    Calendar(notices={year: SEEDED.notices[year] for year in years})
    for years in ((), (2023, 2024), (2005, 2011, 2025), (2026,))
]
CALENDARS = st.sampled_from([SEEDED, *PARTLY])
DAYS = st.dates(date(2008, 1, 1), date(2096, 12, 31)) | st.dates(date(2022, 1, 1), date(2028, 1, 1))
NUMBERS = st.integers(1, 40)
FORWARD = st.builds(
    lambda n, unit: Term.parse(f"{n}{unit}"), NUMBERS, st.sampled_from(["m", "d", "wd"])
)
BACKWARD = st.builds(
    lambda n, unit: Term.parse(f"-{n}{unit}"), NUMBERS, st.sampled_from(["m", "d", "wd"])
)
TERMS = FORWARD | BACKWARD | st.just(Term.parse("0d"))


@given(DAYS, TERMS, CALENDARS)
def test_nothing_is_ever_due_on_a_rest_day(anchor: date, term: Term, calendar: Calendar) -> None:
    result = due(anchor, term, calendar)
    assert calendar.is_workday(result.due)
    assert result.steps[-1].end == result.due


@given(DAYS, DAYS, TERMS, CALENDARS)
def test_a_later_anchor_is_never_due_earlier(
    one: date, other: date, term: Term, calendar: Calendar
) -> None:
    """Monotone, not strictly: 30 and 31 January share one corresponding day, rolls share a day."""
    earlier, later = sorted((one, other))
    assert due(earlier, term, calendar).due <= due(later, term, calendar).due


@given(DAYS, st.integers(0, 60), TERMS)
def test_neighbouring_anchors_too(anchor: date, gap: int, term: Term) -> None:
    later = anchor + timedelta(days=gap)
    assert due(anchor, term, SEEDED).due <= due(later, term, SEEDED).due


@given(DAYS, TERMS.filter(lambda term: term.n > 0), CALENDARS)
def test_a_longer_term_never_ends_nearer(anchor: date, term: Term, calendar: Calendar) -> None:
    longer = Term(sign=term.sign, n=term.n + 1, unit=term.unit)
    near, far = due(anchor, term, calendar).due, due(anchor, longer, calendar).due
    assert (far - near).days * term.sign >= 0


@given(st.dates(date(2030, 1, 1), date(2039, 12, 31)), st.integers(-240, 240).filter(bool))
def test_months_end_on_the_corresponding_day_or_the_month_s_last(anchor: date, n: int) -> None:
    result = due(anchor, Term.parse(f"{n}m"), SEEDED)
    arrived = next(step.end for step in result.steps if step.rule == "T2")
    assert arrived.year * 12 + arrived.month == anchor.year * 12 + anchor.month + n
    assert arrived.day == min(anchor.day, monthrange(arrived.year, arrived.month)[1])


@given(DAYS, TERMS.filter(lambda term: term.unit != "wd"), CALENDARS)
def test_the_date_moves_to_the_nearest_working_day_on_its_own_side(
    anchor: date, term: Term, calendar: Calendar
) -> None:
    """Forwards: never before the nominal day. Backwards: never later than it (T6)."""
    arrived = nominal(anchor, str(term))
    result = due(anchor, term, calendar).due
    assert (result - arrived).days * term.sign >= 0
    assert [day for day in days(arrived, result) if calendar.is_workday(day)] == [result]


@given(DAYS, NUMBERS, CALENDARS)
def test_counted_working_days_can_be_counted_again(
    anchor: date, n: int, calendar: Calendar
) -> None:
    after = due(anchor, Term.parse(f"{n}wd"), calendar).due
    before = due(anchor, Term.parse(f"-{n}wd"), calendar).due
    assert calendar.workdays_between(anchor, after) == n
    assert calendar.workdays_between(before - timedelta(days=1), anchor - timedelta(days=1)) == n


@given(DAYS, TERMS, CALENDARS)
def test_provisional_is_having_asked_an_unpublished_year(
    anchor: date, term: Term, calendar: Calendar
) -> None:
    result = due(anchor, term, calendar)
    asked = days(_first_asked(anchor, term), result.due)
    assert result.provisional == any(day.year not in calendar.notices for day in asked)
    assert due(anchor, term, calendar.assuming_settled()) == _settled(result)


def _first_asked(anchor: date, term: Term) -> date:
    if term.unit == "wd":
        return anchor + timedelta(days=term.sign)
    return nominal(anchor, str(term))


def _settled(result: Due) -> Due:
    steps = tuple(step for step in result.steps if step.rule != "T8")
    return Due(due=result.due, provisional=False, steps=steps)


@given(DAYS, TERMS, st.sampled_from(PARTLY), st.sampled_from([2009, 2010, 2016, 2026]))
def test_a_settled_date_stands_when_another_year_is_published(
    anchor: date, term: Term, calendar: Calendar, year: int
) -> None:
    """These notices name no day of the December before; one that does may move settled dates."""
    result = due(anchor, term, calendar)
    if not result.provisional:
        assert due(anchor, term, calendar.publish(SEEDED.notices[year])) == result
