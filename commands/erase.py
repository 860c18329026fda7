"""`bihuan erase account | person | wisher | contact | list | again`: forgetting by reference."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

import settings
from commands.at_ledger import at_ledger, refuse
from domain.calendar import SHANGHAI
from ledger.door import Ledger
from ledger.erasing import KIND_ZH, Erasure, Kind, account_ref, erase, erase_again, erasures

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="抹去个人信息：记录只留编号，抹去这件事留在清单里。",
)
Because = Annotated[str, typer.Option("--because", help="为什么，如 本人申请")]
By = Annotated[str, typer.Option("--by", help="谁办的：岗位或账号编号，不写姓名")]
Congress = Annotated[str, typer.Argument(help="人大组织的编号", show_default=False)]


@app.callback()
def root() -> None:
    """抹去个人信息：记录只留编号，抹去这件事留在清单里。"""


@app.command("account")
def account(login: str, because: Because, by: By = "cli:erase") -> None:
    """抹去账号的姓名和登录名，停用账号；记录里的编号不变。"""

    async def work(ledger: Ledger) -> bool:
        return await erase(
            ledger, "account", await account_ref(ledger, login), by=by, because=because
        )

    at_ledger(work)
    typer.echo("账号的姓名和登录名已抹去，账号已停用。 Erased; the account is disabled.")


@app.command("person")
def person(
    congress: Congress,
    ref: Annotated[str, typer.Argument(help="人员的编号", show_default=False)],
    because: Because,
    by: By = "cli:erase",
) -> None:
    """抹去代表等人员的姓名。"""
    _one("person", f"{congress} {ref}", because, by)


@app.command("wisher")
def wisher(wish: str, because: Because, by: By = "cli:erase") -> None:
    """抹去一条建议的联系方式。"""
    _one("wisher", wish, because, by)


@app.command("contact")
def contact(number: str, because: Because, by: By = "cli:erase") -> None:
    """抹去一个通知用的联系方式，编号见 bihuan contact list。"""
    _one("contact", number, because, by)


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """抹去过什么：编号、何时、谁办的、为什么；不含抹去的内容。"""
    found = at_ledger(lambda x: erasures(x, limit=1000))
    if as_json:
        typer.echo(json.dumps([x.model_dump(mode="json") for x in found], ensure_ascii=False))
        return
    for x in found:
        when = f"{x.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        typer.echo(f"{when}  {KIND_ZH[x.kind]}  {x.ref}  {x.because or '没有写明'}  [{x.by}]")


@app.command("again")
def again(
    file: Annotated[
        Path | None, typer.Option("--from", help="erasures.ndjson；不写则用查看记录副本旁的那份")
    ] = None,
) -> None:
    """恢复备份以后执行：把备份带回来的、抹去过的再抹去一遍。"""
    try:
        source = file or settings.read().access_folder / "erasures.ndjson"
    except settings.SettingsRefused as refusal:
        refuse(str(refusal))
    if not source.is_file():
        refuse(f"没有找到 {source}。 There is no list of erasures there.")
    lines = source.read_text(encoding="utf-8").splitlines()
    known = [Erasure.model_validate_json(x) for x in lines if x.endswith("}")]
    done = at_ledger(lambda x: erase_again(x, known))
    typer.echo(f"{len(known)} 条里又抹去了 {done} 条。 {done} of {len(known)} erased again.")


def _one(kind: Kind, ref: str, because: str, by: str) -> None:
    if not at_ledger(lambda x: erase(x, kind, ref, by=by, because=because)):
        refuse(f"没有找到“{ref}”，也许已经抹去。 Nothing is kept under “{ref}”.")
    typer.echo(f"{datetime.now(SHANGHAI):%Y-%m-%d %H:%M} 已抹去：{KIND_ZH[kind]} {ref}")
