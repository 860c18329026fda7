"""A sum with what stands beside it: published totals, and figures told of what is summed.

Nothing is ever "fixed": where two numbers differ there is a DATA_CONFLICT, and both are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.figures.catalogue import Metric, metric, metrics
from domain.figures.figure import DataConflict, Figure, Leaf, Scope
from domain.figures.messages import Claim
from domain.figures.rollup import computed, is_in, leaves_of, place_of, summed
from domain.figures.spans import ended, longer, totals_among


def roll_up(
    name: str,
    scope: Scope,
    leaves: Iterable[Leaf],
    claims: Iterable[Claim] = (),
    expected: Iterable[str] = (),
) -> Figure:
    """The figure of a scope from the leaves in it. `expected` are regions that should have told;
    those without a leaf are unknown. Raises Unknown for a metric that does not exist."""
    found, leaves, claims = metric(name), list(leaves), list(claims)
    figure = computed(found, scope, leaves, tuple(expected))
    beside = [x for x in claims if _speaks_of(x, found, scope)]
    conflicts = [*_totals(found, scope, leaves), *(_differing(figure, x) for x in beside)]
    known = [x for x in conflicts if x is not None]
    others = _others(found, scope, leaves) if known else {}
    return figure.model_copy(
        update={
            "claims": tuple(beside),
            "conflicts": tuple(_with_likes(x, others) for x in known),
        }
    )


def _totals(found: Metric, scope: Scope, leaves: Sequence[Leaf]) -> list[DataConflict | None]:
    """Told figures beside which something else is summed: a whole whose parts were told too, what
    the ledger itself has counted, what another book says, and a year of which parts were told.
    Where the two differ, both are shown."""
    inside = leaves_of(found.name, scope, leaves)
    kept, totals = {id(x) for x in inside}, totals_among(inside)
    known = [x for x in leaves if is_in(x, found.name, scope)]
    told = [x for x in known if not x.counted]
    beside = [_beside(x, found, inside) for x in told if id(x) not in kept or x.key in totals]
    of_place: dict[tuple[str, bool], list[Leaf]] = {}
    for x in known:
        of_place.setdefault((x.region, x.whole), []).append(x)
    parts = [(x, of_place[x.region, x.whole]) for x in told if id(x) in kept]
    return [*beside, *(_exceeded(x, found, among) for x, among in parts)]


def _beside(told: Leaf, found: Metric, inside: Sequence[Leaf]) -> DataConflict | None:
    own = Scope(region=told.region, periods=(told.period,) if told.period else (), as_of=told.as_of)
    others = [
        x
        for x in inside
        if x is not told and (x.region == told.region or (told.whole and own.holds(x.region)))
    ]
    computed = summed(found, own, others, ()).value
    if told.value is None or computed is None or computed == told.value:
        return None
    return _between(told, found, computed)


def _exceeded(told: Leaf, found: Metric, among: Sequence[Leaf]) -> DataConflict | None:
    """A part of a year may be less than the year, but never more."""
    parts = [x for x in among if longer(told.period, x.period)]
    if not parts or told.value is None:
        return None
    computed = summed(found, Scope(region=told.region, as_of=told.as_of), parts, ()).value
    if computed is None or computed <= told.value:
        return None
    return _between(told, found, computed)


def _between(told: Leaf, found: Metric, computed: Decimal) -> DataConflict:
    return DataConflict(
        stated=str(told.value),
        computed=computed,
        difference=computed - Decimal(told.value or 0),
        source=f"{place_of(told)} 填报",
        quote=f"{found.zh} {told.value} {found.unit}",
    )


def _speaks_of(claim: Claim, found: Metric, scope: Scope) -> bool:
    return (
        claim.metric == found.name
        and claim.region == scope.region
        and set(claim.periods) == set(scope.periods)
    )


def _of_that_day(claim: Claim, scope: Scope) -> bool:
    """Whether claim and sum are of one day, or of periods that were over on both."""
    over = [ended(x, min(claim.as_of, scope.as_of)) for x in claim.periods]
    return claim.as_of == scope.as_of or (bool(over) and all(over))


def _differing(figure: Figure, claim: Claim) -> DataConflict | None:
    """A claim is compared at its own decimals; a lower bound is contradicted only by less, and
    nothing by what holds of another day."""
    if figure.value is None or not _of_that_day(claim, figure.scope):
        return None
    stated = Decimal(claim.value)
    computed = figure.value.quantize(stated, ROUND_HALF_UP)
    if claim.bound == "about" or figure.about:
        return None
    if claim.bound == "at_least" and computed >= stated:
        return None
    if figure.at_least and stated >= computed:
        return None
    if computed == stated:
        return None
    return DataConflict(
        stated=claim.value,
        computed=computed,
        difference=computed - stated,
        source=claim.source,
        quote=claim.quote,
    )


def _others(found: Metric, scope: Scope, leaves: Sequence[Leaf]) -> dict[str, Decimal | None]:
    """What the other metrics of the same unit come to, by their Chinese names."""
    names = sorted({x.metric for x in leaves} - {found.name})
    same = [metrics()[x] for x in names if metrics()[x].unit == found.unit]
    return {x.zh: summed(x, scope, leaves, ()).value for x in same}


def _with_likes(conflict: DataConflict, others: Mapping[str, Decimal | None]) -> DataConflict:
    likes = tuple(zh for zh, value in others.items() if value == Decimal(conflict.stated))
    return conflict.model_copy(update={"like": likes})
