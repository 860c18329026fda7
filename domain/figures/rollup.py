"""A figure is a sum of leaves with one scope, one set of periods and one day (rulebook §4.6 no. 7).

What is unknown stays unknown and is named.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from domain.figures.catalogue import Metric, metric
from domain.figures.figure import Figure, Leaf, Scope

_UNROUNDED = 6
"""Decimals of a rate that is not yet rounded."""


def computed(
    found: Metric, scope: Scope, leaves: Sequence[Leaf], expected: tuple[str, ...]
) -> Figure:
    """A sum, or the ratio of two sums; nothing stands beside it yet."""
    if found.sum_of:
        return _together(found, scope, [metric(x) for x in found.sum_of], leaves, expected)
    if found.ratio is None:
        return summed(found, scope, leaves, expected)
    of = summed(metric(found.ratio.of), scope, leaves, expected)
    to = summed(metric(found.ratio.to), scope, leaves, expected)
    return Figure(
        metric=found.name,
        zh=found.zh,
        unit=found.unit,
        scope=scope,
        value=percent(of.value, to.value, found.ratio.decimals),
        exact=percent(of.value, to.value, _UNROUNDED),
        about=of.at_least or to.at_least or of.about or to.about,
        leaves=(*of.leaves, *to.leaves),
        unknown=tuple(dict.fromkeys((*of.unknown, *to.unknown))),
    )


def _together(
    found: Metric,
    scope: Scope,
    parts: Sequence[Metric],
    leaves: Sequence[Leaf],
    expected: tuple[str, ...],
) -> Figure:
    """The sum of several metrics; those that nothing is known of are left out."""
    figures = [summed(x, scope, leaves, ()) for x in parts]
    known = [x.value for x in figures if x.value is not None]
    value = sum(known, Decimal(0)) if known else None
    told = [x for figure in figures for x in figure.leaves]
    missing = [x for x in expected if scope.holds(x) and not _covered(x, told)]
    return Figure(
        metric=found.name,
        zh=found.zh,
        unit=found.unit,
        scope=scope,
        value=value,
        exact=value,
        at_least=bool(missing and known) or any(x.at_least for x in figures),
        about=any(x.about for x in figures),
        leaves=tuple(told),
        unknown=tuple(dict.fromkeys((*(y for x in figures for y in x.unknown), *missing))),
    )


def percent(of: Decimal | None, to: Decimal | None, decimals: int) -> Decimal | None:
    """`of` as a share of `to`, half up; None where either is unknown or there is no whole."""
    if of is None or to is None or to == 0:
        return None
    return (of * 100 / to).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def summed(
    found: Metric, scope: Scope, leaves: Sequence[Leaf], expected: tuple[str, ...]
) -> Figure:
    """The sum of the known leaves. `expected` regions without one are unknown."""
    inside = leaves_of(found.name, scope, leaves)
    bottom = [x for x in inside if not has_parts(x, inside)]
    known = [x.value for x in bottom if x.value is not None]
    unknown = [place_of(x) for x in bottom if x.value is None]
    unknown += [x for x in expected if scope.holds(x) and not _covered(x, bottom)]
    return Figure(
        metric=found.name,
        zh=found.zh,
        unit=found.unit,
        scope=scope,
        value=Decimal(sum(known)) if known else None,
        exact=Decimal(sum(known)) if known else None,
        at_least=bool(known) and (bool(unknown) or any(x.bound == "at_least" for x in bottom)),
        about=any(x.bound == "about" for x in bottom),
        leaves=tuple(sorted(bottom, key=lambda x: (x.region, x.period or ""))),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def leaves_of(name: str, scope: Scope, leaves: Sequence[Leaf]) -> list[Leaf]:
    """Those of one metric, of the scope's periods and day; what the ledger counted comes before
    what somebody told of the same region and period."""
    inside = [x for x in leaves if is_in(x, name, scope)]
    counted = {(x.region, x.period) for x in inside if x.counted}
    return [x for x in inside if x.counted or (x.region, x.period) not in counted]


def is_in(leaf: Leaf, name: str, scope: Scope) -> bool:
    """Whether a leaf of this metric lies in the scope, of its day and periods."""
    of_period = not scope.periods or leaf.period in scope.periods
    return (
        leaf.metric == name
        and leaf.as_of == scope.as_of
        and of_period
        and (scope.holds(leaf.region))
    )


def has_parts(leaf: Leaf, among: Sequence[Leaf]) -> bool:
    """Whether the same was told by parts of a whole: then it is a total and no leaf."""
    own = Scope(region=leaf.region, as_of=leaf.as_of)
    return leaf.whole and any(
        x is not leaf and x.period == leaf.period and own.holds(x.region) for x in among
    )


def _covered(region: str, leaves: Sequence[Leaf]) -> bool:
    return any(x.region == region or x.region.startswith(f"{region}/") for x in leaves)


def place_of(leaf: Leaf) -> str:
    """The region, and the period if the figure is of one."""
    return f"{leaf.region} {leaf.period}" if leaf.period else leaf.region


def _rounded(change: Decimal) -> Decimal:
    return change.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def trend(figures: Mapping[str, Figure]) -> dict[str, Decimal | None]:
    """The change of each period's figure from the one before; None where either is unknown."""
    names = sorted(figures)
    changes: dict[str, Decimal | None] = {}
    for before, now in pairwise(names):
        was, value = figures[before].exact, figures[now].exact
        if was is None or value is None:
            changes[now] = None
        else:
            changes[now] = _rounded(value - was)
    return changes
