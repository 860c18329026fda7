"""The table of requirements: whole, in the standard's numbers, and as the tests are today."""

import re

from tests.asvs.gathering import TESTS, gathered, named_in, shown_in
from tests.asvs.table import CHAPTERS, PAGE, STANDINGS, THIRD, page, requirements


def test_all_253_stand_in_the_table_once() -> None:
    asked = requirements()
    assert len({x.id for x in asked}) == len(asked) == 253
    assert sum(x.level == 1 for x in asked) == 70
    assert sum(x.level == 2 for x in asked) == 183
    assert {x.chapter for x in asked} == set(range(1, len(CHAPTERS) + 1))
    assert [x for x in asked if x.standing not in STANDINGS or not x.how] == []


def test_at_least_118_requirements_are_shown_by_tests() -> None:
    """As many as `reliability §4.9` counted as fit for a machine; those that are kept out apart."""
    tests = gathered()
    shown = [x.id for x in requirements() if x.standing in {"met", "part"} and x.id in tests]
    assert len(shown) >= 118


def test_no_test_names_a_requirement_that_does_not_exist() -> None:
    known = {x.id for x in requirements()} | THIRD
    assert len(THIRD) == 345 - 253
    assert {x: y for x, y in gathered().items() if x not in known} == {}


def test_every_file_that_the_table_points_at_exists() -> None:
    named = {x for one in requirements() for x in re.findall(r"`([^`]+/[^`]*)`", one.how)}
    assert [x for x in named if not (TESTS.parent / x).exists()] == []


def test_the_page_is_as_the_tests_are() -> None:
    """`python -m tests.asvs` makes it so."""
    assert PAGE.read_text() == page(requirements(), gathered())


def test_a_docstring_may_name_several_over_two_lines() -> None:
    test = 'def test_x():\n    """So. ASVS 3.4.1 3.4.2,\n    4.1.1."""\n'
    text = f'"""A file of ASVS 1.2.4."""\n\n{test}'
    assert [x.ids for x in shown_in(text, "here")] == [("1.2.4",), ("3.4.1", "3.4.2", "4.1.1")]
    assert named_in("3.4.1 without the word, and ASVS alone") == ()
