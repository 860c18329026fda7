"""公布规则: the table, the shapes that reach public pages, and the words, hold one another."""

from typing import Any, get_args

from api.public import shape
from api.public.course import INTERNAL, SAID
from api.public.held import years_of
from api.public.rules import KEPT, PUBLISHED
from domain.base import Value
from domain.project.messages import ProjectEvent
from ledger.queries.history import Entry


def test_every_published_field_has_its_rule_and_no_rule_is_idle() -> None:
    """ASVS 8.1.2 15.3.1"""
    shapes = [x for x in vars(shape).values() if isinstance(x, type) and issubclass(x, Value)]
    fields = {f"{x.__name__}.{y}" for x in shapes if x is not Value for y in x.model_fields}
    told = [x for rule in PUBLISHED for x in rule.fields]
    assert sorted(told) == sorted(fields)


def test_every_kind_of_fact_of_a_project_is_told_or_named_internal() -> None:
    kinds = {x.__name__ for x in _all(ProjectEvent)}
    assert kinds == SAID.keys() | INTERNAL.keys()
    assert not SAID.keys() & INTERNAL.keys()
    quoted = ("{text}", "{reason}", "{because}", "{note}", "{finding}", "{subject}", "{seen}")
    assert [x for x in SAID.values() if any(y in x for y in quoted)] == []


def test_what_is_kept_says_who_may_know_it_and_why() -> None:
    """ASVS 8.1.2"""
    assert len({x.fact for x in KEPT}) == len(KEPT)
    assert all(len(x.because) > 3 for x in KEPT)


def test_each_count_is_held_back_by_the_list_on_which_the_project_then_stood() -> None:
    def entry(kind: str, **event: object) -> Entry:
        known: dict[str, Any] = {"type": kind, "event": event}
        return Entry.model_construct(**known)

    first = entry("ProjectEvaluated", round="evaluation#0")
    carried = entry("ProjectCarriedOver", before="LG23", programme="LG24")
    second = entry("ProjectEvaluated", round="evaluation#0")
    told = [first, carried, second]
    assert years_of("LG24", told) == [("LG23", [first]), ("LG24", [carried, second])]
    assert years_of("LG24", []) == [("LG24", [])]


def _all(union: object) -> set[type]:
    parts = get_args(union)
    return set().union(*(_all(x) for x in parts)) if parts else {union}  # type: ignore[arg-type]  # a class
