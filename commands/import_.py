"""`bihuan import`: open the lists of a file, each item a project, each list a programme."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.import_shown import as_json, as_text, summary
from commands.lists import (
    Asked,
    JsonOption,
    ListOption,
    MapOption,
    RegimeOption,
    SessionOption,
    SetOption,
    VoteOption,
    asked,
    content_of,
    how_to_read,
    refuse,
    warn,
)
from domain.refusals import Malformed, Refused


def import_(  # noqa: PLR0913, PLR0917  # one for each option of the command line
    file: Annotated[
        Path | None,
        typer.Argument(help="项目清单 CSV 或 XLSX；表头可用中文", show_default=False),
    ] = None,
    regime: RegimeOption = None,
    vote: VoteOption = None,
    next_session: SessionOption = None,
    lists: ListOption = None,
    maps: MapOption = None,
    values: SetOption = None,
    pool: Annotated[
        str | None,
        typer.Option(help="把候选项目放进这次征集的项目库，不立项", metavar="ID"),
    ] = None,
    source: Annotated[
        str, typer.Option(help="候选项目由谁提出：wishes、department、deputies", metavar="SOURCE")
    ] = "department",
    all_: Annotated[
        bool,
        typer.Option("--all", help="逐份列出文件中所有清单的去向；有问题的不妨碍其余"),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只读文件并说明，不连接任何服务")
    ] = False,
    to_json: JsonOption = False,
) -> None:
    """把清单立项：每份清单一个年度，每个项目一条。重复导入不产生新的记录。"""
    try:
        how = how_to_read(maps, values)
        if pool is not None:
            from commands.pool_import import into_pool, pool_text

            pooled = into_pool(file, pool, source, list(lists or ()), how, dry_run=dry_run)
            _answer(pooled, pool_text(pooled), to_json=to_json)
            return
        if all_ and dry_run and regime is None:
            said = summary(_bytes(file), how)
            _answer(said, as_text(said), to_json=to_json)
            return
        question = asked(file, regime, vote, next_session, lists, how)
        wanted = question.sound if all_ else _whole(question, dry_run=dry_run)
        opened = set[str]() if dry_run else _open(wanted)
    except Refused as refusal:
        refuse(refusal)
    warn((*question.lists.notes, *question.warnings))
    warn(f"核对 {x.list_id}：{one}" for x in question.lists.voted for one in x.checks)
    said = as_json(question, opened, dry_run=dry_run, every=all_)
    _answer(said, as_text(said), to_json=to_json)


def _answer(said: dict[str, Any], text: str, *, to_json: bool) -> None:
    typer.echo(json.dumps(said, ensure_ascii=False).encode() if to_json else text)


def _bytes(file: Path | None) -> bytes:
    if file is None:
        raise Malformed("请给出项目清单文件（CSV、XLSX）", "the file of projects is missing")
    return content_of(file)


def _whole(question: Asked, *, dry_run: bool) -> Asked:
    """The question, if every list of it can be put on record. Raises Malformed."""
    refused = [(x.list_id, one) for x in question.lists.voted for one in x.refused]
    if refused and not dry_run:
        name, check = refused[0]
        raise Malformed(
            f"清单 {name}：{check.zh}。没有写入任何清单；改正后重来，或用 --all 导入其余清单。",
            f"list {name}: {check.en}. Nothing was written; --all imports the others.",
        )
    return question


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
