"""What became of a sub-project and of its item: early, over-fulfilled, fulfilled, partly, not.

An actual is compared with the target that holds and never becomes one (rulebook §4.2). An item is
complete when every sub-project is complete or was lawfully dropped.
"""

from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum

from domain.project.card import Target
from domain.project.claims import shortfall
from domain.project.state import Project


class Outcome(StrEnum):
    """Worst first: an item is as good as its worst part."""

    UNFINISHED = "UNFINISHED"
    PARTIAL = "PARTIAL"
    FULFILLED = "FULFILLED"
    OVER_FULFILLED = "OVER_FULFILLED"
    DROPPED = "DROPPED"


OUTCOME_ZH: dict[Outcome, str] = {
    Outcome.UNFINISHED: "未完成",
    Outcome.PARTIAL: "部分完成",
    Outcome.FULFILLED: "完成",
    Outcome.OVER_FULFILLED: "超额完成",
    Outcome.DROPPED: "依决定不再实施",
}
COMPLETE = frozenset({Outcome.FULFILLED, Outcome.OVER_FULFILLED})


def of_part(
    target: Target | None, actual: Decimal | None, *, verified: bool, begun: bool
) -> Outcome:
    """One sub-project's outcome. What nobody verified is at most partly done."""
    if not verified:
        return Outcome.PARTIAL if begun else Outcome.UNFINISHED
    if target is None:
        return Outcome.FULFILLED
    if actual is None or shortfall(target, actual) > 0:
        return Outcome.PARTIAL if begun or actual else Outcome.UNFINISHED
    return Outcome.OVER_FULFILLED if exceeds(target, actual) else Outcome.FULFILLED


def exceeds(target: Target, actual: Decimal) -> bool:
    """Whether more was built than asked for; "at most" and "about" cannot be exceeded so."""
    match target.op:
        case "le" | "lt" | "approx":
            return False
        case "range":
            return target.up_to is not None and actual > target.up_to
        case _:
            return actual > target.value


def of_item(parts: Collection[Outcome]) -> Outcome:
    """The worst of its parts; dropped ones say nothing unless all were."""
    order = list(Outcome)
    told = [x for x in parts if x is not Outcome.DROPPED]
    return min(told, key=order.index, default=Outcome.DROPPED)


def outcomes(project: Project) -> dict[int, Outcome]:
    """Every sub-project's outcome as the record stands."""
    claim = project.track.claim
    built = {x.subproject: x.actual for x in claim.actuals} if claim else {}
    begun = claim is not None or any(x.started for x in project.course.told)
    holding = project.targets
    return {
        x.no: of_part(holding[x.no], built.get(x.no), verified=project.verified, begun=begun)
        if x.no in holding
        else Outcome.DROPPED
        for x in project.card.subprojects
    }


def outcome(project: Project) -> Outcome:
    """The item's outcome as the record stands."""
    return of_item(outcomes(project).values())


def is_complete(project: Project) -> bool:
    """Whether every part is complete or was lawfully dropped."""
    return project.track.terminated is None and outcome(project) in COMPLETE


def is_early(project: Project) -> bool:
    """提前完成: claimed before the completion day that holds, and complete."""
    claim, finish = project.track.claim, project.planned_completion
    early = claim is not None and finish is not None and claim.on < finish
    return early and is_complete(project)
