"""Given all 105 published lists, then each is opened, pooled or refused with its reason."""

from collections import Counter
from datetime import date

import pytest

from domain.calendar import Calendar
from domain.lists import Lists, Reading, read_lists
from domain.lists.commands import Vote, openings_of
from domain.lists.kinds import CANDIDATES, ON_A_STREET
from domain.lists.outcomes import outcome_of
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import ProgrammeOpened
from domain.project.messages import ProjectAdopted
from domain.regimes import named
from domain.rehearsal.world import World
from tests.support.meetings import at
from tests.support.real_lists import PROJECTS, real_lists
from tests.support.year import CLERK

VOTE = date(2025, 3, 5)


def under(regime: str, lists: Lists) -> World:
    """The lists opened one after the other, as an import does."""
    world = World(named(regime), Calendar.seeded().assuming_settled())
    vote = Vote(named(regime).ref, VOTE, date(2026, 3, 5), session_assumed=True)
    for voted in lists.voted:
        for stream, command in openings_of(voted, vote):
            first = next(iter(world.tell(stream, command, CLERK, at(VOTE))))
            assert isinstance(first, ProgrammeOpened | ProjectAdopted)
            assert not list(world.tell(stream, command, CLERK, at(VOTE)))
    return world


def test_every_list_has_one_way_and_every_row_is_on_it() -> None:
    tables = real_lists().tables
    assert (len(tables), sum(x.rows for x in tables)) == (105, 904)
    ways = Counter(outcome_of(x).outcome for x in tables)
    assert ways == {"voted": 77, "refused": 21, "candidates": 5, "selected": 2}
    assert all(" / " in outcome_of(x).reason for x in tables)
    pooled = read_lists(PROJECTS.read_bytes(), Reading(kinds=CANDIDATES))
    assert len(pooled.voted) == ways["candidates"]


def test_every_voted_item_starts_a_supervision_of_its_own() -> None:
    world = under("longgang", real_lists())
    kinds = Counter(x.partition(":")[0] for x in world.states)
    assert (kinds[PROGRAMME], kinds[PROJECT]) == (77, 453)
    owed = world.states[stream_id(PROJECT, "NH20-01")]
    assert owed.duties


def test_a_street_carries_out_what_it_chose_and_nobody_calls_it_a_vote() -> None:
    found = read_lists(PROJECTS.read_bytes(), Reading(kinds=ON_A_STREET)).only(["AS18", "SC25"])
    world = under("shangluo-street", found)
    assert sum(1 for x in world.states if x.startswith(f"{PROJECT}:")) == 15
    for voted in found.voted:
        assert "票决" not in voted.title
        assert {x.kind for x in voted.rows} == {"voted_street_selection"}


@pytest.mark.parametrize(
    ("list_id", "said", "found"),
    [("LG23", "10", "3"), ("LH0", "6", "5"), ("ZJC15", "10", "11"), ("NH20", "222", "122")],
)
def test_what_a_source_contradicts_is_shown_and_never_put_right(
    list_id: str, said: str, found: str
) -> None:
    (table,) = [x for x in real_lists().tables if x.list_id == list_id]
    assert (said, found) in [(x.said, x.found) for x in table.checks if x.severity == "warning"]
