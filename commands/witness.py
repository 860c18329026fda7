"""`bihuan witness`: run by another county or the audit office, without a database of ours."""

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from commands.at_ledger import refuse
from domain.refusals import Refused
from ledger.log.keys import key_at
from ledger.log.note import LOG, WITNESS, BadNote, Verifier, verifier_of
from watch.log_client import HttpLog, LogAway
from watch.logs import to_json_lines
from watch.witness import Witness

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="见证方：核对别处的账册只增不改，再联签。"
)
Folder = Annotated[
    Path, typer.Option("--folder", help="见证方自己的文件夹：密钥和上次见证的校验点")
]


@app.callback()
def root() -> None:
    """见证方：核对别处的账册只增不改，再联签。"""


@app.command("key")
def key(
    name: Annotated[str, typer.Argument(help="见证方的名称，如 sjj.example.gov.cn/witness")],
    folder: Folder = Path("witness"),
) -> None:
    """生成（或显示）见证方的密钥；公钥交给被见证的系统，写进它的 WITNESSES。"""
    try:
        print(key_at(folder / "witness.key", WITNESS, name).verifier)
    except (BadNote, OSError) as bad:
        refuse(str(bad))


@app.command("run")
def run(
    log: Annotated[str, typer.Argument(help="账册的网址，如 https://rd.example.gov.cn")],
    log_key: Annotated[str, typer.Option("--log-key", help="账册的公钥，以别处公布的为准")],
    folder: Folder = Path("witness"),
    every: Annotated[int, typer.Option(min=5, max=3600, help="每隔几秒看一次")] = 60,
    once: Annotated[bool, typer.Option("--once", help="只看一次；接不上时退出码为 3")] = False,
) -> None:
    """取校验点，核对接得上以前见证的，联签并送回；接不上就不签，留下证据，每次都说。"""
    to_json_lines()
    try:
        own = key_at(folder / "witness.key", WITNESS)
        of = _log_key(log_key)
        witness = Witness(own, of, folder / f"{of.id.hex()}.checkpoint")
    except (BadNote, OSError) as bad:
        refuse(str(bad))
    at = HttpLog(log)
    while True:
        ended = asyncio.run(_look(witness, at))
        if once:
            raise typer.Exit(ended)
        time.sleep(every)


async def _look(witness: Witness, at: HttpLog) -> int:
    """One look: 0 cosigned, 1 not there or unreadable, 3 refused."""
    try:
        seen = await witness.look(at)
    except (LogAway, BadNote, OSError) as bad:
        typer.echo(f"没有联签：{bad}", err=True)
        return 1
    except Refused as refusal:
        typer.echo(f"{refusal.zh} {refusal.en}", err=True)
        return 3
    print(f"已联签 {seen.origin} 的{seen.size}条 cosigned", flush=True)
    return 0


def _log_key(text: str) -> Verifier:
    found = verifier_of(text)
    if found.kind != LOG:
        raise BadNote("这是见证方的公钥，不是账册的。 a witness' key, not a log's")
    return found
