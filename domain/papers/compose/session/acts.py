"""决议（草案）and 公告. A street's meeting makes neither: it gives notice of what it selected, and
the street's office carries it out (rulebook B18, §4.6 no. 6)."""

from collections.abc import Iterator, Sequence

from domain.papers.act import Act, Paragraph
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.session.gathered import Outcome, SessionGathered, Tally
from domain.papers.compose.session.made import made, text
from domain.papers.compose.session.words import day_zh, numeral
from domain.papers.ref import Ref
from domain.refusals import Contradicted
from domain.regimes.when import Anchor, FromAnchor


def resolution(gathered: SessionGathered) -> Body:
    """The draft that the congress votes on after its ballot; once passed, the resolution itself.
    Raises Contradicted before the count, with nobody chosen, and in a street."""
    if not gathered.is_vote:
        raise Contradicted(
            f"{gathered.word}不作决议；请编制{gathered.decision.act}公告。",
            "a street's meeting passes no resolution; compose the notice of its result.",
        )
    outcome, chosen = gathered.the_outcome(), _someone(gathered)
    passed = gathered.passed
    note = "（草案）"
    if passed is not None:
        note = f"（{day_zh(passed.on)}{gathered.meeting}通过）"
    act = Act(
        head=f"{gathered.meeting}文件",
        note=note,
        paragraphs=tuple(_resolved(gathered, outcome, chosen)),
    )
    title = f"{gathered.body}关于{gathered.year}年度民生实事项目的{gathered.decision.act}"
    return made(gathered, title, act, [votes_table(gathered, outcome)])


def announcement(gathered: SessionGathered) -> Body:
    """公告 by the presidium, dated (B15); in a street the notice of the result. Raises Contradicted
    before the count, and before the resolution where there has to be one."""
    outcome, chosen = gathered.the_outcome(), _someone(gathered)
    passed = gathered.passed
    if gathered.is_vote and passed is None:
        raise Contradicted(
            f"{gathered.decision.act}还没有通过，请先登记{gathered.decision.act}，再发布公告。",
            "the resolution is not passed yet; announce its result afterwards.",
        )
    on = passed.on if passed else outcome.held_on
    tail = f"，{gathered.matter}项目已经确定，现予公告："
    manner = "以无记名投票的方式" if outcome.votes else ""
    by = f"{day_zh(on)}，{gathered.meeting}{manner}进行{gathered.word}"
    if passed is not None:
        by += f"，并作出{gathered.decision.act}（{passed.number}）"
    act = Act(
        layout="announcement",
        head=gathered.chair,
        paragraphs=(
            text(by + tail, outcome.ref, passed.ref if passed else None),
            *_listed(chosen),
            *((text(_short(outcome), outcome.ref),) if outcome.short_by else ()),
            text(f"以上项目由{gathered.government}组织实施。"),
            text("特此公告。"),
        ),
        signed=gathered.chair,
        dated=on,
    )
    title = "公告" if gathered.is_vote else f"{gathered.matter}项目{gathered.decision.act}公告"
    return made(gathered, title, act)


def votes_table(gathered: SessionGathered, outcome: Outcome) -> Table:
    """逐项票数, every candidate as on the ballot."""
    names = {x.id: x for x in gathered.candidates}
    choices = [
        x
        for x in dict.fromkeys(choice for y in outcome.votes for choice in y.counts)
        if any(y.counts.get(x) for y in outcome.votes) or x == "赞成"
    ]
    return Table(
        zh="候选项目得票情况",
        columns=(
            Column(zh="序号", kind="number"),
            Column(zh="候选项目"),
            *(Column(zh=x, kind="number") for x in choices),
            Column(zh="结果"),
        ),
        lines=tuple(
            Line(
                cells=(
                    str(names[x.candidate].no) if x.candidate in names else "",
                    names[x.candidate].title if x.candidate in names else x.candidate,
                    *(str(x.counts.get(y, 0)) for y in choices),
                    _fate(outcome, x.candidate),
                ),
                source=outcome.ref,
            )
            for x in outcome.votes
        ),
    )


def _resolved(
    gathered: SessionGathered, outcome: Outcome, chosen: Sequence[Tally]
) -> Iterator[Paragraph]:
    yield text(
        f"{gathered.meeting}听取和审议了关于{gathered.matter}候选项目的说明，按照会议通过的"
        f"{gathered.word}办法进行了{gathered.word}。全体代表 {outcome.roll} 人，"
        f"出席 {outcome.present} 人，收回票 {outcome.ballots} 张。",
        outcome.ref,
    )
    yield text(f"会议决定，下列 {len(chosen)} 个项目为{gathered.matter}项目：", outcome.ref)
    yield from _listed(chosen)
    if outcome.short_by:
        yield text(_short(outcome), outcome.ref)
    yield text(
        f"会议要求，{gathered.government}应当{_plan(gathered)}制定工作方案，明确责任单位、目标、"
        "资金和完成时限，向社会公开并认真组织实施；确需调整、暂缓或者终止的，应当依照法定程序"
        "报请决定，不得自行变更。"
    )
    yield text(
        f"会议要求，{gathered.government}应当向下一次人民代表大会会议报告项目完成情况，"
        "接受代表审议和满意度测评。"
    )


def _plan(gathered: SessionGathered) -> str:
    """The measure's own days for the work plan, where it counts them from the vote."""
    line = next((x for x in gathered.regime.lines if x.name == "work_plan"), None)
    if line and isinstance(line.when, FromAnchor) and line.when.anchor is Anchor.VOTE:
        return f"在{gathered.word}后{line.when.term.zh}内"
    return "及时"


def _listed(chosen: Sequence[Tally]) -> Iterator[Paragraph]:
    for n, x in enumerate(chosen, 1):
        sources: tuple[Ref, ...] = (x.candidate.ref,)
        yield Paragraph(zh=f"{numeral(n)}、{x.candidate.title}", sources=sources)


def _short(outcome: Outcome) -> str:
    return f"应选项目尚缺 {outcome.short_by} 项。"


def _fate(outcome: Outcome, candidate: str) -> str:
    if candidate in outcome.elected:
        return "入选"
    return "票数相等，待再次投票" if candidate in outcome.tied else "退回储备库"


def _someone(gathered: SessionGathered) -> Sequence[Tally]:
    outcome = gathered.the_outcome()
    if outcome.tied or outcome.waits:
        why = outcome.waits or f"有 {len(outcome.tied)} 个项目票数相等、尚未再次投票"
        raise Contradicted(f"{why}；请在结果确定之后编制。", "another vote is still to be held.")
    if not outcome.elected:
        raise Contradicted(
            f"没有项目达到{gathered.word}的要求，没有可以确定的项目。", "nobody was chosen."
        )
    return gathered.chosen()
