"""候选项目说明, the one explanation beside the two reports: what was collected and screened, who
stands for how many seats, how is voted (S003: 征集情况及表决办法的说明)."""

from collections.abc import Iterator, Sequence

from domain.papers.act import Act, Paragraph
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.session.gathered import Candidate, Collected, SessionGathered
from domain.papers.compose.session.made import heading, made, margin, text
from domain.papers.compose.session.words import day_zh, invested, marking, money


def explanation(gathered: SessionGathered) -> Body:
    """Raises Contradicted before candidates are listed."""
    candidates = gathered.the_candidates()
    place, word = gathered.place, gathered.word
    paragraphs = (
        text(f"现将{gathered.matter}候选项目的征集情况和{word}办法（草案）说明如下，请予审议。"),
        heading("一、征集情况"),
        *_collected(gathered.collected),
        heading("二、筛选情况"),
        *_screened(gathered, candidates),
        heading(f"三、候选项目和{word}办法"),
        *_rules(gathered, candidates),
        text("以上说明，连同候选项目名册，请一并审议。"),
    )
    act = Act(
        head=f"{gathered.meeting}文件",
        note=None if gathered.day is None else f"（{day_zh(gathered.day)}）",
        to=f"各位{gathered.voters}：",
        paragraphs=paragraphs,
    )
    title = f"关于{place}{gathered.year}年度民生实事候选项目的说明"
    return made(gathered, title, act, [_table(candidates)])


def _collected(found: Collected | None) -> Iterator[Paragraph]:
    if found is None:
        yield text("记录中没有公开征集的情况。")
        return
    when = ""
    if found.opened is not None:
        until = f"至{day_zh(found.closed)}" if found.closed else "起"
        when = f"自{day_zh(found.opened)}{until}，"
    ways = "、".join(f"{zh} {n} 条" for zh, n in found.channels if n)
    by = f"，其中{ways}" if ways else ""
    merged = f"；相同和相近的合并 {found.merged} 条" if found.merged else ""
    yield text(f"{when}共收到意见建议 {found.received} 条{by}{merged}。", found.ref)


def _screened(gathered: SessionGathered, candidates: Sequence[Candidate]) -> Iterator[Paragraph]:
    found = gathered.collected
    pooled = f"汇总形成项目库 {found.pooled} 项，" if found and found.pooled else ""
    left = f"，未列入的 {found.rejected} 项均记明理由" if found and found.rejected else ""
    yield text(
        f"{pooled}对能否在当年完成或者按年度分段完成、是否增加群众和企业负担、资金是否落实、"
        f"前期工作是否具备条件、是否合法逐项核查{left}，列为候选项目 {len(candidates)} 项，"
        f"{invested(candidates)}。",
        found.ref if found else None,
        gathered.listed,
    )
    known = [x for x in candidates if x.wishes]
    if known:
        wishes = sum(len(x.wishes) for x in known)
        yield text(
            f"其中 {len(known)} 项回应了群众提出的意见建议，共 {wishes} 条，"
            "每项回应了哪几条，见候选项目名册。",
            *(x.ref for x in known),
        )


def _rules(gathered: SessionGathered, candidates: Sequence[Candidate]) -> Iterator[Paragraph]:
    rules = gathered.rules
    if rules is None:
        yield text(
            f"候选项目共 {len(candidates)} 项，{gathered.word}办法另行提出。", gathered.listed
        )
        return
    why = f"（{gathered.margin_reason}）" if gathered.margin_reason else ""
    yield text(f"{margin(len(candidates), rules.seats)}{why}。", gathered.listed, rules.ref)
    yield text("".join(marking(rules.family)), rules.ref)
    yield text(f"{rules.passing}{rules.tie}{rules.shortfall}", rules.ref)


def _table(candidates: Sequence[Candidate]) -> Table:
    return Table(
        zh="候选项目一览",
        columns=(
            Column(zh="序号", kind="number"),
            Column(zh="项目名称"),
            Column(zh="投资（万元）", kind="number"),
            Column(zh="完成时限", kind="date"),
            Column(zh="群众建议（条）", kind="number"),
        ),
        lines=tuple(
            Line(
                cells=(
                    str(x.no),
                    x.title,
                    "" if x.cost is None else money(x.cost),
                    "" if x.finish is None else x.finish.isoformat(),
                    str(len(x.wishes)),
                ),
                source=x.ref,
            )
            for x in candidates
        ),
        note="投资、完成时限空白的，为尚未列明。",
    )
