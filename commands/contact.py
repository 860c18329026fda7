"""`bihuan contact set | list | erase`: where a party is told outside the system."""

from typing import Annotated
from uuid import UUID

import typer

import settings
from commands.at_ledger import at_ledger, refuse
from domain.dispatch import CHANNEL_ZH, Channel
from ledger.contacts import Contact, contacts, erase_contact, set_contact

app = typer.Typer(help="登记、查看、抹去系统外的联系方式。", no_args_is_help=True)
_WANTED = {Channel.MAIL: "MAIL_HOST 和 MAIL_FROM", Channel.SMS: "SMS_URL"}


@app.command("set")
def set_(
    party: Annotated[str, typer.Option(help="通知谁：unit:县住建局、deputy_group:LG23-01 …")],
    channel: Annotated[
        str, typer.Option(help="渠道：" + "、".join(f"{x} {zh}" for x, zh in CHANNEL_ZH.items()))
    ],
    address: Annotated[str, typer.Option(help="邮箱、手机号，或 WEBHOOKS 中群机器人的名称")],
    region: Annotated[
        str | None, typer.Option(help="地区路径，如 浙江省/温州市/龙港市；不写则不限地区")
    ] = None,
    duty: Annotated[
        str | None, typer.Option(help="只通知这一种事项，如 work_plan；不写则全部")
    ] = None,
) -> None:
    """登记联系方式；此后发出的通知在工作时间内送往这里。"""
    known = next((x for x in Channel if x == channel), None)
    if known is None:
        refuse(f"没有渠道“{channel}”，请从 {'、'.join(Channel)} 中选取。 There is no such channel.")
    made = at_ledger(lambda x: set_contact(x, party, known, address, region=region, line=duty))
    if region is None:
        typer.echo(
            "此联系方式不限地区；同名单位在别的地区也通知这里。加 --region 可限定。", err=True
        )
    if not _has_way(known, address):
        wanted = _WANTED.get(known, "WEBHOOKS")
        typer.echo(f"{CHANNEL_ZH[known]}尚未配置，设好环境变量 {wanted} 后才会发送。", err=True)
    typer.echo(_line(made))


@app.command("list")
def list_(
    party: Annotated[str | None, typer.Option(help="只看这一方")] = None,
) -> None:
    """列出联系方式和发送时间。"""
    for one in at_ledger(lambda x: contacts(x, party)):
        typer.echo(_line(one))
    typer.echo(settings.read().office_hours.zh, err=True)


@app.command()
def erase(contact: Annotated[UUID, typer.Argument(help="联系方式的编号，见 list")]) -> None:
    """抹去联系方式，不可恢复；尚未发出的不再发出，已有的送达记录只留编号。"""
    at_ledger(lambda x: erase_contact(x, contact))
    typer.echo(f"{contact} 已抹去")


def _has_way(channel: Channel, address: str) -> bool:
    own = settings.read()
    match channel:
        case Channel.MAIL:
            return own.mail is not None
        case Channel.SMS:
            return own.sms is not None
        case _:
            return address in own.webhooks and own.webhooks[address].channel is channel


def _line(one: Contact) -> str:
    where, what = one.region or "不限地区", one.line or "全部事项"
    return f"{one.id}  {one.party}  {CHANNEL_ZH[one.channel]}  {one.address}  {where}  {what}"
