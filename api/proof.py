"""What somebody has to show of himself before a weighty act, and who has to show a second factor.

The rules are ours (`reliability §4.3`), said by `SECOND_FACTOR` and `SECOND_FACTOR_ROLES`.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from api.configured import ROLES, Asked
from api.idp import Idp
from domain.calendar import SHANGHAI
from ledger.account import AccountRole
from ledger.sessions import Shown

How = Literal["idp", "code", "enrol", "password"]
"""How it is shown: to the identity provider, by a code, by a code once an authenticator is set up,
or by the password."""


@dataclass(frozen=True)
class Proof:
    """The installation's rules and its key for sealing authenticators' secrets."""

    asked: Asked = "weighty"
    roles: frozenset[str] = frozenset(ROLES)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """32 bytes outside the database. One that is made here lasts as long as the process."""
    idp: Idp | None = None
    """The identity provider, where one is configured."""

    @property
    def idp_zh(self) -> str:
        """What people call it; empty where there is none."""
        return self.idp.zh if self.idp else ""

    def asks(self, role: str) -> bool:
        """Whether a second factor is asked of that role."""
        return self.asked != "off" and role in self.roles

    def how(self, role: AccountRole, shown: Shown, enrolled: bool) -> How | None:
        """How somebody has to show again who he is; None where what was shown is fresh."""
        if shown.way == "sample":  # a play: nobody there has a password
            return None
        if shown.way == "password" and not enrolled and not self.asks(role):
            return None if shown.proved else "password"
        if shown.second:
            return None
        if shown.way == "oidc":
            return None if shown.proved and not self.asks(role) else "idp"
        return "code" if enrolled else "enrol"


def how_owner(shown: Shown, enrolled: bool) -> How | None:
    """How somebody shows that the account is his own before he changes how he signs in to it."""
    if shown.way == "sample" or shown.second:
        return None
    if enrolled:
        return "code"
    if shown.proved:
        return None
    return "idp" if shown.way == "oidc" else "password"


def wrong_code_zh(until: datetime | None) -> str:
    """What is said to who showed a code that does not help; `until` when none does."""
    if until is None:
        return "验证码不对，或者已经用过。等下一个再填。连续十次不对会暂停，过一会儿再试。"
    ends = until.astimezone(SHANGHAI) + timedelta(minutes=1)  # its minute is not over yet
    return (
        f"验证码连续不对，已暂停：{ends:%H:%M}以前填什么都不算，恢复码也一样。"
        "到时再填，或找管理员解锁。"
    )
