"""The cast of the demonstration: real lists, made-up behaviour, the same for the same seed."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.calendar import Calendar
from domain.programme.state import Programme
from domain.project.state import Project
from domain.rehearsal import rehearse
from domain.rehearsal.silence import Silence
from stack.demo.bill import NOTE, openings
from stack.demo.cast import Cast
from stack.demo.chance import Chance
from stack.demo.deed import Deed
from stack.demo.home import PREFIX, passing_home
from stack.demo.manners import Manners
from tests.support.real_lists import FIVE_PLACES, PROJECTS


def april(seed: int) -> list[tuple[date, Deed]]:
    """What would be done with a list that was just voted, were nothing recorded."""
    (opening,) = openings(PROJECTS, ["CN17"])
    asked = opening.question
    voted = rehearse(
        asked.lists.voted,
        asked.regime,
        asked.vote,
        asked.next_session,
        Silence(everyone=True),
        until=asked.vote,
    )
    chance = Chance(seed)
    cast = Cast(chance, Manners(chance), Calendar.seeded(), {"CN17": opening.session})
    return [
        (day, deed)
        for day in (date(2025, 4, 1) + timedelta(x) for x in range(30))
        for name, state in sorted(voted.world.states.items())
        if isinstance(state, Project | Programme)
        for deed in cast.deeds(name, state, day)
    ]


def test_real_projects_of_five_places_are_played_under_three_measures() -> None:
    bill = openings(PROJECTS)
    cards = [x for y in bill for x in y.question.lists.cards]
    assert len(cards) == len({x.id for x in cards}) == 122
    assert {x.list_id for x in cards} == {x for y in FIVE_PLACES.values() for x in y}
    assert len({x.question.regime.id for x in bill}) == 3


def test_whatever_is_made_up_says_so() -> None:
    for opening in openings(PROJECTS):
        (voted,) = opening.question.lists.voted
        assert voted.title.startswith(NOTE)
        assert all(x.lead_unit.startswith(NOTE) for x in voted.cards if x.lead_unit_synthetic)
    texts = [str(deed.body) for _, deed in april(1) if deed.path.endswith("filings")]
    assert texts
    assert all(NOTE in x or "'rows'" in x for x in texts)


def test_the_same_seed_gives_the_same_year_and_another_seed_another() -> None:
    assert april(1) == april(1)
    assert april(1) != april(2)


def test_nobody_acts_on_a_rest_day() -> None:
    days = {day for day, _ in april(1)}
    assert days
    assert all(map(Calendar.seeded().is_workday, days))


def test_parties_are_of_all_kinds() -> None:
    manners = Manners(Chance(2025))
    found = Counter(manners.of(f"unit:第{n}局", "浙江省/宁波市") for n in range(300))
    assert len(found) == 4


def test_an_error_leaves_no_folder_and_an_abandoned_one_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    abandoned = tmp_path / f"{PREFIX}killed"
    abandoned.mkdir()
    (abandoned / ".lock").touch()
    with pytest.raises(LookupError, match="any error"):
        _fail_in_a_home(abandoned)
    assert list(tmp_path.iterdir()) == []


def _fail_in_a_home(abandoned: Path) -> None:
    with passing_home() as home:
        assert not abandoned.exists()
        with passing_home() as second:
            assert home.exists()
            assert second != home
        raise LookupError("any error")
