"""范围缩水: less built than voted without a decision; settled by a decision or by evidence only."""

from collections.abc import Sequence
from decimal import Decimal

from domain.base import refuse_unless
from domain.given import Given
from domain.parties import Role
from domain.project.changes.messages import BreachSettled, SettleBreach
from domain.project.changes.track import Claimed
from domain.project.claims import shortfall
from domain.project.state import Project
from domain.refusals import Contradicted, NotYours


def settled_by(state: Project, document: str, given: Given) -> list[BreachSettled]:
    """The breaches that the baseline now holding covers. `state` is the state after it."""
    said = state.track.filed_claim or state.track.claim
    return [
        BreachSettled(
            subproject=no,
            how="decision",
            reference=document,
            actual=None,
            text="经批准调整后的目标已达到",
            evidence=(),
            by=given.actor.ref,
        )
        for no in state.track.breached
        if _covered(state, no, said)
    ]


def proven(state: Project, claim: Claimed | None, reference: str, by: str) -> list[BreachSettled]:
    """The breaches that an accepted claim with enough built proves to be over."""
    return [
        BreachSettled(
            subproject=no,
            how="evidence",
            reference=reference,
            actual=_built(claim, no),
            text="重新申报的完成数达到目标",
            evidence=(),
            by=by,
        )
        for no in state.track.breached
        if claim is not None and _built(claim, no) is not None and _covered(state, no, claim)
    ]


def settle(state: Project, c: SettleBreach, given: Given) -> Sequence[BreachSettled]:
    """补齐核实, by the congress's side or the item's group, with evidence. Raises NotYours,
    Contradicted where nothing is short, Malformed where it still is."""
    if given.actor.role in (Role.UNIT, Role.GOVERNMENT, Role.STREET_OFFICE):
        raise NotYours("范围缩水")
    if given.actor.role is Role.DEPUTY_GROUP and given.actor.party != state.owners.group:
        raise NotYours("范围缩水")
    if c.subproject not in state.track.breached:
        raise Contradicted(
            f"第 {c.subproject} 个子项目没有待处理的范围缩水。",
            f"sub-project {c.subproject} is not short of its target.",
        )
    target = state.targets.get(c.subproject)
    short = shortfall(target, c.actual) if target else Decimal(0)
    refuse_unless(
        short == 0,
        f"核实的完成数仍比目标少 {short}，不能销案；目标有变的，请依决定调整。",
        f"still short by {short}: only a decision changes the target.",
    )
    return [
        BreachSettled(
            subproject=c.subproject,
            how="evidence",
            reference=c.evidence[0].sha256,
            actual=c.actual,
            text=c.finding,
            evidence=c.evidence,
            by=given.actor.ref,
        )
    ]


def _built(claim: Claimed, no: int) -> Decimal | None:
    return next((x.actual for x in claim.actuals if x.subproject == no), None)


def _covered(state: Project, no: int, claim: Claimed | None) -> bool:
    if no not in state.targets:
        return True
    target = state.targets[no]
    built = _built(claim, no) if claim else None
    return target is None or (built is not None and shortfall(target, built) == 0)
