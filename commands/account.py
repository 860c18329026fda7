"""`bihuan account add | list | role | disable | passwd | unlock`: the people who may sign in."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar, get_args

import typer

from commands.at_ledger import at_ledger, refuse
from domain.calendar import SHANGHAI
from ledger.account import APART, ROLE_ZH, Account, AccountRole
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.factors import NO_KEY, Factors
from ledger.first_account import new_password
from ledger.identities import Identities

app = typer.Typer(help="新增、查看、停用账号，改口令，解锁。", no_args_is_help=True)
T = TypeVar("T")
Login = Annotated[str, typer.Argument(help="登录名：小写字母、数字和 . _ -")]


@app.command()
def add(
    login: Login,
    role: Annotated[str, typer.Option(help="角色：" + "、".join(get_args(AccountRole)))],
    party: Annotated[str, typer.Option(help="代表谁：unit:县住建局、government、clerk …")],
    region: Annotated[
        str | None, typer.Option(help="地区路径，如 浙江省/温州市/龙港市；不写则不限地区")
    ] = None,
    name: Annotated[str | None, typer.Option(help="显示的姓名或岗位，可随时抹去")] = None,
    person: Annotated[
        str | None, typer.Option(help="是谁：工号等能认定一个人的编号；三类管理员必须写")
    ] = None,
) -> None:
    """新增账号；口令自动生成，只显示这一次。"""
    known = next((x for x in ROLE_ZH if x == role), None)
    if known is None:
        refuse(f"没有角色“{role}”，从 {'、'.join(ROLE_ZH)} 中选一个。 No such role.")
    if known in APART and not person:
        refuse(
            f"{ROLE_ZH[known]}要写明是谁（--person 工号）：系统管理员、规则管理员、审计员由三个人"
            "分任。 Say who it is: these three are three people."
        )
    password = new_password()
    rest = {"region": region, "name": name, "person": person}
    account = _run(lambda x: x.add(login, password, known, party, **rest))
    typer.echo(f"{_line(account)}\n口令只显示这一次：", err=True)
    typer.echo(password)


@app.command("list")
def list_() -> None:
    """列出账号。"""
    for account in _run(lambda x: x.listed()):
        typer.echo(_line(account))


@app.command("role")
def role_(
    login: Login,
    role: Annotated[str, typer.Option(help="角色：" + "、".join(get_args(AccountRole)))],
    party: Annotated[str, typer.Option(help="代表谁：unit:县住建局、government、clerk …")],
    region: Annotated[str | None, typer.Option(help="地区路径；不写则不限地区")] = None,
) -> None:
    """换岗位；原有登录全部退出。"""
    known = next((x for x in ROLE_ZH if x == role), None)
    if known is None:
        refuse(f"没有角色“{role}”，从 {'、'.join(ROLE_ZH)} 中选一个。 No such role.")
    if known in APART and login not in at_ledger(persons_known):
        refuse(
            f"先用 bihuan account person {login} 工号 写明是谁，再任{ROLE_ZH[known]}。"
            " Say who it is first."
        )
    _run(lambda x: x.change_role(login, known, party, region))
    typer.echo(_line(_run(lambda x: x.named(login))))


@app.command()
def disable(
    login: Login,
    erase: Annotated[bool, typer.Option("--erase-name", help="同时抹去姓名")] = False,
) -> None:
    """停用账号，立即退出登录。"""
    _run(lambda x: x.disable(login))
    if erase:
        _run(lambda x: x.erase_name(login))
    typer.echo(_line(_run(lambda x: x.named(login))))


@app.command()
def passwd(login: Login) -> None:
    """换一个新口令，只显示这一次；原有登录全部退出。"""
    password = new_password()
    _run(lambda x: x.change_password(login, password))
    typer.echo(password)


@app.command()
def unlock(login: Login) -> None:
    """解除因口令或验证码连续不对而暂停的登录。"""
    _run(lambda x: x.unlock(login))
    at_ledger(lambda ledger: Factors(ledger.pool, NO_KEY).unlock(login))
    typer.echo(_line(_run(lambda x: x.named(login))))


async def persons_known(ledger: Ledger) -> set[str]:
    """The logins of whom it is known who they are."""
    return await Identities(ledger.pool).known()


def _line(account: Account) -> str:
    state = "有效"
    if account.disabled_at:
        state = f"已于 {account.disabled_at.astimezone(SHANGHAI):%Y-%m-%d} 停用"
    elif account.locked_until:
        state = f"口令连续不对，{account.locked_until.astimezone(SHANGHAI):%H:%M} 前暂停登录"
    where = account.region or "不限地区"
    who = account.name or "（无姓名）"
    return f"{account.login}  {ROLE_ZH[account.role]}  {account.party}  {where}  {who}  {state}"


def _run(work: Callable[[Accounts], Awaitable[T]]) -> T:
    return at_ledger(lambda ledger: work(Accounts(ledger.pool)))
