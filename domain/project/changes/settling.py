"""The decision on a request, and what follows from it at once."""

from collections.abc import Sequence

from domain.given import Given
from domain.project.changes.asking import check, may_leave
from domain.project.changes.effects import consequences
from domain.project.changes.messages import (
    KIND_ZH,
    ChangeApproved,
    ChangeRefused,
    DecideChange,
    Kind,
)
from domain.project.changes.track import Change
from domain.project.messages import ProjectEvent
from domain.project.state import Project
from domain.refusals import AlreadyThere, Contradicted, NotTheirsToDecide, NotYours, Unknown
from domain.ruling import EXECUTIVE, must_decide


def settle(state: Project, c: DecideChange, given: Given) -> Sequence[ProjectEvent]:
    """批准或者不予批准. Raises NotYours, Unknown, AlreadyThere, NotTheirsToDecide, Contradicted,
    Malformed."""
    must_record(given)
    change = next((x for x in state.track.changes if x.number == c.number), None)
    if change is None:
        raise Unknown("调整申请", "request", str(c.number))
    matter = f"{state.card.name} {KIND_ZH[change.kind]}"
    if change.approved is not None:
        if (change.approved, change.document) == (c.approved, c.ruling.document):
            return []
        raise AlreadyThere(matter)
    adjusting = given.regime.adjusting
    bench = adjusting.replacing if change.kind is Kind.REPLACE else adjusting.bench
    must_decide(c.ruling, bench, matter, given.today)
    head = {"number": c.number, "kind": change.kind, "ruling": c.ruling, "by": given.actor.ref}
    if not c.approved:
        return [ChangeRefused.model_validate({**head, "reason": c.reason})]
    _budgeted(change, c, matter, given)
    _in_this_year(state, change, c)
    may_leave(state, change.kind)
    assert change.proposed is not None
    check(state, change.kind, change.proposed, given.today)
    approved = ChangeApproved.model_validate({**head, "budget": c.budget})
    return [approved, *consequences(state, change, approved, given)]


def must_record(given: Given) -> None:
    """The congress's side writes decisions down, never those who carry the project out
    (rulebook §4.2: no stop by the government alone). Raises NotYours."""
    if given.actor.role in EXECUTIVE:
        raise NotYours("决定")


def _budgeted(change: Change, c: DecideChange, matter: str, given: Given) -> None:
    """Other money needs the budget decision of the tier's own body (预算法 art. 69)."""
    if change.proposed is None or change.proposed.investment_wan is None:
        return
    if c.budget is None:
        raise NotTheirsToDecide(matter, "资金有变化，应同时附预算调整决定")
    must_decide(c.budget, given.regime.adjusting.spending, f"{matter}（预算调整）", given.today)


def _in_this_year(state: Project, change: Change, c: DecideChange) -> None:
    if change.kind is Kind.REPLACE and c.ruling.on >= state.anchors.next_session:
        raise Contradicted(
            "下一次会议上确定的项目列入下一年度清单；本项目请申请终止。",
            "what the next session votes stands in the next year's list; terminate this one.",
        )
