"""From the record to a paper's contents: one function per kind of paper, nothing typed in."""

from typing import assert_never

from domain.papers.body import Body
from domain.papers.compose.circular import circular
from domain.papers.compose.completion import completion
from domain.papers.compose.evaluation import evaluation
from domain.papers.compose.gathered import Gathered
from domain.papers.compose.half_year import half_year
from domain.papers.compose.subprojects import special_supervision
from domain.papers.messages import PaperKind
from domain.periods import BadPeriod, Period
from domain.refusals import Contradicted


def compose(kind: PaperKind, period: str | None, gathered: Gathered) -> Body:
    """The contents of a paper as the record stands. Raises BadPeriod for a circular or half-year
    without its period, Contradicted for an evaluation nobody has counted."""
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
