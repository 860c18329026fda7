"""`bihuan regime`: the measures, one of them, a file checked, two compared, a year moved to one."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.lists import JsonOption, SessionOption, assumed_session, day, refuse
from commands.measures import load
from commands.regime_move import move
from commands.regime_publish import publish
from domain.differences import differences
from domain.parties import ROLE_ZH
from domain.refusals import Malformed, Refused
from domain.regimes import known, named
from domain.regimes.checking import check as found_in
from domain.regimes.model import Regime

app = typer.Typer(no_args_is_help=True)
_MOST_BYTES = 1_000_000
_EXAMPLE = "2025-03-05"


@app.callback()
def root() -> None:
    """办法：列出、查看、检查、比较、改用。"""
    try:
        load()
    except Refused as refusal:
        refuse(refusal)


app.command("move")(move)
app.command("publish")(publish)


@app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """列出可用的办法。"""
    found = [_headline(x) for x in known().values()]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"{one['regime']}  {one['zh']}  {one['tier']}  义务 {one['duties']} 条")


@app.command()
def show(
    ref: Annotated[str, typer.Argument(help="办法，如 baofeng 或 baofeng@1", metavar="REF")],
    as_json: JsonOption = False,
) -> None:
    """查看一部办法：每项义务的承担者、期限、出处和默认。"""
    try:
        regime = named(ref)
    except Refused as refusal:
        refuse(refusal)
    if as_json:
        typer.echo(regime.model_dump_json(by_alias=True, exclude_none=True))
        return
    typer.echo(f"{regime.ref} {regime.zh}（{regime.tier}）；来源 {'、'.join(regime.sources)}")
    for line in regime.lines:
        mark = "【默认】" if line.origin == "ours" else f"[{line.origin}] "
        typer.echo(f"{line.zh}（{line.name}）：{ROLE_ZH[line.obligor]} → {ROLE_ZH[line.obligee]}")
        typer.echo(f"  {mark}{line.cite}")
        typer.echo(f"  期限 {line.when.model_dump_json(exclude_none=True)}")
        if line.ours:
            typer.echo(f"  本系统默认：{'；'.join(line.ours)}")
    for left_out in regime.omits:
        typer.echo(f"不设 {left_out.name}：{left_out.because}")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="办法文件（TOML）", metavar="FILE")],
    as_json: JsonOption = False,
) -> None:
    """检查办法文件：逐条指出缺少和矛盾之处。没有问题退出码为 0，有问题为 1，读不了为 2。"""
    try:
        findings = found_in(_content(file), file.name)
    except Refused as refusal:
        refuse(refusal)
    if as_json:
        shown = {"file": file.name, "findings": [x._asdict() for x in findings]}
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        for x in findings:
            typer.echo(f"{file.name} 第 {x.line} 行 {x.clause}：{x.zh}。请{x.write}。")
        typer.echo(f"{len(findings)} 处需要处理" if findings else f"{file.name} 完整，没有矛盾")
    if findings:
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="现行办法，如 baofeng@1", metavar="A")],
    new: Annotated[str, typer.Argument(help="另一办法，如 baofeng@2", metavar="B")],
    vote: Annotated[str, typer.Option("--voted", help="示例票决日", metavar="DATE")] = _EXAMPLE,
    next_session: SessionOption = None,
    as_json: JsonOption = False,
) -> None:
    """比较两部办法：对在办项目意味着什么。"""
    try:
        was, now, voted = named(old), named(new), day(vote, "--voted")
        session = assumed_session(voted, next_session)
        found = differences(was, now, voted, session)
    except Refused as refusal:
        refuse(refusal)
    if as_json:
        shown = {
            "from": was.ref,
            "to": now.ref,
            "voted": voted.isoformat(),
            "next_session": session.isoformat(),
            "differences": [x._asdict() for x in found],
        }
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    typer.echo(f"由 {was.ref} 改为 {now.ref}，以 {voted} 票决、{session} 下一次会议为例：")
    for one in found:
        typer.echo(f"  {one.zh}")
    typer.echo(f"共 {len(found)} 处不同" if found else "没有不同")


def _headline(regime: Regime) -> dict[str, Any]:
    return {
        "regime": regime.ref,
        "zh": regime.zh,
        "en": regime.en,
        "tier": regime.tier,
        "sources": list(regime.sources),
        "duties": len(regime.lines),
    }


def _content(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise Malformed(f"{file.name} 过大，不是办法文件", f"{file.name} is too large")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Malformed(f"读不到文件 {file.name}，请核对路径", f"{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Malformed(f"{file.name} 不是 UTF-8 编码", f"{file.name} is not UTF-8") from error
