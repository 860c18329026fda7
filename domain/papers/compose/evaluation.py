"""满意度测评结果: the counts, the rates with their denominators, the grades (rulebook §3.4)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.evaluation.grading import GRADE_ZH, Result
from domain.papers.body import Body, Column, Line, Ref, Table
from domain.papers.compose.gathered import Gathered, percent
from domain.programme.messages import EvaluationCounted


def evaluation(gathered: Gathered, counted: EvaluationCounted, said: Ref) -> Body:
    """One round, as it was counted. `said` is the event that holds the counts."""
    results = [x.result for x in counted.items]
    return Body(
        title=f"{gathered.programme.title}满意度测评结果（{counted.held_on}）",
        scope=gathered.scope,
        as_of=gathered.now,
        sentences=(_people(results), _overall(results, gathered.regime.evaluation.decimals)),
        tables=(_items(gathered, counted, said),),
        notes=(
            (
                "满意率＝满意票÷有效票（弃权计入有效票，无效票不计入）；"
                "总满意率按各项票数合计计算，不是各项百分比的平均。"
            ),
            f"定等规则：{gathered.regime.evaluation.rule}（{_whose(gathered)}）。",
        ),
        source=gathered.ref,
    )


def overall(results: Sequence[Result], decimals: int) -> tuple[int, int, Decimal | None]:
    """Satisfied and valid ballots of all items together, and their rate: pooled, half-up."""
    good = sum(x.counts.satisfied for x in results)
    valid = sum(x.counts.valid for x in results)
    if not valid:
        return good, valid, None
    exact = Decimal(100 * good) / valid
    return good, valid, exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _people(results: Sequence[Result]) -> str:
    one = results[0]
    quorum = "达到法定人数" if one.quorum else "未达到法定人数，不定等"
    return f"全体 {one.roll} 人，出席 {one.present} 人，{quorum}。"


def _overall(results: Sequence[Result], decimals: int) -> str:
    good, valid, rate = overall(results, decimals)
    if rate is None:
        return "没有有效票，不计算满意率。"
    return f"各项合计满意票 {good} 张、有效票 {valid} 张，总满意率 {rate}%。"


def _items(gathered: Gathered, counted: EvaluationCounted, said: Ref) -> Table:
    names = {x.project.card.id: x.name for x in gathered.projects}
    heads = ("满意", "基本满意", "不满意", "弃权", "无效", "有效票")
    return Table(
        zh="逐项票数",
        columns=(
            Column(zh="项目"),
            *(Column(zh=x, kind="number") for x in heads),
            Column(zh="满意率%", kind="percent"),
            Column(zh="满意和基本满意率%", kind="percent"),
            Column(zh="等次"),
        ),
        lines=tuple(
            Line(
                cells=(
                    names.get(x.project, x.project),
                    *_counts(x.result),
                    percent(x.result.satisfied_rate),
                    percent(x.result.satisfied_basic_rate),
                    GRADE_ZH[x.result.grade] if x.result.grade else "不定等",
                ),
                source=said,
            )
            for x in counted.items
        ),
    )


def _counts(result: Result) -> tuple[str, ...]:
    c = result.counts
    return tuple(
        str(x) for x in (c.satisfied, c.basic, c.dissatisfied, c.abstain, c.invalid, c.valid)
    )


def _whose(gathered: Gathered) -> str:
    origin = gathered.regime.evaluation.origin
    return "本系统默认" if origin == "ours" else origin
