"""`bihuan token issue | list | rotate | revoke`: for staff's programs, and units without signing.

A unit's token is a key that submits and reads nothing, from the networks that are named with it; a
unit's system that can sign is registered instead (`bihuan client`, docs/machines.md).
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar, get_args

import typer

from commands.at_ledger import at_ledger, refuse
from ledger.tokens import LIFE, Token, TokenRole, Tokens

app = typer.Typer(help="签发、查看、更换、撤销令牌。", no_args_is_help=True)
T = TypeVar("T")


@app.command()
def issue(
    party: Annotated[
        str, typer.Option(help="代表谁：unit:县住建局、deputy_group:LG23-01、clerk …")
    ],
    role: Annotated[str, typer.Option(help="角色：" + "、".join(get_args(TokenRole)))],
    region: Annotated[
        str | None, typer.Option(help="地区路径，如 浙江省/温州市/龙港市；不写则不限地区")
    ] = None,
    days: Annotated[int, typer.Option(help="有效天数", min=1, max=LIFE)] = LIFE,
    network: Annotated[
        list[str] | None, typer.Option(help="只能从哪个网络使用，如 10.1.2.0/24；可以写几次")
    ] = None,
) -> None:
    """签发令牌；令牌全文只显示这一次。单位的令牌只能报送，须写明 --network。"""
    known: tuple[TokenRole, ...] = get_args(TokenRole)
    found = next((x for x in known if x == role), None)
    if found is None:
        refuse(f"没有角色“{role}”，请从 {'、'.join(known)} 中选取。 There is no such role.")
    if found == "unit" and not network:
        refuse(
            "单位的密钥要写明从哪个网络使用：加 --network 10.1.2.0/24；"
            "单位的系统能签名的，请改用 bihuan client add，不用密钥。"
            " A unit's key needs --network; a system that can sign uses bihuan client add."
        )
    token, secret = _with_tokens(
        lambda x: x.issue(
            party,
            found,
            region,
            days=days,
            networks=network or (),
            submit_only=found == "unit",
        )
    )
    if region is None:
        typer.echo("此令牌不限地区；同名单位在别的地区也视为同一方。加 --region 可限定。", err=True)
    typer.echo(f"{_line(token)}，令牌只显示这一次：", err=True)
    typer.echo(secret)


@app.command("list")
def list_() -> None:
    """列出签发过的令牌（不含全文）。"""
    for token in _with_tokens(lambda x: x.listed()):
        typer.echo(_line(token))


@app.command()
def rotate(prefix: Annotated[str, typer.Argument(help="令牌编号，即 bh_ 之后的八个字符")]) -> None:
    """换一枚新的，范围照旧；旧的再用七天。新令牌全文只显示这一次。"""
    form = prefix.removeprefix("bh_")[:8]
    token, secret = _with_tokens(lambda x: x.rotate(form))
    typer.echo(f"{_line(token)}，接替 {form}，令牌只显示这一次：", err=True)
    typer.echo(secret)


@app.command()
def revoke(prefix: Annotated[str, typer.Argument(help="令牌编号，即 bh_ 之后的八个字符")]) -> None:
    """撤销令牌，立即生效。"""
    form = prefix.removeprefix("bh_")[:8]
    typer.echo(_line(_with_tokens(lambda x: x.revoke(form))))


def _line(token: Token) -> str:
    state = f"已于 {token.revoked_at:%Y-%m-%d} 撤销" if token.revoked_at else "有效至 "
    until = "" if token.revoked_at else f"{token.expires_at:%Y-%m-%d}"
    where = token.region or "不限地区"
    bounds = "  ".join((*(["只报送"] if token.scope == "submit" else []), *token.networks))
    line = f"{token.prefix}  {token.role}  {token.party}  {where}  {state}{until}"
    return f"{line}  {bounds}" if bounds else line


def _with_tokens(work: Callable[[Tokens], Awaitable[T]]) -> T:
    return at_ledger(lambda ledger: work(Tokens(ledger.pool)))
