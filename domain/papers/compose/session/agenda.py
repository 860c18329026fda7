"""会议议程: the items in their order, as drafted or as fixed (S003 两报告一说明)."""

from domain.papers.act import Act
from domain.papers.body import Body
from domain.papers.compose.session.gathered import SessionGathered
from domain.papers.compose.session.made import made, text
from domain.papers.compose.session.words import day_zh, numeral
from domain.refusals import Contradicted


def agenda(gathered: SessionGathered) -> Body:
    """Raises Contradicted before an agenda was drafted."""
    found = gathered.agenda
    if found is None:
        raise Contradicted("会议议程还没有拟订，请先拟订议程。", "the agenda is not drafted yet.")
    note = "（草案）"
    if found.fixed is not None:
        note = f"（{day_zh(found.fixed)}通过）"
    paragraphs = [
        text(f"{numeral(x.no)}、{x.zh}" + (f"（{x.by}）" if x.by else ""), found.ref)
        for x in found.items
    ]
    act = Act(
        head=f"{gathered.meeting}文件",
        note=note,
        paragraphs=tuple(paragraphs),
        signed=gathered.chair,
        dated=found.fixed,
    )
    return made(gathered, f"{gathered.meeting}议程", act)
