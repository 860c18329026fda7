"""`bihuan ballot`: counts become those elected, by the margin, the quorum and the majority of all.

No server, nothing written. Where nobody could vote (no quorum, a refused margin) nobody lost
either: all seats stay open and no candidate goes back to the pool.
"""

import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from commands.at_ledger import refuse
from domain.lists.table import MOST_BYTES
from domain.refusals import Malformed
from domain.voting.counts_file import tallies_in
from domain.voting.margin import Margin, margin
from domain.voting.outcome import Outcome, check, majority_of, outcome, quorum_of

LEAST, MOST = Fraction(20, 100), Fraction(50, 100)
"""差额比例 (S003; rulebook B7)."""
_RULES = ("warn", "refuse")
_FIGURES = 1_000_000


class _Found(NamedTuple):
    margin: Margin
    seats: int
    roll: int
    present: int
    outcome: Outcome

    @property
    def quorum(self) -> bool:
        return self.present >= quorum_of(self.roll)

    @property
    def majority(self) -> int:
        return majority_of(self.roll)


def ballot(
    seats: Annotated[str | None, typer.Option(help="应选项目数", metavar="N")] = None,
    candidates: Annotated[str | None, typer.Option(help="候选项目数", metavar="M")] = None,
    roll: Annotated[str | None, typer.Option(help="全体代表人数", metavar="R")] = None,
    present: Annotated[str | None, typer.Option(help="出席人数", metavar="P")] = None,
    votes: Annotated[
        str | None,
        typer.Option(help="CSV：candidate,for,against,abstain", metavar="FILE"),
    ] = None,
    margin_rule: Annotated[
        str, typer.Option(help="差额不合比例时：warn 提示、refuse 不投票")
    ] = "warn",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """按票决规则计算当选项目：差额、法定人数、全体代表过半数、并列和缺额."""
    try:
        found = _judged(
            _number("seats", seats, least=1),
            _number("candidates", candidates),
            _number("roll", roll, least=1),
            _number("present", present),
            _read(votes),
            _rule(margin_rule),
        )
    except Malformed as refusal:
        refuse(str(refusal))
    if not found.margin.ok:
        print(_doubt(found), file=sys.stderr)
    typer.echo(json.dumps(_as_json(found)) if as_json else _as_text(found))


def _judged(
    seats: int, candidates: int, roll: int, present: int, content: bytes, rule: str
) -> _Found:
    lines = tallies_in(content)
    if len(lines) != candidates:
        raise Malformed(
            f"--candidates 为 {candidates}，文件里有 {len(lines)} 个候选项目，请核对。",
            f"the file has {len(lines)} candidates, not {candidates}.",
        )
    check(lines, roll, present)
    judged = margin(seats, candidates, LEAST, MOST)
    refused = rule == "refuse" and not judged.ok
    if refused or present < quorum_of(roll):
        nobody = Outcome(elected=(), tied=(), short_by=seats, returned=())
        return _Found(judged, seats, roll, present, nobody)
    return _Found(judged, seats, roll, present, outcome(lines, seats, majority_of(roll)))


def _read(votes: str | None) -> bytes:
    if votes is None:
        raise Malformed("请用 --votes 给出计票文件。", "--votes is missing.")
    try:
        with Path(votes).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Malformed(
            f"读不到文件“{votes}”，请核对路径。", f"“{votes}” cannot be read."
        ) from error


def _number(name: str, text: str | None, *, least: int = 0) -> int:
    wanted = f"{least} 至 {_FIGURES} 的整数"
    if text is None:
        raise Malformed(f"请用 --{name} 给出{wanted}。", f"--{name} is missing.")
    if not re.fullmatch(r"[0-9]{1,7}", text) or not least <= int(text) <= _FIGURES:
        raise Malformed(f"--{name} 应为{wanted}，不能是“{text}”。", f"--{name} cannot be “{text}”.")
    return int(text)


def _rule(text: str) -> str:
    if text not in _RULES:
        raise Malformed(
            f"--margin-rule 应为 {'、'.join(_RULES)} 之一，不能是“{text}”。",
            f"--margin-rule cannot be “{text}”.",
        )
    return text


def _as_json(found: _Found) -> dict[str, Any]:
    return {
        "margin": found.margin._asdict(),
        "quorum": found.quorum,
        "majority": found.majority,
        "elected": found.outcome.elected,
        "tied": found.outcome.tied,
        "short_by": found.outcome.short_by,
        "returned_to_pool": found.outcome.returned,
    }


def _doubt(found: _Found) -> str:
    m = found.margin
    return f"差额不合比例：应选 {found.seats} 项，候选应为 {m.span} 项，现有 {m.actual} 项。"


def _as_text(found: _Found) -> str:
    sat = f"全体 {found.roll} 人，出席 {found.present} 人，法定人数 {quorum_of(found.roll)} 人"
    said = [f"{sat}；当选须得赞成 {found.majority} 票。"]
    if not found.quorum:
        return "\n".join((*said, "未达法定人数，不能投票。"))
    result = found.outcome
    if not (result.elected or result.tied or result.returned):
        return "\n".join((*said, "差额不合比例，未投票。"))
    said.append(f"当选 {len(result.elected)} 项：{'、'.join(result.elected) or '无'}")
    if result.tied:
        left = found.seats - len(result.elected)
        said.append(f"得票相等，余 {left} 席再次投票：{'、'.join(result.tied)}")
    if result.short_by:
        said.append(f"缺额 {result.short_by} 项。")
    if result.returned:
        said.append(f"退回项目库：{'、'.join(result.returned)}")
    return "\n".join(said)
