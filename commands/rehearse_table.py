"""A rehearsal as people read it: the regime with its sources and our defaults, month by month."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table

from commands.lists import Asked
from domain.anchors import ANCHOR_ZH
from domain.regimes.model import Regime
from domain.rehearsal import Message, Rehearsed, Waiting
from domain.rehearsal.question import KIND_ZH, addressee_zh

_PARTS = {
    "ladder": "提醒和督办的天数",
    "filing": "受理和退回的天数",
    "lights": "亮灯界限",
    "evaluation": "测评等次",
}
_PIPED_WIDTH = 140


def show(question: Asked, played: Rehearsed, assumed: Mapping[str, Any]) -> None:
    """Prints the rehearsal to stdout."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_PIPED_WIDTH)
    names = {x.id: x.name for x in question.lists.cards}
    for line in _header(question, assumed):
        console.print(line, soft_wrap=True)
    for month, messages in groupby(played.messages, key=lambda x: f"{x.date:%Y-%m}"):
        console.print(_month(month, list(messages), names, question.regime))
    for text in _waiting(played.unanchored):
        console.print(text, soft_wrap=True)
    console.print(_summary(played.messages))


def _header(question: Asked, assumed: Mapping[str, Any]) -> Iterable[str]:
    regime, lists = question.regime, question.lists
    yield f"办法 {regime.ref} {regime.zh}；来源 {'、'.join(regime.sources)}"
    assumed_session = "（推定，尚未召集）" if question.session_assumed else ""
    yield f"票决日 {question.vote}；下一次会议 {question.next_session}{assumed_session}"
    if years := assumed.get("calendar_years"):
        yield f"{'、'.join(map(str, years))} 年放假安排尚未公布，按周末和法定节日推算"
    yield (
        f"清单 {len(lists.voted)} 份，项目 {len(lists.cards)} 项，未采用 {len(lists.skipped)} 行；"
        "以下为演练，不是档案"
    )
    yield "本系统默认（原文未载，不是法律规定）："
    if rules := [zh for part, zh in _PARTS.items() if getattr(regime, part).origin == "ours"]:
        yield f"  {'、'.join(rules)}"
    for line in regime.lines:
        if line.ours:
            yield f"  {line.zh}：{'；'.join(line.ours)}"


def _month(month: str, messages: list[Message], names: dict[str, str], regime: Regime) -> Table:
    table = Table(title=f"{month}（{len(messages)} 件）", title_justify="left")
    for column in ("日期", "项目", "事项", "期", "类别", "对象", "原因"):
        table.add_column(column, overflow="fold")
    zh = {x.name: x.zh for x in regime.lines}
    for x in messages:
        project = f"{x.project} {names[x.project]}" if x.project else "（全部项目）"
        table.add_row(
            f"{x.date:%m-%d}",
            project,
            zh[x.duty],
            x.period or "",
            KIND_ZH[x.kind],
            addressee_zh(x.to),
            x.because,
        )
    return table


def _waiting(lines: Sequence[Waiting]) -> Iterable[str]:
    """What is not owed yet because nobody has convened its meeting."""
    if lines:
        yield "待召集（会议召开日期确定后才有期限）："
    for x in lines:
        yield f"  {x.zh}：{ANCHOR_ZH[x.anchor]}"


def _summary(messages: Iterable[Message]) -> Table:
    """How many of each kind, over all duties."""
    counts = Counter(x.kind for x in messages)
    table = Table(title="合计", title_justify="left")
    for zh in (*KIND_ZH.values(), "共"):
        table.add_column(zh, justify="right")
    table.add_row(*(str(counts[x]) for x in KIND_ZH), str(counts.total()))
    return table
