"""S8: the town checks the books each quarter, the district each half-year with a circular."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.calendar import start_of
from domain.duty_commands import FileDuty
from domain.forms import BookSeen, RegisterCheck, SpotCheck
from domain.given import SYSTEM, Actor
from domain.processes import follow_ups
from domain.refusals import Malformed, NotYours
from domain.register.messages import BookChecked
from tests.support.registers import TOWN, Shelf
from tests.support.year import Year, open_programme

PRESIDIUM = Actor("organ-1", "presidium", "浙江省/温州市/龙港市")
LIAISON = Actor("organ-2", "liaison_office", "浙江省/温州市")
BOOKS = (BookSeen(book="SL.D01.2023", complete=False, note="走访未写地点"),)


def town() -> Year:
    """Voted in January: the whole year has its four quarters and two halves."""
    return open_programme("duji", vote=date(2023, 1, 6), next_session=date(2024, 1, 20))


def due(year: Year, line: str) -> dict[str, date]:
    return {x.period: x.due for x in year.state.duties.values() if x.line == line}


def test_four_checks_by_the_presidium_two_spot_checks_by_the_liaison_office() -> None:
    year = town()
    checks = due(year, "register_check")
    assert list(checks) == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    assert checks["2023-Q3"] == date(2023, 10, 7), "off the holidays"
    spot = due(year, "register_spot_check")
    assert list(spot) == ["2023-H1", "2023-H2"]
    obligors = {x.line: x.obligor for x in year.state.duties.values()}
    assert obligors["register_check"] == "presidium"
    assert obligors["register_spot_check"] == "liaison_office"
    assert year.state.duties["register_spot_check/2023-H1"].form == "spot_check"


def check(on: date = date(2023, 6, 28), **more: Any) -> RegisterCheck:
    return RegisterCheck.model_validate({"checked_on": on, "books": BOOKS, **more})


def test_a_check_is_noted_in_every_book_that_was_looked_at() -> None:
    year, shelf = town(), Shelf()
    (filed,) = year.file(date(2023, 6, 29), "register_check/2023-Q2", check(), PRESIDIUM)
    (owed,) = follow_ups(year.state, filed)
    assert owed.stream == shelf.stream
    (noted,) = shelf.on(date(2023, 6, 29), owed.command, SYSTEM)
    assert isinstance(noted, BookChecked)
    assert (noted.kind, noted.period, noted.complete) == ("quarterly", "2023-Q2", False)
    assert shelf.on(date(2023, 6, 30), owed.command, SYSTEM) == []
    assert [x.note for x in shelf.state.checks] == ["走访未写地点"]


def test_the_half_years_spot_check_brings_its_circular_into_the_book() -> None:
    year, shelf = town(), Shelf()
    told = {"checked_on": date(2023, 7, 3), "books": BOOKS, "circular": "联〔2023〕2号"}
    spot = SpotCheck.model_validate({**told, "text": "抽查一册，走访登记不全"})
    (filed,) = year.file(date(2023, 7, 4), "register_spot_check/2023-H1", spot, LIAISON)
    for owed in follow_ups(year.state, filed):
        shelf.on(date(2023, 7, 4), owed.command, SYSTEM)
    (seen,) = shelf.state.checks
    assert (seen.kind, seen.period, seen.circular) == ("spot", "2023-H1", "联〔2023〕2号")
    plain = check(date(2024, 1, 2))
    with pytest.raises(Malformed, match="spot_check"):
        year.file(date(2024, 1, 3), "register_spot_check/2023-H2", plain, LIAISON)
    with pytest.raises(ValidationError):
        SpotCheck.model_validate({k: v for k, v in told.items() if k != "circular"})


def test_the_liaison_office_of_another_place_does_not_reach_here() -> None:
    year = town()
    told = {"checked_on": date(2023, 7, 3), "books": BOOKS, "circular": "1号", "text": "x"}
    elsewhere = Actor("organ-3", "liaison_office", "安徽省/淮北市/杜集区")
    with pytest.raises(NotYours):
        year.file(
            date(2023, 7, 4),
            "register_spot_check/2023-H1",
            SpotCheck.model_validate(told),
            elsewhere,
        )
    assert Actor("x", "liaison_office", "安徽省/淮北市/杜集区").reaches(TOWN)
    assert not Actor("x", "standing_committee", "安徽省/淮北市/杜集区").reaches(TOWN)


@pytest.mark.parametrize("on", [date(2022, 12, 30), date(2023, 7, 30)])
def test_a_check_lies_in_its_time(on: date) -> None:
    year = town()
    command = FileDuty(duty="register_check/2023-Q2", filing=check(on))
    with pytest.raises(Malformed):
        year.ask(start_of(date(2023, 6, 29)), command, PRESIDIUM)


def test_a_book_is_listed_once() -> None:
    year = town()
    with pytest.raises(Malformed, match="两次"):
        year.file(date(2023, 6, 29), "register_check/2023-Q2", check(books=BOOKS * 2), PRESIDIUM)


def test_a_check_of_a_book_that_nobody_opened_notes_nothing() -> None:
    year = town()
    (filed,) = year.file(date(2023, 6, 29), "register_check/2023-Q2", check(), PRESIDIUM)
    (owed,) = follow_ups(year.state, filed)
    unopened = Year(owed.stream, "duji@1")
    assert list(unopened.ask(start_of(date(2023, 6, 30)), owed.command)) == []
