"""`bihuan rehearse --side-by-side`: every place's year in one table, step by step."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import typer

from domain.regimes.model import Regime
from domain.rehearsal.side_by_side import Cell, SideBySide, side_by_side

_FEW = 3
_STEP_WIDTH, _PLACE_WIDTH = 10, 34


def compare(vote: date, next_session: date, mid: date | None, *, as_json: bool) -> None:
    """Prints the comparison. Raises Malformed."""
    found = side_by_side(vote, next_session, mid)
    if as_json:
        shown = {
            "voted": vote.isoformat(),
            "next_session": next_session.isoformat(),
            "mid_year": mid.isoformat() if mid else None,
            "places": {x: [_place(y) for y in regimes] for x, regimes in found.places.items()},
            "steps": [
                {
                    "step": x.step,
                    "zh": x.zh,
                    "cells": {place: [_cell(y) for y in cells] for place, cells in x.cells.items()},
                }
                for x in found.steps
            ],
        }
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    _show(found, vote, next_session, mid)


def _show(found: SideBySide, vote: date, next_session: date, mid: date | None) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    wide = _STEP_WIDTH + (_PLACE_WIDTH + 3) * len(found.places)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=wide)
    met = f"；年中会议 {mid}" if mid else "；年中会议尚未召集"
    console.print(f"票决日 {vote}；下一次会议 {next_session}{met}", soft_wrap=True)
    console.print(
        "【默认】整项为本系统默认（原文未载，不是法律规定）；* 部分为本系统默认；· 办法没有规定",
        soft_wrap=True,
    )
    table = Table(show_lines=True)
    table.add_column("环节", overflow="fold", min_width=8)
    for regimes in found.places.values():
        table.add_column(_heading(regimes), overflow="fold")
    table.add_row("决定", *("\n".join(_decisions(x)) for x in found.places.values()))
    table.add_row("组织", *("\n".join(_groups(x)) for x in found.places.values()))
    for step in found.steps:
        table.add_row(
            step.zh,
            *(_words(step.cells[x], several=len(y) > 1) for x, y in found.places.items()),
        )
    console.print(table)


def _heading(regimes: tuple[Regime, ...]) -> str:
    name = regimes[0].zh.partition("（")[0]
    return "\n".join((name, *(x.ref for x in regimes)))


def _decisions(regimes: Iterable[Regime]) -> Iterable[str]:
    for x in regimes:
        yield f"{_tier(x)}{x.decision.word}：{x.decision.act}" if x.decision else "·"


def _groups(regimes: Iterable[Regime]) -> Iterable[str]:
    for x in regimes:
        setting, parts = x.organisation, []
        if setting and setting.leading_groups:
            parts.append(f"监督组 {setting.leading_groups} 个")
        if setting and setting.deputy_groups:
            parts.append(f"代表小组 {setting.deputy_groups} 个")
        one_each = x.matching is not None and x.matching.of == "deputy_groups"
        parts.append("一组一项" if one_each else "每项目编组")
        yield f"{_tier(x)}{'，'.join(parts)}"


def _tier(regime: Regime) -> str:
    return {"county": "县：", "township": "镇：", "street": "街道："}[regime.tier]


def _words(cells: Iterable[Cell], *, several: bool) -> str:
    lines: dict[str, list[str]] = {}
    for cell in cells:
        where = cell.regime.partition("@")[0].partition("-")[2] if several else ""
        lines.setdefault(_said(cell), []).append(
            {"county": "县", "town": "镇", "street": "街"}.get(where, where)
        )
    said = [f"〔{'、'.join(w)}〕{x}" if any(w) else x for x, w in lines.items()]
    return "\n".join(said) or "·"


def _said(cell: Cell) -> str:
    mark = "【默认】" if cell.default else ("*" if cell.ours else "")
    return f"{cell.zh} {_when(cell)}{mark}"


def _when(cell: Cell) -> str:
    if not cell.due:
        return cell.waits or ""
    if len(cell.due) > _FEW:
        return f"{len(cell.due)}次 {cell.due[0]}…{cell.due[-1]}"
    return "、".join(map(str, cell.due))


def _place(regime: Regime) -> dict[str, Any]:
    decision = regime.decision
    return {
        "regime": regime.ref,
        "zh": regime.zh,
        "tier": regime.tier,
        "decision": decision.word if decision else None,
        "sources": list(regime.sources),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {**cell._asdict(), "due": [x.isoformat() for x in cell.due], "ours": list(cell.ours)}
