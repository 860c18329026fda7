"""`bihuan doctor`: the whole installation in one table, and what to do about each line."""

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

import settings

if TYPE_CHECKING:
    from stack.doctor.check import Check


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """检查整个安装，每一处不妥都说明怎么办；有 ✗ 时退出码为 1。"""
    try:
        found = asyncio.run(_look(settings.read()))
    except settings.SettingsRefused as refused:
        print(refused, file=sys.stderr)
        raise typer.Exit(2) from refused
    bad = [x for x in found if x.state == "bad"]
    if as_json:
        checks = [x._asdict() for x in found]
        print(json.dumps({"well": not bad, "checks": checks}, ensure_ascii=False))
    else:
        print("\n".join(_lines(found)))
    sys.stdout.flush()
    os._exit(1 if bad else 0)  # the SDK's threads may outlive a short process and abort it


async def _look(own: settings.Settings) -> "list[Check]":
    from stack.doctor import backups, clocks, database, machine, record

    found = [machine.python(), machine.packages(), machine.tools(), machine.fonts()]
    found += [*machine.settings_made(own), *machine.room(own), machine.port(own)]
    try:
        url = own.database
    except settings.SettingsRefused:
        from stack.doctor.check import ill

        found.append(ill("数据库", "没有在运行，也没有设置 DATABASE_URL", database.AWAY))
        return [*found, *await backups.look(None, own)]
    found += await database.look(url)
    if not any(x.name in ("数据库", "数据库结构") and x.state == "bad" for x in found):
        found += await record.look(url, own)
        found += await clocks.look(url, own)
    return [*found, *await backups.look(url, own)]


def _lines(found: "list[Check]") -> list[str]:
    from stack.doctor.check import WORDS

    lines = []
    for x in found:
        lines.append(f"{WORDS[x.state]}  {x.name}：{x.words}")
        if x.todo:
            lines.append(f"        → {x.todo}")
    counts = {state: sum(x.state == state for x in found) for state in ("ok", "warn", "bad")}
    total = (
        f"共 {len(found)} 项：正常 {counts['ok']}，注意 {counts['warn']}，不行 {counts['bad']}。"
    )
    return [*lines, total]
