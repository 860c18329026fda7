"""`bihuan token issue | list | revoke`: the keys of units and organs to the service."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar, get_args

import typer

from commands.at_ledger import at_ledger, refuse
from ledger.tokens import Token, TokenRole, Tokens

app = typer.Typer(help="签发、查看、撤销令牌。", no_args_is_help=True)
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
    days: Annotated[int, typer.Option(help="有效天数", min=1, max=3660)] = 365,
) -> None:
    """签发令牌；令牌全文只显示这一次。"""
    known: tuple[TokenRole, ...] = get_args(TokenRole)
    found = next((x for x in known if x == role), None)
    if found is None:
        refuse(f"没有角色“{role}”，请从 {'、'.join(known)} 中选取。 There is no such role.")
    token, secret = _with_tokens(lambda x: x.issue(party, found, region, days=days))
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
def revoke(prefix: Annotated[str, typer.Argument(help="令牌编号，即 bh_ 之后的八个字符")]) -> None:
    """撤销令牌，立即生效。"""
    form = prefix.removeprefix("bh_")[:8]
    typer.echo(_line(_with_tokens(lambda x: x.revoke(form))))


def _line(token: Token) -> str:
    state = f"已于 {token.revoked_at:%Y-%m-%d} 撤销" if token.revoked_at else "有效至 "
    until = "" if token.revoked_at else f"{token.expires_at:%Y-%m-%d}"
    where = token.region or "不限地区"
    return f"{token.prefix}  {token.role}  {token.party}  {where}  {state}{until}"


def _with_tokens(work: Callable[[Tokens], Awaitable[T]]) -> T:
    return at_ledger(lambda ledger: work(Tokens(ledger.pool)))
