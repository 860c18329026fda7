"""会议通知: to all who vote, with the day and the matters that are proposed (LAW-10 art. 20)."""

from collections.abc import Iterator

from domain.papers.act import Act, Paragraph
from domain.papers.body import Body
from domain.papers.compose.session.gathered import Convened, SessionGathered
from domain.papers.compose.session.made import made, text
from domain.papers.compose.session.words import day_zh, numeral
from domain.papers.ref import Ref
from domain.refusals import Contradicted


def notice(gathered: SessionGathered) -> Body:
    """Raises Contradicted before the session is convened."""
    found = gathered.convened
    if found is None:
        raise Contradicted(
            "会议还没有召集，请先召集会议，再编制会议通知。", "the session is not convened yet."
        )
    act = Act(
        layout="announcement",
        head=gathered.office,
        to=f"各位{gathered.voters}：",
        paragraphs=tuple(_told(gathered, found)),
        signed=gathered.office,
    )
    return made(gathered, f"关于召开{found.title}的通知", act)


def _told(gathered: SessionGathered, found: Convened) -> Iterator[Paragraph]:
    until = f"至{day_zh(found.closes)}" if found.closes and found.closes != found.opens else ""
    when = f"{day_zh(found.opens)}{until}"
    yield text(
        f"{found.title}定于{when}召开（{found.document}）。建议会议讨论的主要事项如下：", found.ref
    )
    for n, (zh, source) in enumerate(_matters(gathered), 1):
        yield text(f"{numeral(n)}、{zh}", source)
    yield text("会议文件在会前送达。请准时出席；因故不能出席的，请在会前请假。")


def _matters(gathered: SessionGathered) -> Iterator[tuple[str, Ref | None]]:
    """As the agenda was drafted; before that as the measure suggests it."""
    if gathered.agenda is not None:
        yield from ((x.zh, gathered.agenda.ref) for x in gathered.agenda.items)
    elif gathered.regime.session is not None:
        yield from ((x.zh, None) for x in gathered.regime.session.items if x.required)
