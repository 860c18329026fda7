"""`bihuan towns`: take in the exports of other installations, verified as they arrive."""

from pathlib import Path
from typing import Annotated

import typer

import settings
from commands.at_ledger import at_ledger, refuse
from ledger.log.arrivals import Arrival, arrivals, arrive
from ledger.log.note import BadNote, Verifier, verifier_of

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="各镇账册：收全册导出，到达时核验。"
)


@app.callback()
def root() -> None:
    """各镇账册：收全册导出，到达时核验。"""


@app.command("take")
def take(
    file: Annotated[Path, typer.Argument(help="对方用 bihuan export log 导出的文件")],
    by: Annotated[str, typer.Option("--by", help="谁收的")] = "clerk",
) -> None:
    """核验并登记一份到达的账册；没有通过时退出码为 1，内容不读。对方的公钥写在 TOWNS。"""
    towns, witnesses = _keys()
    try:
        content = file.read_bytes()
        found = at_ledger(lambda x: arrive(x, content, towns, witnesses, by=by))
    except OSError as bad:
        refuse(f"收不了 {file}：{bad}")
    print(_line(found))
    for zh in found.faults:
        typer.echo(zh, err=True)
    if not found.verified:
        raise typer.Exit(1)


@app.command("list")
def list_() -> None:
    """每个镇最近通过核验的账册，和最近没有通过的。"""
    for x in at_ledger(arrivals):
        print(_line(x))


def _line(x: Arrival) -> str:
    mark = "已核验" if x.verified else f"没有通过，{len(x.faults)}处不符"
    seen = f"，{'、'.join(x.witnesses)}联签" if x.witnesses else ""
    return f"{mark}  {x.origin}  校验点{x.size}条，{x.events}条事件，{len(x.projects)}个项目{seen}"


def _keys() -> tuple[list[Verifier], list[Verifier]]:
    try:
        own = settings.read()
        return [verifier_of(x) for x in own.towns], [verifier_of(x) for x in own.witnesses]
    except settings.SettingsRefused as refusal:
        refuse(str(refusal))
    except BadNote as bad:
        refuse(str(bad))
