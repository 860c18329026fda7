"""A weighty act from the command line: done at once where one person may, else proposed by one."""

import os
from itertools import count
from typing import Annotated, NamedTuple

import typer

import settings
from api.proof import wrong_code_zh
from api.sealing import known_key
from commands.at_ledger import refuse
from domain.base import Command
from domain.calendar import day_of
from domain.countersign.refusals import NeedsTwo
from domain.countersign.weighty import weighty
from domain.given import Actor
from ledger.account import Account
from ledger.accounts import Accounts
from ledger.countersign import Signer, proposal, propose
from ledger.door import Ledger
from ledger.factors import NO_KEY, Factors
from ledger.requests import Receipt

LoginOption = Annotated[
    str | None,
    typer.Option(
        "--login", help="本人的登录名；由两人办理的事必须写，口令另外询问", metavar="NAME"
    ),
]


class Asked(NamedTuple):
    """The act, and as whom the command says it where nobody signs in."""

    stream: str
    command: Command
    tool: Actor
    client: str
    command_id: str
    reason: str


class Done(NamedTuple):
    """What became of it."""

    receipt: Receipt
    proposal: str | None
    """`measure:elsewhere@3 1`, where it waits for a second person; None where it is done, then or
    now."""

    @property
    def waits_zh(self) -> str:
        """What the second person has to say."""
        return f"已提请，请另一人运行 bihuan proposals confirm {self.proposal} --login 本人登录名"


def password_of(login: str | None) -> str:
    """The password, from the environment or asked for; empty where nobody signs in."""
    if login is None:
        return ""
    said: str = os.environ.get("BIHUAN_PASSWORD") or typer.prompt("口令", hide_input=True)
    return said


async def _shows_a_code(ledger: Ledger, account: Account) -> None:
    """Whose role is asked for a second factor, or who has one, shows a code (`BIHUAN_CODE`)."""
    own = settings.read()
    if await Factors(ledger.pool, NO_KEY).state(account.id) is None:
        if own.second_factor != "off" and account.role in own.second_factor_roles:
            refuse("您的角色须先在网页“我的账号”里设好手机验证码。 Set up an authenticator first.")
        return
    code = os.environ.get("BIHUAN_CODE", "")
    if not code:
        refuse("请在环境变量 BIHUAN_CODE 里给出手机验证码。 Give the code as BIHUAN_CODE.")
    try:
        key = known_key(own.sealing)
    except (OSError, ValueError):
        refuse(f"读不了 {own.sealing}：请以运行接口的用户、在同一 BIHUAN_HOME 下运行。 No key.")
    factors = Factors(ledger.pool, key)
    if not await factors.shown(account.id, code):
        until = await factors.paused_until(account.id)
        refuse(f"{wrong_code_zh(until)} The code is not right.")


async def signer_of(ledger: Ledger, login: str, password: str) -> Signer:
    """Who signs in. Leaves with 2 where that is nobody."""
    account = await Accounts(ledger.pool).check(login, password)
    if account is None:
        refuse("登录名或口令不对，或者账号已停用。 Not let in.")
    await _shows_a_code(ledger, account)
    office = account.office in ("clerk", "admin")
    actor = Actor(account.ref, "clerk" if office else account.party, account.region)
    return Signer(actor, account.role, account.ref)


async def do_or_propose(ledger: Ledger, asked: Asked, login: str | None, password: str) -> Done:
    """Record it where one person may do it here; propose it where two must. Raises NeedsTwo."""
    by = await signer_of(ledger, login, password) if login else None
    actor = by.actor if by else asked.tool
    act = weighty(asked.command)
    if act is not None and ledger.two is not None and ledger.two.asks(act, actor):
        if by is None:
            raise NeedsTwo(act)
        return await _propose(ledger, asked, by)
    receipt = await ledger.handle(
        asked.stream,
        asked.command,
        actor=actor,
        client=asked.client,
        command_id=asked.command_id,
        reason=asked.reason,
    )
    return Done(receipt, None)


async def _propose(ledger: Ledger, asked: Asked, by: Signer) -> Done:
    """The proposal; where an earlier run's came to nothing, another one."""
    today = day_of(await ledger.now())
    for nth in count(1):
        key = f"{asked.command_id}:{by.client}" + (f":{nth}" if nth > 1 else "")
        made = await propose(ledger, asked.stream, asked.command, by, key)
        one = await proposal(ledger, asked.stream, made.number)
        if one.outcome == "confirmed":
            return Done(made.receipt, None)
        if one.waits_on(today):
            break
    return Done(made.receipt, f"{asked.stream} {made.number}")
