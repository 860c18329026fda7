"""票决票 and 计票单: printed for the meeting. Every ballot is the same sheet: nothing on it tells
one from another."""

from collections.abc import Sequence

from domain.ballot.paper import Ranked
from domain.papers.act import Act
from domain.papers.body import Body, Column, Line, Table
from domain.papers.compose.session.gathered import Rules, SessionGathered
from domain.papers.compose.session.made import made, text
from domain.papers.compose.session.method import no_ballot_here
from domain.papers.compose.session.words import heads, marking, numeral

_APART = "两名录入人分别填写，互不相看；录入后由系统比对，不一致的两人重新核对。"


def ballot_paper(gathered: SessionGathered) -> Body:
    """One sheet a voter, with the rules printed. Raises Contradicted before the method is known."""
    no_ballot_here(gathered)
    rules, candidates = gathered.the_rules(), gathered.the_candidates()
    blank = ("",) * len(heads(rules.family))
    table = Table(
        zh="候选项目",
        columns=(
            Column(zh="序号", kind="number"),
            Column(zh="候选项目"),
            *(Column(zh=x) for x in heads(rules.family)),
        ),
        lines=tuple(Line(cells=(str(x.no), x.title, *blank)) for x in candidates),
    )
    said = [f"应选 {rules.seats} 项。", *marking(rules.family)]
    said.append("请勿署名，请勿在票面上作其他记号。")
    act = Act(
        layout="ballot",
        head=gathered.meeting,
        after=tuple(text(f"（{n}）{x}").zh for n, x in enumerate(said, 1)),
    )
    title = f"{gathered.matter}项目{gathered.word}票"
    return made(gathered, title, act, [table], notes=False)


def counting_sheet(gathered: SessionGathered) -> Body:
    """Two sheets, one for each of the two who count the paper ballots apart from each other; what
    they write is compared when it is entered. Raises Contradicted before the method is known."""
    no_ballot_here(gathered)
    rules, candidates = gathered.the_rules(), gathered.the_candidates()
    columns = _counted(rules)
    lines = tuple(Line(cells=(str(x.no), x.title, *("",) * len(columns))) for x in candidates)
    tables = [_sheet(n, columns, lines) for n in (1, 2)]
    act = Act(
        layout="sheet",
        head=gathered.meeting,
        after=(
            "发出纸质票　　　　张　　收回　　　　张　　其中有效　　　　张　　无效　　　　张",
            "录入人：　　　　　　　　监票人：　　　　　　　　计票人：　　　　　　　　",
            "　　　　年　　月　　日　　时　　分",
        ),
    )
    title = f"{gathered.matter}项目{gathered.word}计票单"
    return made(gathered, title, act, tables, notes=False)


def _sheet(n: int, columns: Sequence[str], lines: tuple[Line, ...]) -> Table:
    """The sheet of the first or the second of the two."""
    return Table(
        zh=f"第{numeral(n)}录入人",
        columns=(
            Column(zh="序号", kind="number"),
            Column(zh="候选项目"),
            *(Column(zh=x, kind="number") for x in columns),
        ),
        lines=lines,
        note=_APART,
    )


def _counted(rules: Rules) -> Sequence[str]:
    if isinstance(rules.family, Ranked):
        places = [f"第{x}位" for x in range(1, min(rules.family.places, 12) + 1)]
        return [*places, "未填", "无效"]
    rest = ["无效"] if len(heads(rules.family)) > 1 else ["未选", "无效"]
    return [*heads(rules.family), *rest]
