"""A figure is a sum of leaves with one scope and day; what contradicts it stands beside."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures.beside import roll_up
from domain.figures.figure import Leaf, Scope
from domain.figures.messages import Claim
from domain.figures.rollup import trend
from domain.refusals import Unknown

DAY = date(2025, 2, 11)
CITY = "陕西省/商洛市"
SOURCE = "商洛日报 2025-02-11"


def leaf(
    metric: str, region: str, value: int | None, period: str | None = None, **more: object
) -> Leaf:
    return Leaf.model_validate(
        {"metric": metric, "region": region, "value": value, "period": period, "as_of": DAY, **more}
    )


def claim(metric: str, value: str, *periods: str, **more: object) -> Claim:
    given = {"metric": metric, "region": CITY, "value": value, "periods": periods, "as_of": DAY}
    return Claim.model_validate({**given, "source": SOURCE, "quote": value, **more})


def scope(region: str = CITY, *periods: str) -> Scope:
    return Scope(region=region, periods=periods, as_of=DAY)


STREETS = [
    *(leaf("selected_projects", f"{CITY}/商州区/街道{x}", 5, "2023") for x in range(13)),
    *(leaf("selected_projects", f"{CITY}/商州区/街道{x}", 4, "2024") for x in range(17)),
]


def test_121_stands_beside_133_and_neither_is_changed() -> None:
    """S9: 65 of 2023 and 68 of 2024, published as 121 (seeds/004)."""
    found = roll_up(
        "selected_projects",
        scope(CITY, "2023", "2024"),
        STREETS,
        [claim("selected_projects", "121", "2023", "2024", quote="票选并实施民生实事项目121个")],
    )
    assert found.value == 65 + 68 == 133
    assert [(x.code, x.stated, x.computed, x.difference) for x in found.conflicts] == [
        ("DATA_CONFLICT", "121", Decimal(133), Decimal(12))
    ]
    assert [x.value for x in found.claims] == ["121"]


def test_a_year_alone_contradicts_nothing_said_of_two_years() -> None:
    found = roll_up(
        "selected_projects",
        scope(CITY, "2023"),
        STREETS,
        [
            claim("selected_projects", "121", "2023", "2024"),
            claim("selected_projects", "65", "2023"),
        ],
    )
    assert found.value == 65
    assert found.conflicts == ()
    assert [x.value for x in found.claims] == ["65"]


def test_396_published_as_assigned_is_what_is_in_hand() -> None:
    """Duji (seeds/002): 交办396件 is not what was assigned; the other metric is named."""
    place = "安徽省/淮北市/杜集区"
    leaves = [
        leaf("suggestions_assigned", place, 6903, counted=True),
        leaf("suggestions_in_hand", place, 396, counted=True),
        leaf("suggestions_completed", place, 6507, counted=True),
        leaf("suggestions_collected", place, 6903, counted=True),
    ]
    (conflict,) = roll_up(
        "suggestions_assigned",
        scope(place),
        leaves,
        [claim("suggestions_assigned", "396", region=place)],
    ).conflicts
    assert conflict.difference == 6507
    assert conflict.like == ("代表建议在办",)
    rate = roll_up(
        "completion_rate", scope(place), leaves, [claim("completion_rate", "94.26", region=place)]
    )
    assert rate.value == Decimal("94.26")
    assert rate.conflicts == ()


def test_what_nobody_told_is_unknown_and_no_nought() -> None:
    """S6: all on time except a few adjusted, and nobody says how many."""
    none = roll_up("adjusted_projects", scope(), [], expected=[f"{CITY}/商州区"])
    assert none.value is None
    assert none.unknown == (f"{CITY}/商州区",)
    some = roll_up(
        "adjusted_projects",
        scope(),
        [
            leaf("adjusted_projects", f"{CITY}/商州区", None),
            leaf("adjusted_projects", f"{CITY}/洛南县", 2),
        ],
    )
    assert some.value == 2
    assert some.at_least
    assert some.unknown == (f"{CITY}/商州区",)


def test_s6_votes_and_consultations_are_summed_but_never_taken_for_each_other() -> None:
    """Gaogang's five years: 50 by the district, 127 by towns, 113 by streets in consultation."""
    place = "江苏省/泰州市/高港区"
    leaves = [
        leaf("voted_projects", place, 50),
        leaf("voted_projects", f"{place}/各镇", 127, whole=True),
        leaf("consulted_projects", f"{place}/各街道", 113, whole=True),
        leaf("adjusted_projects", place, None),
    ]
    values = {
        name: roll_up(name, scope(place), leaves).value
        for name in ("voted_projects", "consulted_projects", "all_projects", "adjusted_projects")
    }
    assert values == {
        "voted_projects": 177,
        "consulted_projects": 113,
        "all_projects": 290,
        "adjusted_projects": None,
    }


