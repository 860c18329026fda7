"""What may be done with a book of figures: one function per command."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from domain.base import refuse_unless
from domain.figures.catalogue import metric
from domain.figures.messages import (
    ClaimsNoted,
    ClaimWithdrawn,
    CorrectFigure,
    FigureCorrected,
    FiguresCommand,
    FiguresEvent,
    FiguresOpened,
    FiguresTold,
    NoteClaims,
    OpenFigures,
    TellFigures,
    Told,
    WithdrawClaim,
)
from domain.figures.state import Book
from domain.given import Given, must_be_office, must_reach
from domain.refusals import AlreadyThere, Contradicted, Unknown

Events = Sequence[FiguresEvent]


def decide(state: Book | None, command: FiguresCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    must_be_office("统计台账", given)
    if isinstance(command, OpenFigures):
        must_reach(command.region, command.id, given)
        return open_figures(state, command)
    if state is None:
        raise Unknown("统计台账", "book of figures", "")
    must_reach(state.region, state.id, given)
    match command:
        case TellFigures():
            return tell(state, command, given)
        case CorrectFigure():
            return correct(state, command, given)
        case NoteClaims():
            return note(state, command, given)
        case WithdrawClaim():
            return withdraw(state, command, given)
    assert_never(command)


def open_figures(state: Book | None, c: OpenFigures) -> Events:
    """统计台账 of a region."""
    if state is None:
        return [FiguresOpened(id=c.id, region=c.region, title=c.title)]
    if (state.region, state.title) != (c.region, c.title):
        raise AlreadyThere(c.id)
    return []


def tell(state: Book, c: TellFigures, given: Given) -> Events:
    """填报: each figure once. Another value for the same one takes a correction with a reason."""
    _must_be_leaves(state, c.figures, given)
    new: dict[str, Told] = {}
    for figure in c.figures:
        known = new.get(figure.key) or state.told.get(figure.key)
        if known is None:
            new[figure.key] = figure
        elif known != figure:
            raise Contradicted(
                f"{_named(figure)}已填报为{_shown(known)}，与这次的{_shown(figure)}不同；"
                "如原数有误，请用“更正”并写明理由和文号。",
                f"{figure.metric} of {figure.region} was told as {known.value}; correct it"
                " with a reason.",
            )
    if not new:
        return []
    return [FiguresTold(figures=tuple(new.values()), document=c.document, by=given.actor.ref)]


def correct(state: Book, c: CorrectFigure, given: Given) -> Events:
    """更正: the old figure stays in the history."""
    _must_be_leaves(state, (c.figure,), given)
    was = state.told.get(c.figure.key)
    if was is None:
        raise Contradicted(
            f"{_named(c.figure)}还没有填报过，不能更正；请先填报。",
            f"{c.figure.metric} of {c.figure.region} was never told; tell it first.",
        )
    if was == c.figure:
        return []
    return [
        FigureCorrected(
            figure=c.figure, was=was, reason=c.reason, document=c.document, by=given.actor.ref
        )
    ]


def note(state: Book, c: NoteClaims, given: Given) -> Events:
    """公布数: kept as printed beside what is summed, of whichever source."""
    known = {x.key: x for x in state.claims}
    new = []
    for claim in c.claims:
        metric(claim.metric)
        _must_be_of(state, claim.region)
        _must_be_past(claim.as_of, given)
        if claim.key not in known:
            known[claim.key] = claim
            new.append(claim)
        elif (known[claim.key].value, known[claim.key].bound) != (claim.value, claim.bound):
            raise AlreadyThere(f"{claim.source}：{claim.quote}")
    return [ClaimsNoted(claims=tuple(new), by=given.actor.ref)] if new else []


def withdraw(state: Book, c: WithdrawClaim, given: Given) -> Events:
    """撤下公布数. Raises Unknown for one that is not there."""
    found = next((x for x in state.claims if x.key == c.key), None)
    if found is None:
        raise Unknown("公布数", "claim", f"{c.source}：{metric(c.metric).zh}")
    return [ClaimWithdrawn(claim=found, because=c.because, by=given.actor.ref)]


def _must_be_leaves(state: Book, figures: Iterable[Told], given: Given) -> None:
    for figure in figures:
        found = metric(figure.metric)
        _must_be_of(state, figure.region)
        _must_be_past(figure.as_of, given)
        refuse_unless(
            not found.computed,
            f"“{found.zh}”由系统从其他合计数算出，不能填报；请分别填报其中各项。",
            f"{found.name} is computed; tell {', '.join(found.parts)}.",
        )
        refuse_unless(
            figure.value is not None or figure.bound == "exact",
            "未知的数不能写“以上”或“约”。",
            "an unknown figure has no bound.",
        )


def _must_be_of(state: Book, region: str) -> None:
    refuse_unless(
        region == state.region or region.startswith(f"{state.region}/"),
        f"“{region}”不属于“{state.region}”，请填报到所属地区的台账。",
        f"{region} does not lie in {state.region}.",
    )


def _must_be_past(as_of: object, given: Given) -> None:
    refuse_unless(
        str(as_of) <= str(given.today),
        f"统计时点 {as_of} 还没有到，请核对日期。",
        f"the day {as_of} has not come.",
    )


def _named(figure: Told) -> str:
    period = f"{figure.period} " if figure.period else ""
    return f"“{figure.region}”{period}截至 {figure.as_of} 的“{metric(figure.metric).zh}”"


def _shown(figure: Told) -> str:
    return "未知" if figure.value is None else f" {figure.value} {metric(figure.metric).unit}"
