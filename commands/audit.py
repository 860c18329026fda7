"""The auditor's commands: history, state, replay, verify, rebuild. They read; `--replace` mends."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.at_ledger import at_ledger, refuse, stream_of
from commands.event_words import said
from domain.calendar import SHANGHAI
from ledger import audit
from ledger.audit import offline
from ledger.log.note import BadNote, Checkpoint, checkpoint_of
from ledger.queries.origins import before

Name = Annotated[
    str, typer.Argument(metavar="P", help="项目编号（如 LG23-01）或流（programme:LG23）")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]


def history(name: Name, as_json: AsJson = False) -> None:
    """一个项目的全部事件：何时发生、谁办的、为什么。"""
    stream = stream_of(name)
    entries = at_ledger(lambda x: audit.history(x, stream))
    if not entries:
        refuse(f"没有找到“{name}”的事件，请核对编号。 There are no events of “{name}”.")
    if as_json:
        found = {"stream": stream, "events": [x.model_dump(mode="json") for x in entries]}
        print(json.dumps(found, ensure_ascii=False))
        return
    for link in at_ledger(lambda x: before(x, stream)):
        print(f"{'':>5}  {link.zh}  [{link.stream}]")
    print(f"{stream}：共 {len(entries)} 条。 {len(entries)} events.")
    for x in entries:
        when = f"{x.happened_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        why = f"（{x.reason}）" if x.reason else ""
        print(f"{x.version:>5}  {when}  {said(x.type, x.event)}{why}  [{x.actor}]")


def state(
    name: Name,
    as_of: Annotated[
        str | None, typer.Option(help="截至何时发生：2025-06-30（当日 24:00）或完整时刻")
    ] = None,
    known_at: Annotated[str | None, typer.Option(help="截至何时已登记，写法相同")] = None,
) -> None:
    """一个项目在某日的状态，JSON；--known-at 只算当时已登记的事实。"""
    happened, known = _moment(as_of), _moment(known_at)
    stream = stream_of(name)
    found = at_ledger(lambda x: audit.state_as_of(x, stream, happened, known))
    asked = {"as_of": as_of, "known_at": known_at}
    print(json.dumps(found.model_dump(mode="json") | asked, ensure_ascii=False))


def replay(
    check: Annotated[bool, typer.Option("--check", help="与保存的状态逐字节比较")] = True,
    replace: Annotated[
        bool, typer.Option("--replace", help="不符的和旧版式的保存状态用重算的替换")
    ] = False,
) -> None:
    """由事件重算每个流的状态并与保存的比较；不符时退出码为 1。旧版式的不算不符，也没有人读它。"""
    found = at_ledger(lambda x: audit.replay_check(x, replace=replace))
    print(
        f"{found.streams} 个流、{found.events} 条事件重算完毕，{len(found.differing)} 个不符。"
        f" {found.streams} streams, {found.events} events, {len(found.differing)} differing."
    )
    if found.outdated:
        print(f"{found.outdated} 个是升级前的版式，读取时由事件重算。 kept by another release.")
    if found.renewed:
        print(f"已替换 {found.renewed} 个保存的状态。 {found.renewed} renewed.")
    _complain([f"{x}：保存的状态与事件不符" for x in found.differing] if check else [])


def verify(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[P]", help="项目编号、流或离线包（.zip）；不写则核对全部"),
    ] = None,
    key: Annotated[
        list[str] | None, typer.Option("--key", help="离线包：账册或见证方的公钥，可以有几个")
    ] = None,
    checkpoint: Annotated[
        list[str] | None, typer.Option("--checkpoint", help="留存的校验点文件，可以有几个")
    ] = None,
) -> None:
    """核对散列链、账册和校验点；有改动、删除、调换或截尾时退出码为 1。离线包不需要数据库。"""
    if name is not None and name.endswith(".zip"):
        more = [("--key", x) for x in key or ()] + [("--checkpoint", x) for x in checkpoint or ()]
        raise typer.Exit(offline.main([name, *(y for x in more for y in x)]))
    if key:
        refuse("--key 只用于离线包（.zip）。 --key is for an export alone.")
    stream = None if name is None else stream_of(name)
    kept = [_kept(x) for x in checkpoint or ()]
    found = at_ledger(lambda x: audit.verify(x, stream, kept))
    if stream is not None and not found.streams:
        refuse(f"没有找到“{name}”，请核对编号。 There is no “{name}”.")
    print(
        f"{found.streams} 个流、{found.events} 条事件，{len(found.faults)} 处不符。"
        f" {found.streams} streams, {found.events} events, {len(found.faults)} faults."
    )
    _complain([f"{x.stream} 第 {x.version} 条：{x.zh}" for x in found.faults])


def _kept(file: str) -> Checkpoint:
    """A checkpoint that somebody kept."""
    try:
        return checkpoint_of(Path(file).read_text(encoding="utf-8"))
    except (OSError, BadNote, UnicodeDecodeError) as bad:
        refuse(f"读不了校验点 {file}：{bad}")


def rebuild(
    replace: Annotated[bool, typer.Option("--replace", help="不符时用重建的替换")] = False,
) -> None:
    """由事件重建全部查询表并逐字节比较；不符且未替换时退出码为 1。中断后再执行，接着做完。"""
    found = at_ledger(lambda x: audit.rebuild(x, replace=replace))
    if found.found:
        print(f"接着上次中断处做完，已有 {found.found} 条事件。 {found.found} events made before.")
    for table in found.tables:
        same = "一致 same" if table.digest == table.rebuilt else "不符 differs"
        print(f"{table.name:<12} {table.rows:>8} 行  {table.digest}  {same}")
    mended = found.same or found.replaced
    _complain([] if mended else ["查询表与事件不符；核查原因后用 rebuild --replace 替换"])


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else _aware(text)
    except ValueError:
        refuse(
            f"“{text}”不是日期，也不是带时区的时刻；"
            "请写成 2025-06-30 或 2025-06-30T12:00:00+08:00。"
            " Write a day, or an instant with its time zone."
        )


def _aware(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _complain(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line, err=True)
    if lines:
        raise typer.Exit(1)