def test_a_county_sums_its_own_congress_and_its_towns_but_a_whole_only_once() -> None:
    county = f"{CITY}/洛南县"
    leaves = [
        leaf("voted_projects", county, 10, "2024", counted=True),
        leaf("voted_projects", f"{county}/石门镇", 8, "2024", counted=True),
        leaf("voted_projects", county, 20, "2024", whole=True),
    ]
    found = roll_up("voted_projects", scope(CITY, "2024"), leaves)
    assert found.value == 18
    assert [(x.stated, x.difference) for x in found.conflicts] == [("20", Decimal(-2))]
    alone = roll_up("voted_projects", scope(CITY, "2024"), leaves[2:])
    assert alone.value == 20
    assert alone.conflicts == ()


def test_what_the_ledger_counts_comes_before_what_was_told_of_it() -> None:
    place = f"{CITY}/洛南县"
    told = [
        leaf("voted_projects", place, 11, "2024"),
        leaf("voted_projects", place, 10, "2024", counted=True),
    ]
    found = roll_up("voted_projects", scope(CITY, "2024"), told)
    assert found.value == 10
    assert [x.stated for x in found.conflicts] == ["11"]


@pytest.mark.parametrize(
    ("bound", "stated", "conflicts"),
    [("at_least", "60", 0), ("at_least", "70", 1), ("about", "70", 0), ("exact", "66", 1)],
)
def test_a_bound_is_contradicted_only_by_what_lies_outside_it(
    bound: str, stated: str, conflicts: int
) -> None:
    leaves = [leaf("supervision_topics", CITY, 65)]
    found = roll_up(
        "supervision_topics", scope(), leaves, [claim("supervision_topics", stated, bound=bound)]
    )
    assert len(found.conflicts) == conflicts


def test_change_over_the_years_is_counted_before_rounding() -> None:
    """S5: 90.36 and 95.8 as printed differ by 5.44; from the counts it is 5.43."""
    place = "江苏省/泰州市/高港区"
    years = {"2020": 2015, "2021": 2136}
    leaves = [
        x
        for year, satisfied in years.items()
        for x in (
            leaf("satisfied_ballots", place, satisfied, year),
            leaf("valid_ballots", place, 2230, year),
        )
    ]
    figures = {
        year: roll_up(
            "satisfaction_rate",
            scope(place, year),
            leaves,
            [claim("satisfaction_rate", said, year, region=place)],
        )
        for year, said in (("2020", "90.36"), ("2021", "95.8"))
    }
    assert [x.value for x in figures.values()] == [Decimal("90.36"), Decimal("95.78")]
    assert [x.conflicts for x in figures.values()] == [(), ()]
    assert trend(figures) == {"2021": Decimal("5.43")}


def test_another_day_is_another_figure() -> None:
    older = leaf("street_deputies", CITY, 700).model_copy(update={"as_of": date(2024, 1, 1)})
    assert roll_up("street_deputies", scope(), [older]).value is None
    with pytest.raises(Unknown):
        roll_up("happiness", scope(), [])


REGIONS = st.sampled_from(
    [f"{CITY}/县{x}" for x in range(4)]
    + [f"{CITY}/县{x}/镇{y}" for x in range(4) for y in range(3)]
)
LEAVES = st.lists(
    st.builds(
        leaf,
        st.just("voted_projects"),
        REGIONS,
        st.one_of(st.none(), st.integers(0, 50)),
        st.sampled_from(["2023", "2024"]),
    ),
    max_size=30,
    unique_by=lambda x: x.key,
)


