"""`bihuan loss show | declare | confirm`: what a restore lost, in two people's words."""

import json
from typing import Annotated

import typer
from pydantic import ValidationError

from commands.at_ledger import at_ledger, refuse
from commands.by_two import signer_of
from domain.base import Command
from domain.calendar import SHANGHAI
from domain.continuity.decisions import Continuity
from domain.continuity.messages import ConfirmLoss, DeclareLoss
from ledger.door import Ledger
from ledger.loss import answer_for_loss
from ledger.queries.continuity import continuity

app = typer.Typer(help="恢复以后：缺了什么，由两人说明、确认。", no_args_is_help=True)
Login = Annotated[str, typer.Option("--login", help="本人的登录名")]
Password = Annotated[
    str,
    typer.Option(prompt="口令", hide_input=True, envvar="BIHUAN_PASSWORD", help="口令，不写则询问"),
]
ROLES = ("committee_clerk", "committee_lead", "auditor")


@app.command()
def show(
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """档案是第几期、能否登记、缺了哪些回执。"""
    state = at_ledger(continuity)
    if as_json:
        print(
            json.dumps({"epoch": state.epoch, **state.model_dump(mode="json")}, ensure_ascii=False)
        )
        return
    print("\n".join(in_words(state)))


@app.command()
def declare(
    login: Login,
    what: Annotated[str, typer.Option(help="丢失了什么、已告知谁、怎样补齐")],
    password: Password,
) -> None:
    """第一人：说明丢失了什么。"""
    try:
        command = DeclareLoss(what=what)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        refuse(f"“what”不能采用：{first['msg']}，请核对。")
    _say(login, password, command)


@app.command()
def confirm(login: Login, password: Password) -> None:
    """第二人：确认说明，档案重新接受登记。"""
    _say(login, password, ConfirmLoss())


def in_words(state: Continuity) -> list[str]:
    """The same, for people."""
    if state.restored is None:
        return ["档案从未由备份恢复，照常登记。 The record was never restored."]
    found = state.restored
    lines = [
        f"档案为第 {state.epoch} 期；{'暂不能登记' if state.held else '照常登记'}。",
        f"与库外已知回执 {found.known} 张比较，缺 {found.lost} 张。",
    ]
    lines += [
        f"  {x.recorded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}  {x.stream} 第 {x.version} 条"
        f" {x.type}"
        for x in found.named
    ]
    if state.what:
        lines.append(f"说明：{state.what}（{state.declared_by}）")
    if state.held:
        then = (
            "请另一人运行 bihuan loss confirm" if state.what else "请一人运行 bihuan loss declare"
        )
        lines.append(f"{then}。")
    return lines


def _say(login: str, password: str, command: Command) -> None:
    async def work(ledger: Ledger) -> Continuity:
        by = await signer_of(ledger, login, password)
        if by.role not in ROLES:
            refuse("不是人大机关工作人员、审计员的账号。 Neither of the office nor an auditor.")
        return await answer_for_loss(ledger, command, by.actor)

    print("\n".join(in_words(at_ledger(work))))
