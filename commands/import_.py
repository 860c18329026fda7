"""`bihuan import`: open the lists of a file, each item a project, each list a programme."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.lists import (
    Asked,
    JsonOption,
    ListOption,
    RegimeOption,
    SessionOption,
    VoteOption,
    asked,
    refuse,
    warn,
)
from commands.lists_json import project_json, skipped_json
from domain.refusals import Refused


def import_(
    file: Annotated[
        Path | None, typer.Argument(help="项目清单 CSV，列同 projects.csv", show_default=False)
    ] = None,
    regime: RegimeOption = None,
    vote: VoteOption = None,
    next_session: SessionOption = None,
    lists: ListOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只读文件并说明，不连接任何服务")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """把清单立项：每份清单一个年度，每个项目一条。重复导入不产生新的记录。"""
    try:
        question = asked(file, regime, vote, next_session, lists)
        opened = set[str]() if dry_run else _open(question)
    except Refused as refusal:
        refuse(refusal)
    warn(question.warnings)
    said = _as_json(question, opened, dry_run)
    typer.echo(json.dumps(said, ensure_ascii=False).encode() if as_json else _as_text(said))


def _open(question: Asked) -> set[str]:
    """The streams that are new in the ledger. Raises Refused."""
    import settings
    from commands.opening import open_lists

    try:
        database = settings.read().database
    except settings.SettingsRefused as refused:
        typer.echo(" ".join(str(refused).split()), err=True)
        raise typer.Exit(2) from refused
    return asyncio.run(open_lists(question, database))


def _as_json(question: Asked, opened: set[str], dry_run: bool) -> dict[str, Any]:
    return {
        "regime": question.regime.ref,
        "assumed": question.assumed,
        "dry_run": dry_run,
        "programmes": [
            {
                "id": x.id,
                "list_id": x.list_id,
                "title": x.title,
                "projects": len(x.cards),
                "opened": f"programme:{x.id}" in opened,
            }
            for x in question.lists.voted
        ],
        "projects": [
            {**project_json(x), "opened": f"project:{x.id}" in opened} for x in question.lists.cards
        ],
        "skipped": skipped_json(question.lists),
    }


def _as_text(said: dict[str, Any]) -> str:
    projects = said["projects"]
    new = sum(x["opened"] for x in projects)
    found = f"清单 {len(said['programmes'])} 份，项目 {len(projects)} 项"
    lines = [f"办法 {said['regime']}；{found}，未采用 {len(said['skipped'])} 行"]
    if session := said["assumed"].get("next_session"):
        lines.append(f"下一次会议推定为 {session}，召集后请登记")
    lines += [f"  {x['id']} {x['title']}：{x['projects']} 项" for x in said["programmes"]]
    if said["dry_run"]:
        lines.append("仅试读，没有写入。 Dry run: nothing was written.")
    elif new == 0 and not any(x["opened"] for x in said["programmes"]):
        lines.append("已全部在册，没有新的记录。 All on record already: nothing changed.")
    else:
        lines.append(f"新立项 {new} 项，{len(projects) - new} 项已在册。 {new} opened.")
    return "\n".join(lines)
