"""Figures against the vote: sub-projects that exist, claims that reach their target."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from domain.base import refuse_unless
from domain.forms import Claim, Progress, WorkPlan
from domain.project.messages import Card, ScopeBreached, Target


def check_progress(card: Card, filing: Progress) -> None:
    """Raises Malformed for a sub-project that was not voted, or one named twice."""
    _known(card, [x.subproject for x in filing.rows])


def check_plan(finish: date | None, filing: WorkPlan) -> None:
    """Raises Malformed for a plan that ends after the day on record: that takes a decision."""
    refuse_unless(
        finish is None or filing.planned_completion <= finish,
        f"方案的完成日期 {filing.planned_completion} 晚于已定的 {finish}；需推迟的，请先申请调整。",
        f"the plan ends on {filing.planned_completion}, after the {finish} on record: "
        "a later day takes a decision.",
    )


def check_claim(card: Card, filing: Claim) -> None:
    """Raises Malformed for a sub-project that was not voted, or one named twice."""
    _known(card, [x.subproject for x in filing.rows])


def scope_breaches(targets: Mapping[int, Target | None], filing: Claim) -> Sequence[ScopeBreached]:
    """Less built than voted, without a decision: a breach of the vote (rulebook A9, §4.4).
    `targets` are those that hold: a decision may have changed or dropped some."""
    found = []
    for row in filing.rows:
        target = targets.get(row.subproject)
        if target is None or row.actual is None:
            continue
        short = shortfall(target, row.actual)
        if short > 0:
            found.append(
                ScopeBreached(
                    subproject=row.subproject, target=target, actual=row.actual, short_by=short
                )
            )
    return found


def shortfall(target: Target, actual: Decimal) -> Decimal:
    """By how much the actual misses the target; 0 when it reaches it or the target is "about".

    A target "over 100" (超过) that is met exactly is met: lists use the word for round figures.
    """
    if target.op in ("le", "lt"):
        return max(actual - target.value, Decimal(0))
    return Decimal(0) if target.op == "approx" else max(target.value - actual, Decimal(0))


def _known(card: Card, numbers: list[int]) -> None:
    voted = {x.no for x in card.subprojects}
    for no in numbers:
        refuse_unless(
            no in voted,
            f"本项目没有第 {no} 个子项目，请从 {', '.join(map(str, sorted(voted)))} 中选择。",
            f"sub-project {no} was not voted; there are {sorted(voted)}.",
        )
    refuse_unless(
        len(set(numbers)) == len(numbers),
        "同一子项目填报了两次，请合并后重报。",
        "a sub-project is named twice.",
    )
