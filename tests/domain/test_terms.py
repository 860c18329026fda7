"""Given an anchor and a term, when the due date is asked for, then the date and its derivation."""

import csv
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from domain.calendar import Calendar, OutsideCalendar
from domain.notices.reading import parse_notice
from domain.periods import Period
from domain.terms import BadTerm, Due, Term, due, end_of_period, nominal, on_day
from tests.domain.calendar_reference import due_by_search

CALENDAR = Calendar.seeded()
with Path(__file__).with_name("calendar_golden.csv").open(encoding="utf-8") as _file:
    GOLDEN = [(row["anchor"], row["term"], row["due"]) for row in csv.DictReader(_file)]


def found(anchor: str, term: str, calendar: Calendar = CALENDAR) -> Due:
    return due(date.fromisoformat(anchor), Term.parse(term), calendar)


def rules(result: Due) -> list[str]:
    return [step.rule for step in result.steps]


@pytest.mark.parametrize(("anchor", "term", "expected"), GOLDEN)
def test_the_table_read_beside_the_notices(anchor: str, term: str, expected: str) -> None:
    result = found(anchor, term)
    assert result.due == date.fromisoformat(expected)
    assert result.due == due_by_search(date.fromisoformat(anchor), term)
    assert not result.provisional


def test_the_table_is_long_and_wide_enough() -> None:
    assert len(set(GOLDEN)) == len(GOLDEN) >= 200
    assert {due_day[:4] for _, _, due_day in GOLDEN} >= {"2023", "2024", "2025", "2026"}


def test_a_month_over_labour_day_tells_its_whole_derivation() -> None:
    result = found("2023-03-31", "1m")
    assert result.due_at.isoformat() == "2023-05-05T00:00:00+08:00"
    assert [(step.rule, step.article, step.zh) for step in result.steps] == [
        ("T1", "民法典 art. 201", "2023-03-31 当日不计入，自次日 2023-04-01 起算"),
        (
            "T2",
            "民法典 art. 202",
            "2023-03-31 起一个月，该月没有 31 日，以月末日 2023-04-30 为对应日",
        ),
        (
            "T3",
            "民法典 art. 203",
            "2023-04-30 为休息日（劳动节放假），顺延至休息日结束后的第一个工作日 2023-05-04",
        ),
    ]
    assert [(str(one.day), one.why) for one in result.steps[-1].skipped] == [
        (f"2023-{day}", "劳动节放假") for day in ("04-30", "05-01", "05-02", "05-03")
    ]
    assert [(step.start, step.end) for step in result.steps[1:]] == [
        (date(2023, 3, 31), date(2023, 4, 30)),
        (date(2023, 4, 30), date(2023, 5, 4)),
    ]
    assert all(step.en.isascii() for step in result.steps)


def test_a_make_up_saturday_stands_and_says_so() -> None:
    result = found("2026-01-31", "1m")
    assert rules(result) == ["T1", "T2", "T4"]
    assert "2026-02-28 虽是周末，但为调休上班日" in result.steps[-1].zh


def test_an_ordinary_landing_needs_no_further_step() -> None:
    assert rules(found("2024-01-31", "1m")) == ["T1", "T2"]


def test_a_term_counted_backwards_moves_earlier_never_later() -> None:
    result = found("2023-10-10", "-7d")
    assert rules(result) == ["T5", "T6"]
    assert "倒数的期限不得推后，提前至此前最近的工作日 2023-09-28" in result.steps[-1].zh
    assert [one.day.day for one in result.steps[-1].skipped] == [3, 2, 1, 30, 29]


def test_working_days_name_what_is_passed_and_what_is_made_up() -> None:
    result = found("2023-05-04", "5wd")
    assert rules(result) == ["T1", "T5"]
    assert "其间休息日 1 天（2023-05-07）不计" in result.steps[1].zh
    assert "调休上班日（2023-05-06）计入" in result.steps[1].zh
    assert [(str(one.day), one.why) for one in result.steps[1].skipped] == [("2023-05-07", "周日")]
    assert found("2023-05-06", "-1wd").steps[0].skipped == ()


def test_no_days_is_the_day_itself_rolled_forward() -> None:
    assert rules(found("2023-05-08", "0d")) == ["T5"]
    assert found("2023-05-01", "0d").due == date(2023, 5, 4)
    assert found("2023-05-01", "0m").due == date(2023, 5, 4)


def test_the_nominal_day_is_the_one_before_any_rolling() -> None:
    assert nominal(date(2023, 3, 31), Term.parse("1m")) == date(2023, 4, 30)
    assert nominal(date(2023, 10, 10), Term.parse("-7d")) == date(2023, 10, 3)
    with pytest.raises(ValueError, match="working days"):
        nominal(date(2023, 10, 10), Term.parse("7wd"))


def test_the_end_of_a_quarter_rolls_and_keeps_its_name() -> None:
    result = end_of_period(Period.parse("2023-Q3"), CALENDAR)
    assert result.due == date(2023, 10, 7)
    assert rules(result) == ["end_of_period", "T3"]
    assert result.steps[0].zh == "2023-Q3 的最后一日为 2023-09-30"
    assert end_of_period(Period.month(2023, 5), CALENDAR).due == date(2023, 5, 31)


