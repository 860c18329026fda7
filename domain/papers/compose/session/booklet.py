"""候选项目名册: a candidate with cost, benefit, place, unit, finish, and the wishes it answers."""

from domain.papers.act import Act
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.session.gathered import Candidate, SessionGathered
from domain.papers.compose.session.made import made, margin, text
from domain.papers.compose.session.words import invested, money

_COLUMNS = (
    Column(zh="序号", kind="number"),
    Column(zh="项目名称"),
    Column(zh="主要内容"),
    Column(zh="实施地点"),
    Column(zh="责任单位"),
    Column(zh="投资（万元）", kind="number"),
    Column(zh="受益情况"),
    Column(zh="完成时限", kind="date"),
    Column(zh="群众建议（条）", kind="number"),
    Column(zh="建议编号"),
)


def booklet(gathered: SessionGathered) -> Body:
    """Raises Contradicted before candidates are listed."""
    candidates = gathered.the_candidates()
    said = f"候选项目 {len(candidates)} 项"
    if gathered.rules is not None:
        said = margin(len(candidates), gathered.rules.seats)
    sources = [gathered.listed, gathered.rules.ref if gathered.rules else None]
    act = Act(
        layout="booklet",
        head=f"{gathered.meeting}文件",
        paragraphs=(text(f"{said}；{invested(candidates)}。", *sources),),
    )
    table = Table(
        zh="候选项目",
        columns=_COLUMNS,
        lines=tuple(_line(x) for x in candidates),
        note="群众建议为合并后由该项目回应的条数；空白的为尚未列明。",
    )
    return made(gathered, f"{gathered.matter}候选项目名册", act, [table])


def _line(x: Candidate) -> Line:
    content = "；".join((x.target, *x.milestones)) if x.target else "；".join(x.milestones)
    return Line(
        cells=(
            str(x.no),
            x.title,
            content,
            x.place,
            x.unit,
            "" if x.cost is None else money(x.cost),
            x.benefit,
            "" if x.finish is None else x.finish.isoformat(),
            str(len(x.wishes)),
            _numbers(x.wishes),
        ),
        source=x.ref,
    )


def _numbers(wishes: tuple[str, ...]) -> str:
    """The wishes' numbers, as many as a cell holds, and how many more there are."""
    told: list[str] = []
    size = 0
    for wish in wishes:
        size += len(wish) + 1
        if size > 1900:
            return "、".join(told) + f" 等 {len(wishes)} 条"
        told.append(wish)
    return "、".join(told)
