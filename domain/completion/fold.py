"""From a project's history to its line of the completion report."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from domain.calendar import day_of
from domain.completion.entry import ChangeEntry, Entry, PartEntry, Sourced, Told
from domain.completion.history import History, said, said_if, source
from domain.completion.outcome import Outcome, is_early, of_item, of_part
from domain.completion.year_end import year_end
from domain.forms import Claim, ClaimRow, Progress, ProgressRow, Verification, WorkPlan
from domain.project.changes.messages import (
    BaselineSet,
    BreachSettled,
    ChangeApproved,
    ChangeRefused,
    ChangeRequested,
    ProjectCarriedOver,
    ProjectResumed,
    ProjectSuspended,
    ProjectTerminated,
)
from domain.project.messages import ProjectEvaluated, ScopeBreached


def entry_of(told: Iterable[Told], programme: str | None = None) -> Entry:
    """The project's line in the report of that list; of the one it stands in where none is named.

    `told` is its whole history in order.
    """
    h = History(told, programme)
    state = h.state
    ending = year_end(state, programme)
    parts = tuple(_part(h, x.no) for x in state.card.subprojects)
    return Entry(
        id=state.card.id,
        name=state.card.name,
        unit=state.card.lead_unit,
        programme=programme or state.programme,
        adopted=source(h.told[0]),
        parts=parts,
        outcome=of_item([x.outcome for x in parts]),
        early=is_early(state),
        ending=ending.state,
        ending_zh=ending.zh,
        planned=_planned(h),
        voted_completion=said_if(state.card.planned_completion, h.told[0]),
        claimed=_claimed(h),
        verified=_verified(h),
        money_voted=said_if(state.card.investment_wan, h.told[0]),
        money=_money(h),
        spent=_spent(h),
        changes=_changes(h),
        breaches=_breaches(h),
        suspended=_suspended(h),
        terminated=_dated(h.last(ProjectTerminated)),
        carried_over=_carried(h, programme),
        grade=_grade(h),
        reasons=_reasons(h),
    )


def _part(h: History, no: int) -> PartEntry:
    card = next(x for x in h.state.card.subprojects if x.no == no)
    holding = h.state.targets
    actual, share, target = _actual(h, no), _share(h, no), _target(h, no)
    dropped = _dropped(h, no)
    outcome = Outcome.DROPPED
    if no in holding:
        outcome = of_part(
            holding[no],
            actual.value if actual else None,
            verified=h.state.verified,
            begun=bool((share and share.value > 0) or (actual and actual.value > 0)),
        )
    return PartEntry(
        no=no,
        name=card.name,
        voted=said_if(card.target, h.told[0]),
        target=target if no in holding else None,
        actual=actual,
        share=share,
        outcome=outcome,
        dropped=dropped,
        planned_share=_share(h, no, "planned"),
        proven=_proven(h, no),
    )


def _target(h: History, no: int) -> Sourced[Any] | None:
    found = said_if(next(x.target for x in h.state.card.subprojects if x.no == no), h.told[0])
    for x in h.told:
        if isinstance(x.event, BaselineSet):
            changed = [y.target for y in x.event.targets if y.subproject == no]
            found = said(changed[0], x) if changed else found
    return found


def _actual(h: History, no: int) -> Sourced[Any] | None:
    found: Sourced[Any] | None = None
    for x, filed in h.accepted:
        if isinstance(filed.filing, Claim):
            row = next(
                (y for y in filed.filing.rows if y.subproject == no), ClaimRow(subproject=no)
            )
            found = said_if(row.actual, x)
    for x in h.told:
        match x.event:
            case BreachSettled(subproject=which, how="evidence") if which == no:
                found = said_if(x.event.actual, x) or found
    return found


def _reports(h: History, no: int) -> list[tuple[Told, Progress, ProgressRow]]:
    return [
        (x, filed.filing, row)
        for x, filed in h.accepted
        if isinstance(filed.filing, Progress)
        for row in filed.filing.rows
        if row.subproject == no
    ]


def _share(h: History, no: int, which: str = "claimed") -> Sourced[Any] | None:
    rows = _reports(h, no)
    return said(getattr(rows[-1][2], which), rows[-1][0]) if rows else None


def _proven(h: History, no: int) -> bool:
    rows = _reports(h, no)
    return not rows or bool(rows[-1][1].evidence)


def _dropped(h: History, no: int) -> Sourced[Any] | None:
    found = [x for x in h.told if isinstance(x.event, BaselineSet) and no in x.event.dropped]
    return said(found[0].event.document, found[0]) if found else None  # type: ignore[attr-defined]  # filtered above


def _planned(h: History) -> Sourced[Any] | None:
    found = said_if(h.state.card.planned_completion, h.told[0])
    for x, filed in h.ever:
        if isinstance(filed.filing, WorkPlan):
            found = said(filed.filing.planned_completion, x)
    for x in h.told:
        if isinstance(x.event, BaselineSet) and x.event.planned_completion is not None:
            found = said(x.event.planned_completion, x)
    return found


def _money(h: History) -> Sourced[Any] | None:
    found = said_if(h.state.card.investment_wan, h.told[0])
    for x in h.told:
        if isinstance(x.event, BaselineSet) and x.event.investment_wan is not None:
            found = said(x.event.investment_wan, x)
    return found


def _claimed(h: History) -> Sourced[Any] | None:
    found = h.filing(Claim)
    return said(day_of(found[1].received_at), found[0]) if found else None


def _spent(h: History) -> Sourced[Any] | None:
    found = h.filing(Claim)
    if found is None or not isinstance(found[1].filing, Claim):
        return None
    return said_if(found[1].filing.spent_wan, found[0])


def _verified(h: History) -> Sourced[Any] | None:
    found = h.filing(Verification)
    if found is None or not isinstance(found[1].filing, Verification):
        return None
    return said(found[1].filing.verified, found[0])


def _changes(h: History) -> tuple[ChangeEntry, ...]:
    return tuple(_change(h, x, x.event) for x in h.told if isinstance(x.event, ChangeRequested))


def _change(h: History, asked: Told, event: ChangeRequested) -> ChangeEntry:
    decided: Sourced[str] | None = None
    approved: bool | None = None
    for x in h.told:
        if isinstance(x.event, ChangeApproved | ChangeRefused) and x.event.number == event.number:
            approved = isinstance(x.event, ChangeApproved)
            decided = said(x.event.ruling.document, x)
    return ChangeEntry(
        number=event.number,
        kind=event.kind,
        asked=said(event.reason, asked),
        approved=approved,
        decided=decided,
    )


def _breaches(h: History) -> tuple[Sourced[Decimal], ...]:
    last = {x.event.subproject: x for x in h.told if isinstance(x.event, ScopeBreached)}
    left = sorted(set(last) & set(h.state.track.breached))
    return tuple(said(last[no].event.short_by, last[no]) for no in left)  # type: ignore[attr-defined]  # filtered above


def _suspended(h: History) -> Sourced[Any] | None:
    last = h.last(ProjectSuspended, ProjectResumed, ProjectTerminated, ProjectCarriedOver)
    return _dated(last) if last and isinstance(last.event, ProjectSuspended) else None


def _dated(told: Told | None) -> Sourced[Any] | None:
    return said(told.event.on, told) if told else None  # type: ignore[attr-defined]  # asked for events with a day


def _carried(h: History, programme: str | None) -> Sourced[Any] | None:
    for x in h.told:
        if isinstance(x.event, ProjectCarriedOver) and x.event.before == programme:
            return said(x.event.programme, x)
    return None


def _grade(h: History) -> Sourced[Any] | None:
    for x in reversed(h.told):
        if isinstance(x.event, ProjectEvaluated) and x.event.final:
            return said(x.event.result.grade, x) if x.event.result.grade else None
    return None


def _reasons(h: History) -> tuple[Sourced[str], ...]:
    found: list[Sourced[str]] = []
    for x, filed in h.accepted[-3:]:
        match filed.filing:
            case Claim(note=str(note)):
                found.append(said(note, x))
            case Progress(rows=rows):
                found += [said(y.note, x) for y in rows if y.note]
            case Verification(verified=False, finding=finding):
                found.append(said(finding, x))
            case _:
                continue
    return tuple(found)
