"""`bihuan client add | list | key | retire | revoke`: units' systems and their public keys."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

import settings
from commands.at_ledger import at_ledger, refuse
from domain.calendar import SHANGHAI
from domain.refusals import Malformed
from ledger.door import Ledger
from ledger.machine_keys import keys_in
from ledger.machines import (
    SCOPES,
    Key,
    NewClient,
    Registered,
    Scope,
    add_client,
    add_key,
    audience_of,
    clients,
    retire_key,
    revoke_client,
)

app = typer.Typer(help="登记承办单位的系统，换公钥，撤销。", no_args_is_help=True)
T = TypeVar("T")
Id = Annotated[str, typer.Argument(help="系统编号：小写字母、数字和 -，3 至 40 个字符")]
Keys = Annotated[Path, typer.Option(help="公钥文件，JWK 或 JWKS；不含私钥", exists=True)]
SCOPE_ZH: dict[Scope, str] = {"submit": "报送", "read": "读取"}


@app.command()
def add(
    client: Id,
    party: Annotated[str, typer.Option(help="代表哪个单位：unit:县住建局")],
    name: Annotated[str, typer.Option(help="系统的名称，如 住建局项目管理系统")],
    keys: Keys,
    region: Annotated[
        str | None, typer.Option(help="地区路径，如 浙江省/温州市/龙港市；不写则不限地区")
    ] = None,
    only_submit: Annotated[bool, typer.Option("--only-submit", help="只报送，不读取")] = False,
) -> None:
    """登记一个系统和它的公钥；系统凭自己的私钥申领十分钟的令牌。"""
    scopes: tuple[Scope, ...] = ("submit",) if only_submit else SCOPES
    new = NewClient(client, party, region, name, _keys(keys), "cli", scopes)
    _say(_run(lambda x: add_client(x, new)))
    typer.echo(f"断言的 aud：{_audience()}")


@app.command("list")
def list_() -> None:
    """列出登记过的系统和公钥。"""
    for one in _run(clients):
        _say(one)
    typer.echo(f"断言的 aud：{_audience()}")


@app.command()
def key(client: Id, keys: Keys) -> None:
    """再登记一把公钥；新的用上以后，停用旧的。"""
    (one,) = _keys(keys)[:1] or (None,)
    if one is None:
        refuse("文件里没有公钥。 There is no key in the file.")
    _say(_run(lambda x: add_key(x, client, one)))


@app.command()
def retire(client: Id, kid: Annotated[str, typer.Argument(help="公钥的 kid")]) -> None:
    """停用一把公钥，凭它申领的令牌立即失效。"""
    _say(_run(lambda x: retire_key(x, client, kid)))


@app.command()
def revoke(client: Id) -> None:
    """撤销一个系统，立即生效。"""
    _say(_run(lambda x: revoke_client(x, client)))


def _say(one: Registered) -> None:
    known = one.client
    state = (
        f"已于 {known.revoked_at.astimezone(SHANGHAI):%Y-%m-%d} 撤销" if known.revoked_at else ""
    )
    what = "、".join(SCOPE_ZH[x] for x in known.scopes)
    where = known.region or "不限地区"
    typer.echo(f"{known.id}  {known.party}  {where}  {known.name}  {what}  {state or '有效'}")
    for x in one.keys:
        typer.echo(f"    {_key(x)}")


def _key(one: Key) -> str:
    told = one.pinned
    used = f"{one.used_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 用过" if one.used_at else "没有用过"
    state = f"{one.retired_at.astimezone(SHANGHAI):%Y-%m-%d} 停用" if one.retired_at else used
    return f"{one.kid}  {told.algorithm}  指纹 {told.thumbprint}  {state}"


def _keys(file: Path) -> tuple[dict[str, object], ...]:
    try:
        return tuple(dict(x) for x in keys_in(file.read_bytes()))
    except Malformed as bad:
        refuse(f"{bad.zh} {bad.en}")


def _audience() -> str:
    return settings.read().token_audience or _run(audience_of)


def _run(work: Callable[[Ledger], Awaitable[T]]) -> T:
    return at_ledger(work)
