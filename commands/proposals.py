"""`bihuan proposals list | confirm | decline`: weighty acts that wait for a second person."""

import json
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from commands.at_ledger import at_ledger, refuse
from commands.by_two import password_of, signer_of
from domain.calendar import SHANGHAI
from domain.countersign.messages import DeclineAct
from domain.countersign.weighty import WEIGHTY_ZH, Weighty
from ledger.countersign import confirm as confirm_
from ledger.countersign import decline as decline_
from ledger.door import Ledger
from ledger.queries.proposals import ProposalRow, find_proposals

app = typer.Typer(help="双人办理：等第二人确认的事。", no_args_is_help=True)
MOST = 200
Target = Annotated[str, typer.Argument(metavar="STREAM", help="如 measure:elsewhere@3")]
Number = Annotated[int, typer.Argument(metavar="N", help="第几件", min=1)]
Login = Annotated[str, typer.Option("--login", help="本人的登录名，口令另外询问", metavar="NAME")]
_OUTCOME_ZH = {
    "confirmed": "已确认",
    "declined": "不同意",
    "withdrawn": "已撤回",
    "waits": "等确认",
}


@app.command("list")
def list_(
    past: Annotated[bool, typer.Option("--past", help="已经了结或失效的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 数组")] = False,
) -> None:
    """等第二人确认的事，最先失效的在前。"""

    async def work(ledger: Ledger) -> tuple[ProposalRow, ...]:
        found = await find_proposals(ledger, None, list(Weighty), past=past, limit=MOST)
        return found.items

    found = at_ledger(work)
    if as_json:
        print(json.dumps([x.model_dump(mode="json") for x in found], ensure_ascii=False))
        return
    for x in found:
        print(_line(x))
    if not found:
        print("没有等确认的事。 Nothing waits.")


@app.command()
def confirm(target: Target, number: Number, login: Login) -> None:
    """第二人确认，同时登记。"""
    password = password_of(login)

    async def work(ledger: Ledger) -> str:
        by = await signer_of(ledger, login, password)
        receipt = await confirm_(ledger, target, number, by, f"confirm:{target}:{number}")
        return receipt.events[0].hash[:12] if receipt.events else ""

    done = at_ledger(work)
    print(f"已确认并登记（{done}） confirmed" if done else "记录中已有 known already")


@app.command()
def decline(
    target: Target,
    number: Number,
    login: Login,
    reason: Annotated[str, typer.Option(help="为什么不同意，或者为什么撤回")],
) -> None:
    """第二人不同意，或者提请人撤回。"""
    try:
        DeclineAct(number=number, role="-", reason=reason)
    except ValidationError as error:
        refuse(f"理由不能采用：{error.errors(include_url=False)[0]['msg']}，请核对。")
    password = password_of(login)

    async def work(ledger: Ledger) -> Any:
        by = await signer_of(ledger, login, password)
        key = f"decline:{target}:{number}:{by.client}"
        return await decline_(ledger, target, number, reason, by, key)

    at_ledger(work)
    print("已了结，什么也没有办。 Settled; nothing was done.")


def _line(x: ProposalRow) -> str:
    outcome = "已失效" if x.lapsed else _OUTCOME_ZH[x.outcome]
    at = x.proposed_at.astimezone(SHANGHAI)
    return (
        f"{x.target} {x.number}  {WEIGHTY_ZH[x.act]}  {x.subject}"
        f"  {at:%Y-%m-%d %H:%M} 提请，到 {x.lapses_on}  {outcome}"
    )
