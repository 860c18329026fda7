"""`bihuan backup`: a base copy of the record and its evidence, now; or what there is."""

import json
import sys
from typing import Annotated

import typer

import settings
from domain.refusals import Refused
from stack.trouble import Trouble


def backup(
    list_: Annotated[bool, typer.Option("--list", help="只列出已有的备份")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """备份档案和证据文件到 BACKUPS（设了 BACKUPS，make up 会每夜自动备份并持续归档）。"""
    from stack.backup.base import take
    from stack.backup.places import Backups
    from stack.backup.trouble import NoBackups

    try:
        own = settings.read()
        if own.backups is None:
            raise NoBackups(None)
        backups = Backups(own.backups.expanduser().resolve())
        if not list_:
            manifest = take(own.database, backups, own.evidence)
            backups.prune(manifest.life, own.backups_kept)
        shown = backups.bases() if list_ else backups.bases()[-1:]
    except (Trouble, Refused, settings.SettingsRefused, OSError) as trouble:
        print(trouble, file=sys.stderr)
        raise typer.Exit(2) from trouble
    if as_json:
        found = [json.loads(x.manifest.model_dump_json()) for x in shown]
        print(json.dumps({"backups": found}, ensure_ascii=False))
        return
    for base in shown:
        m = base.manifest
        print(
            f"{base.folder}  第 {m.epoch} 期  事件 {m.events} 条  证据 {m.evidence} 份"
            f"  {m.bytes >> 20} MB  完成于 {m.ended:%Y-%m-%dT%H:%M:%SZ}"
        )
    if list_ and not shown:
        print(NoBackups(backups.folder))
