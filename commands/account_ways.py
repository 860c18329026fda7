"""`bihuan account person | link | unlink | linked | second | signout`: whose it is, its ways in."""

from typing import Annotated

import typer

from commands.account import Login, app
from commands.at_ledger import at_ledger
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.factors import NO_KEY, Factors
from ledger.identities import Identities, Linked

Issuer = Annotated[str, typer.Option(help="统一认证的 issuer，如 https://sso.example.gov.cn")]
Subject = Annotated[str, typer.Option(help="此人在统一认证中的 subject，不是邮箱")]


@app.command()
def person(
    login: Login,
    who: Annotated[str, typer.Argument(help="工号等能认定一个人的编号，可随账号姓名一起抹去")],
) -> None:
    """写明账号是谁的；同一个人不能兼任系统管理员、规则管理员、审计员中的两个。"""
    at_ledger(lambda ledger: Identities(ledger.pool).name_person(login, who))
    typer.echo(f"{login} 是 {who} 的账号。")


@app.command()
def link(login: Login, issuer: Issuer, subject: Subject) -> None:
    """关联统一认证的身份：以后此人由那里登录这个账号。"""
    at_ledger(lambda ledger: Identities(ledger.pool).link(login, issuer, subject))
    typer.echo(f"{login} 已关联 {subject}（{issuer}）。")


@app.command()
def unlink(login: Login, issuer: Issuer, subject: Subject) -> None:
    """取消关联；原有登录全部退出。"""
    at_ledger(lambda ledger: Identities(ledger.pool).unlink(login, issuer, subject))
    typer.echo(f"{login} 不再关联 {subject}（{issuer}）。")


@app.command()
def linked() -> None:
    """列出关联了统一认证的账号。"""
    found: list[Linked] = at_ledger(lambda ledger: Identities(ledger.pool).linked())
    for x in found:
        typer.echo(f"{x.login}  {x.issuer}  {x.subject}")


@app.command()
def second(login: Login) -> None:
    """手机和恢复码都丢了：核实身份后解除绑定，原有登录全部退出，请本人重新绑定。"""

    async def work(ledger: Ledger) -> None:
        account = await Accounts(ledger.pool).named(login)
        await Factors(ledger.pool, NO_KEY).remove(account.id)

    at_ledger(work)
    typer.echo(f"{login} 的手机已解除绑定。")


@app.command()
def signout(
    login: Annotated[str | None, typer.Argument(help="登录名；不写就是所有人")] = None,
) -> None:
    """让一个人，或者所有人，立即退出登录。"""
    ended = at_ledger(lambda ledger: Accounts(ledger.pool).sign_out(login))
    typer.echo(f"退出了 {ended} 处登录。")
