"""From the record to a paper's contents: one function per kind of paper; no figure is typed in."""

from typing import assert_never

from domain.papers.body import Body
from domain.papers.compose.circular import HEAD, circular, sent_to
from domain.papers.compose.completion import completion
from domain.papers.compose.evaluation import evaluation
from domain.papers.compose.gathered import Gathered
from domain.papers.compose.half_year import half_year
from domain.papers.compose.subprojects import special_supervision
from domain.papers.messages import PaperKind
from domain.papers.office import Office, Part, Words, objection
from domain.periods import BadPeriod, Period
from domain.refusals import Contradicted

HEADS: dict[PaperKind, str] = {
    PaperKind.CIRCULAR: HEAD,
    PaperKind.HALF_YEAR: "民生实事项目监督报告",
    PaperKind.SPECIAL_SUPERVISION: "民生实事项目监督报告",
    PaperKind.COMPLETION: "民生实事项目监督报告",
    PaperKind.EVALUATION: "民生实事项目测评通报",
}
_NOTHING = Words()


def compose(
    kind: PaperKind, period: str | None, gathered: Gathered, words: Words = _NOTHING
) -> Body:
    """The contents of a paper as the record stands, with the staff's words beside the figures.
    Raises BadPeriod for a circular or half-year without its period, Contradicted for an evaluation
    nobody has counted."""
    body = _recorded(kind, period, gathered)
    office = body.office or _framed(kind, body, gathered)
    return body.model_copy(update={"office": office.model_copy(update={"words": words})})


def _recorded(kind: PaperKind, period: str | None, gathered: Gathered) -> Body:
    match kind:
        case PaperKind.CIRCULAR:
            return circular(gathered, _period(period))
        case PaperKind.HALF_YEAR:
            return half_year(gathered, _period(period))
        case PaperKind.SPECIAL_SUPERVISION:
            return special_supervision(gathered)
        case PaperKind.COMPLETION:
            return completion(gathered)
        case PaperKind.EVALUATION:
            return _evaluation(gathered, period)
    assert_never(kind)


def _framed(kind: PaperKind, body: Body, gathered: Gathered) -> Office:
    """A part for each table."""
    return Office(
        head=HEADS[kind],
        parts=tuple(Part(zh=x.zh, tables=(n,)) for n, x in enumerate(body.tables)),
        closing=(objection("报告"),),
        to=sent_to(gathered),
    )


def _period(name: str | None) -> Period:
    if name is None:
        raise BadPeriod("")
    return Period.parse(name)


def _evaluation(gathered: Gathered, name: str | None) -> Body:
    found = [x for x in gathered.rounds if name in (None, x.counted.round)]
    if not found:
        raise Contradicted(
            "还没有受理过满意度测评的票数，不能编制测评结果。",
            "no counts of an evaluation have been accepted yet.",
        )
    return evaluation(gathered, *found[-1])
