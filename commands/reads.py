"""`bihuan reads verify | forget`: the log of reads, its chain, its copy, its time."""

from pathlib import Path
from typing import Annotated

import typer

import settings
from commands.at_ledger import at_ledger, refuse
from ledger.access.chain import Broken, Verified, verify_reads
from ledger.access.keeping import Compared, Copy, compare, let_go
from ledger.door import Ledger

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="查看记录：谁看过什么，链和副本。"
)


@app.callback()
def root() -> None:
    """查看记录：谁看过什么，链和副本。"""


@app.command("verify")
def verify(
    copy: Annotated[
        Path | None, typer.Option("--copy", help="外面的副本所在的文件夹；不写则用 ACCESS_COPY")
    ] = None,
) -> None:
    """从头核对查看记录的链，并与外面的副本逐行比较；不符时退出码为 1。"""
    try:
        folder = copy or settings.read().access_folder
    except settings.SettingsRefused as refusal:
        refuse(str(refusal))

    async def work(ledger: Ledger) -> tuple[Verified, Compared]:
        return await verify_reads(ledger), await compare(ledger, Copy(folder))

    own, beside = at_ledger(work)
    faults = [*own.faults, *beside.faults]
    print(
        f"查看记录 {own.lines} 行，副本 {beside.lines} 行，{len(faults)} 处不符。"
        f" {own.lines} lines, {beside.lines} copied, {len(faults)} faults."
    )
    _complain(faults)


@app.command("forget")
def forget(
    days: Annotated[int, typer.Option("--older-than", help="多少天以前的；不少于180")],
) -> None:
    """放下多少天以前的查看记录，留下链走到哪里；副本不动。"""

    async def work(ledger: Ledger) -> int:
        gone = 0
        while some := await let_go(ledger, days):
            gone += some
        return gone

    gone = at_ledger(work)
    print(f"放下了 {gone} 行。 {gone} lines were let go.")


def _complain(faults: list[Broken]) -> None:
    for x in faults:
        typer.echo(f"第 {x.seq} 行：{x.zh}", err=True)
    if faults:
        raise typer.Exit(1)
