"""`bihuan match`: who could contact which project, from two files, without any service."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.lists import content_of, day, refuse
from commands.organisation import nobody
from domain.lists import read_lists
from domain.matching.catalogue import professions
from domain.matching.proposal import Proposal
from domain.matching.question import question
from domain.organisation.chart import Span
from domain.organisation.decisions import decide
from domain.organisation.messages import Enrol
from domain.organisation.state import Organisation, evolve
from domain.organisation.table import Left, Read, read_table, sift
from domain.refusals import Malformed, Refused
from domain.regimes import named
from domain.regimes.groups import CRITERION_ZH, DEFAULT, Matching


def match(
    programme: Annotated[str, typer.Option(help="清单编号 list_id，如 LG23", metavar="ID")],
    deputies: Annotated[Path, typer.Option(help="人大组织表 CSV，见 organisation import")],
    projects: Annotated[Path, typer.Option(help="项目清单 CSV，列同 projects.csv")],
    regime: Annotated[
        str | None, typer.Option(help="按哪个办法；不给则按本系统默认", metavar="REGIME")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="按哪一天在任的代表；不给则为表中最后一项起始之日", metavar="DATE"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """提出监督联系安排：回避优先，其次专业、就近、负荷均衡；每一对写明理由。不写入任何记录。"""
    from matching.propose import propose

    try:
        settings = _settings(regime)
        (voted,) = read_lists(content_of(projects)).only([programme]).voted
        organisation, left = _organisation(content_of(deputies))
        chart = organisation.at(day(as_of, "--as-of") if as_of else _latest(organisation))
        proposal = propose(question(voted.region, chart, voted.cards, settings, {}, {}))
    except Refused as refusal:
        refuse(refusal)
    said = _said(programme, settings, proposal, left)
    typer.echo(json.dumps(said, ensure_ascii=False).encode() if as_json else _as_text(said))


def _settings(regime: str | None) -> Matching:
    return (named(regime).matching if regime else None) or DEFAULT


def _organisation(content: bytes) -> tuple[Organisation, tuple[Left, ...]]:
    read: Read = sift(read_table(content, "offline"), None, nobody())
    changes = tuple(x.change for x in read.told)
    state: Organisation | None = None
    for event in decide(None, Enrol(changes=changes), nobody()) if changes else ():
        state = evolve(state, event)
    if state is None:
        raise Malformed("人大组织表中没有可用的行。", "the table holds no row that can be used.")
    return state, read.left


def _latest(organisation: Organisation) -> date:
    """The last day on which anything in the table begins."""
    told: list[Span] = [*organisation.deputies, *organisation.groups, *organisation.seats]
    return max((x.since for x in told), default=date(2004, 1, 1))


def _said(
    programme: str, settings: Matching, proposal: Proposal, left: tuple[Left, ...]
) -> dict[str, Any]:
    return {
        "programme": programme,
        "origin": settings.origin,
        "criteria": ["exclusion", *settings.criteria],
        "remarks": list(proposal.remarks),
        "digest": proposal.digest,
        "rows": [x.model_dump(mode="json") for x in proposal.rows],
        "skipped": [{"row": x.row, "reason": x.reason} for x in left],
        "professions": professions(),
    }


def _as_text(said: dict[str, Any]) -> str:
    order = "、".join(CRITERION_ZH[x] for x in said["criteria"][1:])
    lines = [f"{said['programme']} 监督联系安排（提案）：回避优先，其次{order}"]
    lines += [f"  注 {x}" for x in said["remarks"]]
    for row in said["rows"]:
        mark = "（合成）" if any(x["synthetic"] for x in row["members"]) else ""
        lines.append(f"{row['project']} {row['name']}：{row['group_name']}{mark}")
        for one in row["members"]:
            lead = "组长 " if one["ref"] == row["leader"] else ""
            lines.append(f"    {lead}{one['ref']}：{'；'.join(one['reasons'])}")
    lines += [f"  未采用 {x['row']}：{x['reason']}" for x in said["skipped"]]
    return "\n".join(lines)
