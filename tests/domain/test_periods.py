"""Given a period, when it is named, parsed or followed, then name and days always agree."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.periods import BadPeriod, Kind, Period

DAYS = st.dates(date(2004, 1, 1), date(2100, 12, 31))
KINDS = st.sampled_from(get_args(Kind))


@pytest.mark.parametrize(
    ("period", "name", "first", "last"),
    [
        (Period.month(2023, 5), "2023-M05", date(2023, 5, 1), date(2023, 5, 31)),
        (Period.month(2024, 2), "2024-M02", date(2024, 2, 1), date(2024, 2, 29)),
        (Period.month(2023, 12), "2023-M12", date(2023, 12, 1), date(2023, 12, 31)),
        (Period.quarter(2023, 2), "2023-Q2", date(2023, 4, 1), date(2023, 6, 30)),
        (Period.quarter(2023, 4), "2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        (Period.half(2023, 1), "2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        (Period.half(2023, 2), "2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        (Period.year(2023), "2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_period_has_a_name_and_its_days(
    period: Period, name: str, first: date, last: date
) -> None:
    assert (str(period), period.first, period.last) == (name, first, last)
    assert Period.parse(name) == period


@given(KINDS, DAYS)
def test_a_day_lies_in_exactly_one_period_of_a_kind(kind: Kind, day: date) -> None:
    period = Period.containing(kind, day)
    assert day in period
    assert period.kind == kind
    assert Period.parse(period.name) == period
    following = period.next()
    assert following.first == period.last + timedelta(days=1)
    assert day not in following
    assert following.kind == kind


def test_the_year_turns() -> None:
    assert Period.month(2023, 12).next() == Period.month(2024, 1)
    assert Period.quarter(2023, 4).next().name == "2024-Q1"
    assert Period.half(2023, 2).next().name == "2024-H1"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2023-M5",
        "2023-M13",
        "2023-M00",
        "2023-Q5",
        "2023-H3",
        "2023Q1",
        "23-Q1",
        "\uff12023",
        "0000",
    ],
)
def test_other_names_are_refused_with_the_forms(name: str) -> None:
    with pytest.raises(BadPeriod, match="2023-M05、2023-Q2、2023-H1"):
        Period.parse(name)


def test_numbers_that_are_no_period_are_refused() -> None:
    with pytest.raises(BadPeriod, match="2023-M13"):
        Period.month(2023, 13)
    with pytest.raises(BadPeriod, match="2023-Q0"):
        Period.quarter(2023, 0)
    with pytest.raises(BadPeriod, match="week"):
        Period.containing("week", date(2023, 5, 4))  # type: ignore[arg-type]  # a wrong word


def test_a_period_whose_days_are_not_its_name_s_is_refused() -> None:
    with pytest.raises(ValidationError, match="2023-05-30"):
        Period(name="2023-M05", first=date(2023, 5, 1), last=date(2023, 5, 30))
