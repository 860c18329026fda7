"""A figure is a sum of leaves with one scope, one set of periods and one day (rulebook §4.6 no. 7).

What is unknown stays unknown and is named.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from domain.figures.catalogue import Metric, metric
from domain.figures.figure import Figure, Leaf, Scope
from domain.figures.spans import around, shorter_among, totals_among

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
    return _share(found, found.ratio.decimals, scope, of, to)


def _share(found: Metric, decimals: int, scope: Scope, of: Figure, to: Figure) -> Figure:
    """One sum as a share of another, over the places and periods that tell both."""
    told = [{place_of(x): x for x in y.leaves if x.value is not None} for y in (of, to)]
    both = told[0].keys() & told[1].keys()
    part, whole = (sum((Decimal(x[y].value or 0) for y in both), Decimal(0)) for x in told)
    alone = sorted((told[0].keys() | told[1].keys()) - both)
    return Figure(
        metric=found.name,
        zh=found.zh,
        unit=found.unit,
        scope=scope,
        value=percent(part, whole, decimals),
        exact=percent(part, whole, _UNROUNDED),
        about=bool(alone) or of.at_least or to.at_least or of.about or to.about,
        leaves=(*of.leaves, *to.leaves),
        unknown=tuple(dict.fromkeys((*of.unknown, *to.unknown, *alone))),
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
    missing = _missing(expected, scope, told)
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


def percent(of: Decimal, to: Decimal, decimals: int) -> Decimal | None:
    """`of` as a share of `to`, half up; None where there is no whole."""
    if to == 0:
        return None
    return (of * 100 / to).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def summed(
    found: Metric, scope: Scope, leaves: Sequence[Leaf], expected: tuple[str, ...]
) -> Figure:
    """The sum of the known leaves. `expected` regions without one are unknown."""
    inside = leaves_of(found.name, scope, leaves)
    totals = totals_among(inside)
    bottom = [x for x in inside if x.key not in totals]
    known = [x.value for x in bottom if x.value is not None]
    unknown = [place_of(x) for x in bottom if x.value is None]
    unknown += _missing(expected, scope, bottom)
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
    """Those of one metric, of the scope's periods and day, each fact once.

    What the ledger counted comes before what somebody told of the same region and period; of the
    same told in two books the first counts; and a quarter is not added to its own year.
    """
    inside = [x for x in leaves if is_in(x, name, scope)]
    counted = {(x.region, x.period) for x in inside if x.counted}
    once: dict[str, Leaf] = {}
    for x in inside:
        if x.counted or (x.region, x.period) not in counted:
            once.setdefault(x.key, x)
    shorter = shorter_among(once.values())
    return [x for key, x in once.items() if key not in shorter]


def is_in(leaf: Leaf, name: str, scope: Scope) -> bool:
    """Whether a leaf of this metric lies in the scope, of its day and periods."""
    of_period = not scope.periods or leaf.period in scope.periods
    return (
        leaf.metric == name
        and leaf.as_of == scope.as_of
        and of_period
        and (scope.holds(leaf.region))
    )


def _missing(expected: Sequence[str], scope: Scope, leaves: Sequence[Leaf]) -> list[str]:
    """The regions that should have told and did not, nor did anybody below them."""
    told = {region for x in leaves for region in around(x.region)}
    return [x for x in expected if scope.holds(x) and x not in told]


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
