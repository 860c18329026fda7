"""申请: what may be asked for of a voted project, and what such a request must say."""

from collections.abc import Sequence
from datetime import date

from domain.base import refuse_unless
from domain.given import Given
from domain.parties import Role, party
from domain.project.changes.messages import (
    KIND_ZH,
    ChangeEvent,
    ChangeRequested,
    Kind,
    MinorChangeRecorded,
    Proposed,
    RecordMinorChange,
    RequestChange,
)
from domain.project.state import Phase, Project
from domain.refusals import AlreadyThere, Contradicted, NotYours
from domain.regimes.sections_change import GROUND_ZH

_OPEN = (Phase.ADOPTED, Phase.PLANNED, Phase.IN_PROGRESS, Phase.CLAIMED)
"""The phases from which a side track leaves (rulebook §4.2)."""
_STOPS = (Kind.TERMINATE, Kind.REPLACE)
_GOVERN = (None, Role.GOVERNMENT, Role.STREET_OFFICE)
_SAYS: dict[Kind, frozenset[str]] = {
    Kind.SCOPE: frozenset({"targets", "dropped", "planned_completion", "investment_wan"}),
    Kind.TARGET: frozenset({"targets", "planned_completion", "investment_wan"}),
    Kind.SCHEDULE: frozenset({"planned_completion", "investment_wan"}),
    Kind.MONEY: frozenset({"investment_wan"}),
    Kind.SUSPEND: frozenset({"until"}),
    Kind.TERMINATE: frozenset(),
    Kind.REPLACE: frozenset({"successor"}),
}
_NEEDS: dict[Kind, tuple[str, ...]] = {
    Kind.SCOPE: ("targets", "dropped"),
    Kind.TARGET: ("targets",),
    Kind.SCHEDULE: ("planned_completion",),
    Kind.MONEY: ("investment_wan",),
    Kind.REPLACE: ("successor",),
}


def request(state: Project, c: RequestChange, given: Given) -> Sequence[ChangeEvent]:
    """申请调整. Nothing changes yet. Raises NotYours, AlreadyThere, Contradicted, Malformed."""
    must_ask(state, given)
    waiting = state.track.pending
    if waiting is not None:
        if (waiting.kind, waiting.proposed) == (c.kind, c.proposed):
            return []
        raise AlreadyThere(f"{KIND_ZH[waiting.kind]}申请")
    may_leave(state, c.kind)
    refuse_unless(
        c.ground in given.regime.adjusting.grounds,
        f"“{GROUND_ZH[c.ground]}”不是本地办法列明的事由，请另选事由。",
        f"{c.ground} is not a ground of this measure.",
    )
    refuse_unless(
        len(c.documents) > 0,
        "申请应附依据材料，请上传后重报。",
        "a request needs the documents it rests on.",
    )
    check(state, c.kind, c.proposed, given.today)
    return [
        ChangeRequested(
            number=len(state.track.changes) + 1,
            kind=c.kind,
            ground=c.ground,
            reason=c.reason,
            documents=c.documents,
            proposed=c.proposed,
            by=given.actor.ref,
        )
    ]


def minor(state: Project, c: RecordMinorChange, given: Given) -> Sequence[ChangeEvent]:
    """一般变更, for the record only (A8, our default). Raises NotYours, Contradicted for what has
    ended."""
    must_ask(state, given)
    if state.closed or state.stopped:
        raise Contradicted(
            "项目已经销号或终止，不再登记一般变更；要更正已登记的内容，请联系人大经办人员。",
            "the project is struck off or terminated; nothing of it is changed any more.",
        )
    number = state.track.minor + 1
    return [
        MinorChangeRecorded(number=number, text=c.text, documents=c.documents, by=given.actor.ref)
    ]


def must_ask(state: Project, given: Given) -> None:
    """The lead unit and its government ask; the congress's office writes down what came on paper.
    Raises NotYours for others."""
    lead = party(Role.UNIT, state.card.lead_unit)
    if given.actor.role not in _GOVERN and given.actor.party != lead:
        raise NotYours(state.card.id)


def may_leave(state: Project, kind: Kind) -> None:
    """Raises Contradicted for a project that is finished or stopped (rulebook §4.2)."""
    if state.track.terminated is not None:
        raise Contradicted("项目已经终止，不能再调整。", "the project was terminated.")
    if state.phase not in _OPEN:
        raise Contradicted(
            "项目已经核验、报告或者办结，不能再调整；未完成的事项请走整改。",
            "what was verified, reported or closed is no longer changed.",
        )
    if state.track.suspended is not None and kind not in _STOPS:
        raise Contradicted(
            "项目暂缓中，请先恢复实施再申请调整，或者申请终止。",
            "the project is suspended: resume it first, or ask for its termination.",
        )


def check(state: Project, kind: Kind, proposed: Proposed, today: date) -> None:
    """Raises Malformed for values that do not belong to the kind, or cannot be."""
    said = {x for x in Proposed.model_fields if getattr(proposed, x)}
    if proposed.investment_wan is not None:
        said.add("investment_wan")
    refuse_unless(
        said <= _SAYS[kind],
        f"“{KIND_ZH[kind]}”申请中有不属于该类的内容（{'、'.join(sorted(said - _SAYS[kind]))}）。",
        f"a {kind} request does not say {sorted(said - _SAYS[kind])}.",
    )
    needed = _NEEDS.get(kind)
    refuse_unless(
        needed is None or any(x in said for x in needed),
        f"“{KIND_ZH[kind]}”申请应写明拟调整的内容，请补填。",
        f"a {kind} request says one of {needed}.",
    )
    _parts(state, proposed)
    _days(state, proposed, today)
    if proposed.successor is not None:
        _successor(state, proposed)


def _parts(state: Project, proposed: Proposed) -> None:
    left = set(state.targets)
    named = [*proposed.dropped, *(x.subproject for x in proposed.targets)]
    refuse_unless(
        set(named) <= left and len(set(named)) == len(named),
        f"子项目应从 {'、'.join(map(str, sorted(left)))} 中选择，且不能重复。",
        f"sub-projects are {sorted(left)}, each once.",
    )
    refuse_unless(
        not proposed.dropped or set(proposed.dropped) < left,
        "不能去掉全部子项目；项目不再实施的，请申请终止。",
        "to drop every part is a termination.",
    )


def _days(state: Project, proposed: Proposed, today: date) -> None:
    for day in (proposed.planned_completion, proposed.until):
        refuse_unless(
            day is None or day > today,
            f"日期 {day} 应晚于今天，请核对。",
            f"{day} should lie in the future.",
        )
    session = state.anchors.next_session
    finish = proposed.planned_completion
    refuse_unless(
        finish is None or finish < session,
        f"新的完成日期 {finish} 在 {session} 的会议之后；跨年度的，请办理跨年度结转。",
        f"{finish} lies beyond the session of {session}: that is a carry-over.",
    )


def _successor(state: Project, proposed: Proposed) -> None:
    new, old = proposed.successor, state.card
    assert new is not None
    refuse_unless(
        new.id != old.id and (new.programme, new.region) == (state.programme, old.region),
        "更换后的项目应另行编号，并属于同一地区、同一年度清单。",
        "the new item has its own id, in the same region and list.",
    )
