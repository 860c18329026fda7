"""The scenes beside the duties: what is played besides filing, and that the rules allow it."""

from datetime import date

import pytest

from domain.calendar import Calendar
from domain.meeting.convening import check_convening
from domain.regimes import named
from stack.demo.bill import openings
from stack.demo.chance import Chance
from stack.demo.meetings import MEETINGS, convening
from stack.demo.photo import PNG, SHA256
from stack.demo.scenes import FOUND, Scenes
from tests.support.real_lists import PROJECTS


@pytest.mark.parametrize("list_id", ["NH20", "CN17", "FT24"])
def test_the_meeting_in_mid_year_is_one_that_the_tier_may_convene(list_id: str) -> None:
    (opening,) = openings(PROJECTS, [list_id])
    asked = convening(opening)
    assert check_convening(asked)
    (served,) = asked.serves
    assert set(served.projects) == {x.id for x in opening.question.lists.cards}


def test_meetings_are_convened_and_held_on_workdays() -> None:
    workday = Calendar.seeded().is_workday
    assert all(workday(x.convened) and workday(x.held) for x in MEETINGS.values())
    assert all(x.held > date(2025, 6, 30) for x in MEETINGS.values())


def test_as_many_inspections_find_something_as_is_said() -> None:
    scenes = Scenes(Chance(1))
    found = [x for x in range(2000) if scenes.findings("project:NH20-01", f"duty/{x}")]
    assert len(found) == pytest.approx(2000 * FOUND, rel=0.2)


def test_the_picture_is_one_that_every_reader_of_pictures_knows() -> None:
    assert PNG.startswith(b"\x89PNG\r\n\x1a\n")
    assert PNG.endswith(b"IEND\xaeB`\x82")
    assert len(SHA256) == 64


@pytest.mark.parametrize("ref", ["baofeng@2", "longgang@2", "gaogang@2"])
def test_every_measure_says_who_decides_the_change_that_is_played(ref: str) -> None:
    bench = named(ref).adjusting.bench
    assert bench.deciders
    assert bench.sittings