def test_a_term_from_the_end_of_a_period_counts_from_the_day_not_rolled() -> None:
    after = end_of_period(Period.quarter(2023, 3), CALENDAR, Term.parse("10wd"))
    assert after.due == found("2023-09-30", "10wd").due == date(2023, 10, 18)
    before = end_of_period(Period.quarter(2023, 3), CALENDAR, Term.parse("-5wd"))
    assert before.due == date(2023, 9, 22)
    assert rules(before) == ["end_of_period", "T5"]


def test_a_meeting_day_never_rolls_and_is_never_provisional() -> None:
    sunday = on_day(date(2027, 2, 28), "下一次人代会开幕日", "the next session opens", CALENDAR)
    assert (sunday.due, sunday.provisional) == (date(2027, 2, 28), False)
    assert sunday.steps[0].zh == "下一次人代会开幕日：2027-02-28"


@pytest.mark.parametrize(
    ("anchor", "term", "provisional"),
    [
        ("2026-11-30", "1m", False),  # Wednesday 12-30
        ("2026-12-20", "1m", True),  # lands in 2027, a plain Wednesday
        ("2026-12-24", "5wd", False),  # 12-31
        ("2026-12-24", "6wd", True),  # over 1 January
        ("2027-01-04", "-2wd", True),  # 01-01 was passed over by a law, not by a notice
        ("2027-01-01", "-1wd", False),  # 12-31; the anchor itself is not counted
        ("2027-01-20", "-20d", False),  # lands on 2026-12-31, worked: nothing of 2027 decided it
        ("2027-01-22", "-20d", True),  # lands on 2027-01-02, moves back to 2026-12-31
        ("2028-06-20", "-20d", True),
    ],
)
def test_provisional_is_what_an_unpublished_year_decided(
    anchor: str, term: str, provisional: bool
) -> None:
    result = found(anchor, term)
    assert result.provisional is provisional
    assert ("T8" in rules(result)) is provisional
    assert not found(anchor, term, CALENDAR.assuming_settled()).provisional


def test_the_notice_settles_a_provisional_date_and_may_bring_it_earlier() -> None:
    before = found("2027-01-20", "1m")
    assert (before.due, before.provisional) == (date(2027, 2, 22), True)
    notice = parse_notice(
        '{"year": 2027, "source": "supposed", "off": ["2027-02-05/2027-02-12"],'
        ' "work": ["2027-02-20"]}'
    )
    after = found("2027-01-20", "1m", CALENDAR.publish(notice))
    assert (after.due, after.provisional) == (date(2027, 2, 20), False)


@pytest.mark.parametrize("text", ["1m", "20d", "10wd", "-20d", "-3wd", "-1m", "0d", "1200d"])
def test_a_term_is_its_text(text: str) -> None:
    class Line(BaseModel):
        term: Term

    term = Term.parse(text)
    assert str(term) == text
    assert Line.model_validate({"term": text}).term == term
    assert Line(term=term).model_dump(mode="json") == {"term": text}
    assert Line.model_validate_json(Line(term=term).model_dump_json()).term == term


@pytest.mark.parametrize(
    "text",
    [
        "",
        "m",
        "1",
        "-0d",
        "0wd",
        "1201d",
        "1M",
        "\uff11m",
        "+1m",
        "1.5m",
        "01m",
        " 1m",
        "1m\n",
        "1 m",
        "1w",
    ],
)
def test_other_texts_are_no_terms(text: str) -> None:
    with pytest.raises(BadTerm, match="请写成 1m"):
        Term.parse(text)
    with pytest.raises(ValidationError, match="请写成 1m"):
        Term.model_validate(text)


def test_a_senseless_term_cannot_be_made_in_code_either() -> None:
    with pytest.raises(ValidationError, match="-0 和 0wd 没有意义"):
        Term(sign=-1, n=0, unit="d")


def test_a_term_speaks_both_languages() -> None:
    said = {text: (Term.parse(text).zh, Term.parse(text).en) for text in ("1m", "-20d", "18m")}
    assert said == {
        "1m": ("一个月", "1 month"),
        "-20d": ("20 日", "20 days"),
        "18m": ("18 个月", "18 months"),
    }


@pytest.mark.parametrize(
    ("anchor", "term"),
    [
        ("2003-12-31", "1m"),
        ("2004-01-15", "-1m"),
        ("2004-01-02", "-1wd"),
        ("2100-12-31", "1d"),
        ("2100-12-31", "1wd"),
        ("2101-01-04", "-1d"),
        ("9999-12-31", "1200m"),
    ],
)
def test_dates_outside_the_calendar_are_refused(anchor: str, term: str) -> None:
    with pytest.raises(OutsideCalendar, match="2004 年至 2100 年"):
        found(anchor, term)


def test_a_meeting_outside_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        on_day(date(2101, 1, 1), "会议", "the meeting", CALENDAR)
    with pytest.raises(OutsideCalendar):
        end_of_period(Period.year(2101), CALENDAR)