@given(LEAVES)
def test_the_whole_is_the_sum_of_its_parts_whichever_way_it_is_cut(leaves: Sequence[Leaf]) -> None:
    def value(*periods: str, region: str = CITY) -> Decimal:
        return roll_up("voted_projects", scope(region, *periods), leaves).value or Decimal(0)

    assert value("2023", "2024") == value("2023") + value("2024")
    assert value("2023") == sum(value("2023", region=f"{CITY}/县{x}") for x in range(4))
    unknown = roll_up("voted_projects", scope(CITY, "2023"), leaves).unknown
    assert len(unknown) == len([x for x in leaves if x.period == "2023" and x.value is None])


def test_a_quarter_is_not_added_to_its_own_year_nor_a_year_to_what_is_of_no_period() -> None:
    leaves = [
        leaf("voted_projects", f"{CITY}/洛南县", 10, "2023"),
        leaf("voted_projects", f"{CITY}/洛南县", 4, "2023-Q2"),
        leaf("voted_projects", f"{CITY}/洛南县", 1, "2023-05"),
        leaf("voted_projects", f"{CITY}/商州区", 50),
        leaf("voted_projects", f"{CITY}/商州区", 12, "2023", counted=True),
    ]
    found = roll_up("voted_projects", scope(), leaves)
    assert found.value == 60
    assert found.conflicts == ()
    assert roll_up("voted_projects", scope(CITY, "2023"), leaves).value == 22
    more = [*leaves, leaf("voted_projects", f"{CITY}/洛南县", 8, "2023-H2")]
    (conflict,) = roll_up("voted_projects", scope(), more).conflicts
    assert (conflict.stated, conflict.computed) == ("10", Decimal(12))


def test_a_whole_that_is_unknown_hides_nothing_that_is_known() -> None:
    county = f"{CITY}/洛南县"
    leaves = [
        leaf("voted_projects", county, None),
        leaf("voted_projects", county, 10, "2023"),
    ]
    found = roll_up("voted_projects", scope(), leaves)
    assert (found.value, found.at_least) == (Decimal(10), True)
    assert found.unknown == (county,)
    part = [
        leaf("voted_projects", county, 20, whole=True),
        leaf("voted_projects", f"{county}/石门镇", None),
    ]
    assert roll_up("voted_projects", scope(), part).value == 20


def test_the_same_figure_in_two_books_counts_once_and_two_values_contradict_each_other() -> None:
    """A county's book and its city's may both tell of the county; the nearer comes first."""
    county = f"{CITY}/洛南县"
    near, far = (
        leaf("street_deputies", county, 61, told_in=f"figures:{x}") for x in ("luonan", "shangluo")
    )
    assert roll_up("street_deputies", scope(), [near, far]).value == 61
    assert roll_up("street_deputies", scope(), [near, far]).conflicts == ()
    other = far.model_copy(update={"value": 63})
    found = roll_up("street_deputies", scope(), [near, other])
    assert found.value == 61
    assert [(x.stated, x.difference) for x in found.conflicts] == [("63", Decimal(-2))]


def test_a_rate_is_over_the_places_that_tell_both_of_its_counts() -> None:
    """Else a county that tells only its completed ones would lift everybody's rate."""
    leaves = [
        leaf("suggestions_completed", f"{CITY}/商州区", 8),
        leaf("suggestions_collected", f"{CITY}/商州区", 10),
        leaf("suggestions_completed", f"{CITY}/洛南县", 7),
    ]
    found = roll_up("completion_rate", scope(), leaves)
    assert (found.value, found.about) == (Decimal("80.00"), True)
    assert found.unknown == (f"{CITY}/洛南县",)
    assert roll_up("completion_rate", scope(), leaves[2:]).value is None


def test_a_total_published_for_another_day_contradicts_nothing() -> None:
    """94.26 % was so on that day; what came since is no contradiction."""
    older = claim("suggestions_collected", "6903", as_of=date(2023, 9, 22))
    leaves = [leaf("suggestions_collected", CITY, 7100)]
    found = roll_up("suggestions_collected", scope(), leaves, [older])
    assert (found.conflicts, found.claims) == ((), (older,))
    over = claim("selected_projects", "121", "2023", "2024", as_of=date(2025, 1, 20))
    (conflict,) = roll_up(
        "selected_projects", scope(CITY, "2023", "2024"), STREETS, [over]
    ).conflicts
    assert conflict.difference == 12
