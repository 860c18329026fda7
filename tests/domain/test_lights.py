"""Lights with words (rulebook §4.4, S10): lag, lateness, breaches; late months stay visible."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.calendar import start_of
from domain.forms import Claim, ClaimRow
from domain.lights import Light, PastLight, light, past
from domain.project.progress import Course, Lag
from domain.regimes import named
from tests.support.year import UNIT, progress, voted_project

RULE = named("baofeng").lights


def lag(period, points, started=True):
    return Lag(period=period, points=Decimal(points), started=started, accepted=True)


def told(*lags):
    year = voted_project()
    state = year.state.model_copy(update={"course": Course(lags=lags)})
    return light(state, RULE, start_of(date(2023, 4, 1)))


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        ("-5", Light.GREEN),
        ("9.99", Light.GREEN),
        ("10", Light.YELLOW),
        ("30", Light.YELLOW),
        ("30.01", Light.RED),
    ],
)
def test_the_light_of_a_lag(points, shown):
    assert told(lag("2023-M05", points)).light is shown


def test_two_yellow_reports_in_a_row_are_red():
    assert told(lag("2023-M05", 12), lag("2023-M06", 15)).light is Light.RED
    assert told(lag("2023-M05", 12), lag("2023-M06", 1)).light is Light.GREEN


def test_not_started_in_three_reports_is_red():
    lags = [lag(f"2023-M0{n}", 0, started=False) for n in (5, 6, 7)]
    shown = told(*lags)
    assert (shown.light, shown.zh) == (Light.RED, "连续三期未开工")


def test_a_report_counts_when_it_is_accepted():
    year = voted_project()
    year.file(date(2023, 6, 1), "monthly_progress/2023-M05", progress(50, 5), UNIT)
    now = start_of(date(2023, 6, 2))
    year.accept(date(2023, 6, 1), "monthly_progress/2023-M05")
    shown = light(year.state, RULE, now)
    assert "45" in shown.zh
    assert shown.light is Light.RED


def test_one_overdue_duty_is_yellow_and_two_are_red():
    year = voted_project()
    assert light(year.state, RULE, start_of(date(2023, 5, 4))).light is Light.GREEN
    one = light(year.state, RULE, start_of(date(2023, 5, 5)) + timedelta(minutes=2))
    assert (one.light, one.zh) == (Light.YELLOW, "逾期 1 项")
    assert light(year.state, RULE, start_of(date(2023, 6, 9))).light is Light.RED


def test_less_built_than_voted_is_red():
    year = voted_project()
    less = Claim(rows=(ClaimRow(subproject=1, actual=Decimal(4623)),))
    year.file(date(2023, 4, 9), "completion_claim", less, UNIT)
    shown = light(year.state, RULE, start_of(date(2023, 4, 10)))
    assert (shown.light, shown.zh) == (Light.RED, "申报数量少于原定目标")


def test_a_month_that_was_caught_up_is_late_fixed_not_green():
    lags = [lag("2023-M05", 35), lag("2023-M06", 2), lag("2023-M07", 20)]
    assert past(lags, RULE) == [
        ("2023-M05", PastLight.LATE_FIXED),
        ("2023-M06", PastLight.GREEN),
        ("2023-M07", PastLight.YELLOW),
    ]
