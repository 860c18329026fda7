"""`bihuan tally`: counts become a grade and rates, by a named rule. No server, nothing written."""

import json
import re
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, TypeVar

import typer
from pydantic import ValidationError

from commands.at_ledger import refuse
from domain.evaluation.grading import Body, Grade, Result, grade
from domain.forms import Counts
from domain.refusals import Malformed
from domain.regimes.model import Evaluation, GradingRule

GRADE_ZH = {
    Grade.SATISFIED: "满意",
    Grade.BASIC: "基本满意",
    Grade.DISSATISFIED: "不满意",
    None: "未达法定人数，不评等次",
}
_RULES: dict[str, GradingRule] = {
    "absolute_majority": "absolute_majority",
    "binary": "binary",
    "rate_threshold": "rate_threshold",
    "rate_then_majority": "rate_then_majority",
}
_BODIES = {x.value: x for x in Body}
_MOST = 1_000_000
T = TypeVar("T")


class _Asked(NamedTuple):
    counts: Counts
    roll: int
    present: int
    rule: Evaluation
    body: Body


def tally(  # noqa: PLR0913, PLR0917  # one option for each figure of a tally
    rule: Annotated[str | None, typer.Option(help="、".join(_RULES))] = None,
    roll: Annotated[str | None, typer.Option(help="全体人数", metavar="N")] = None,
    present: Annotated[str | None, typer.Option(help="出席人数", metavar="P")] = None,
    satisfied: Annotated[str | None, typer.Option(help="满意票", metavar="A")] = None,
    basic: Annotated[str | None, typer.Option(help="基本满意票", metavar="B")] = None,
    dissatisfied: Annotated[str | None, typer.Option(help="不满意票", metavar="C")] = None,
    abstain: Annotated[str, typer.Option(help="弃权票", metavar="D")] = "0",
    invalid: Annotated[str, typer.Option(help="无效票", metavar="I")] = "0",
    body: Annotated[str, typer.Option(help="congress 代表大会、committee 委员会")] = "congress",
    threshold: Annotated[str, typer.Option(help="比率门槛（百分数）", metavar="PERCENT")] = "60",
    decimals: Annotated[str, typer.Option(help="百分数保留几位小数", metavar="N")] = "2",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """按规则计算测评等次和满意率。"""
    counts = {
        "satisfied": satisfied,
        "basic": basic,
        "dissatisfied": dissatisfied,
        "abstain": abstain,
        "invalid": invalid,
    }
    try:
        asked = _Asked(
            Counts(**{name: _number(name, text) for name, text in counts.items()}),
            _number("roll", roll, least=1),
            _number("present", present),
            _rule(_one_of("rule", rule, _RULES), threshold, decimals),
            _one_of("body", body, _BODIES),
        )
        found = grade(*asked)
    except Malformed as refusal:
        refuse(str(refusal))
    typer.echo(json.dumps(_as_json(found)) if as_json else _as_text(found))


def _rule(name: GradingRule, threshold: str, decimals: str) -> Evaluation:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", threshold):
        raise _wrong("threshold", threshold, "0 至 100 的百分数")
    try:
        return Evaluation(
            origin="ours",
            rule=name,
            threshold=Decimal(threshold),
            decimals=_number("decimals", decimals),
        )
    except ValidationError as error:
        where = str(error.errors()[0]["loc"][0])
        given = {"threshold": threshold, "decimals": decimals}[where]
        told = {"threshold": "0 至 100 的百分数", "decimals": "0 至 6 的整数"}[where]
        raise _wrong(where, given, told) from error


def _number(name: str, text: str | None, *, least: int = 0) -> int:
    wanted = f"{least} 至 {_MOST} 的整数"
    if text is None:
        raise Malformed(f"请用 --{name} 给出{wanted}。", f"--{name} is missing.")
    if not re.fullmatch(r"[0-9]{1,7}", text) or not least <= int(text) <= _MOST:
        raise _wrong(name, text, wanted)
    return int(text)


def _one_of(name: str, text: str | None, known: dict[str, T]) -> T:
    if text not in known:
        raise _wrong(name, text or "", "、".join(known) + " 之一")
    return known[text]


def _wrong(name: str, text: str, wanted: str) -> Malformed:
    return Malformed(f"--{name} 应为{wanted}，不能是“{text}”。", f"--{name} cannot be “{text}”.")


def _as_json(found: Result) -> dict[str, Any]:
    shown = found.model_dump(mode="json")
    rates = ("satisfied_rate", "satisfied_basic_rate", "satisfied_of_all_rate")
    return {
        "grade": shown["grade"],
        "quorum": found.quorum,
        "valid": found.counts.valid,
        **{x: shown[x] for x in rates},
    }


def _as_text(found: Result) -> str:
    counts = found.counts
    lines = [
        f"等次：{GRADE_ZH[found.grade]}（{found.rule}）",
        f"全体 {found.roll} 人，出席 {found.present} 人；有效票 {counts.valid} 张。",
    ]
    if counts.valid:
        lines += [
            f"满意率 {found.satisfied_rate}%（{counts.satisfied} ÷ 有效票 {counts.valid}）",
            f"满意和基本满意 {found.satisfied_basic_rate}%（{counts.content} ÷ {counts.valid}）",
            f"满意占全体 {found.satisfied_of_all_rate}%（{counts.satisfied} ÷ {found.roll}）",
        ]
    else:
        lines.append("没有有效票，不计算比率。")
    return "\n".join(lines)
