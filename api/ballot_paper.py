"""The paper of an evaluation, made from the projects that it is of."""

from api.callers import Caller
from api.problems import not_found
from api.sight import sees
from api.tools import Tools
from domain.ballot.paper import Graded, Paper, PaperItem
from domain.evaluation.grading import Body
from domain.evaluation.rounds import round_of
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.evaluating import evaluated_under
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Contradicted, Unknown
from domain.regimes import named
from domain.regimes.model import Form


async def paper_for(
    tools: Tools, caller: Caller, programme: str, duty: str, *, parts: bool = False
) -> tuple[Programme, Body, Paper]:
    """The congress's year, the body that votes, and the paper. Raises Problem 404, Contradicted."""
    year = await _year(tools, caller, programme)
    owed = year.duties.get(duty)
    if owed is None or owed.form is not Form.EVALUATION:
        raise not_found()
    regime = named(year.regime)
    items: list[PaperItem] = []
    for project in evaluated_under(year, owed.line, regime):
        state: object = (await tools.ledger.standing(stream_id(PROJECT, project))).state
        if isinstance(state, Project):
            items += _lines(state, parts=parts)
    if not items or owed.accepted:
        raise Contradicted(
            "这项测评没有要评的项目，或已有结果，不需要投票。",
            "there is nothing to be evaluated under this duty any more.",
        )
    paper = Paper(family=Graded(), items=tuple(items))
    return year, round_of(regime, owed.line).body, paper


async def _year(tools: Tools, caller: Caller, programme: str) -> Programme:
    try:
        state: object = (await tools.ledger.standing(stream_id(PROGRAMME, programme))).state
    except Unknown as error:
        raise not_found() from error
    seen = isinstance(state, Programme) and sees(caller, state)
    if not seen or not isinstance(state, Programme):
        raise not_found()
    return state


def _lines(state: Project, *, parts: bool) -> list[PaperItem]:
    card = state.card
    if not parts or len(card.subprojects) == 1:
        return [PaperItem(id=card.id, title=card.name)]
    return [
        PaperItem(id=card.id, title=f"{card.name} · {x.name}"[:300], subproject=x.no)
        for x in card.subprojects
    ]
