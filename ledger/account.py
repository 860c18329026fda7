"""An account: one person's way in, with one role for one party (`reliability §4.2`)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.refusals import Contradicted, Malformed
from ledger.tokens import TokenRole, check_party

AccountRole = Literal[
    "unit_clerk",
    "unit_head",
    "deputy_group",
    "deputy",
    "organ",
    "committee_clerk",
    "committee_lead",
    "rule_admin",
    "auditor",
    "sysadmin",
]
"""`organ` speaks for the government, a presidium or a committee, and files what these owe."""
ROLE_ZH: dict[AccountRole, str] = {
    "unit_clerk": "承办单位经办人",
    "unit_head": "承办单位负责人",
    "deputy_group": "代表监督小组",
    "deputy": "人大代表",
    "organ": "机关经办人",
    "committee_clerk": "人大机关经办人",
    "committee_lead": "人大机关负责人",
    "rule_admin": "规则管理员",
    "auditor": "审计员",
    "sysadmin": "系统管理员",
}
_OFFICE: dict[AccountRole, TokenRole] = {
    "unit_clerk": "unit",
    "unit_head": "unit",
    "deputy_group": "deputy_group",
    "deputy": "deputy",
    "committee_clerk": "clerk",
    "committee_lead": "clerk",
    "auditor": "auditor",
    "rule_admin": "admin",
    "sysadmin": "admin",
}
_ORGANS: tuple[TokenRole, ...] = (
    "government",
    "presidium",
    "standing_committee",
    "working_committee",
    "street_office",
    "street_working_committee",
    "liaison_office",
)


APART: tuple[AccountRole, ...] = ("sysadmin", "rule_admin", "auditor")
"""Who runs the system, who publishes the rules, who audits both: three people
(`reliability §4.2`)."""


COLUMNS = "a.id, a.login, a.role, a.party, a.region, a.locked_until, a.disabled_at, a.stamp"
"""What an `Account` is made of besides its name, of a table called a."""


class Account(BaseModel):
    """What stands behind a login. The name is None once it was erased."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    login: str
    role: AccountRole
    party: str
    region: str | None
    name: str | None
    locked_until: datetime | None
    disabled_at: datetime | None
    stamp: int
    """How often its ways in were changed when this was read (`ledger/ways.py`)."""

    @property
    def ref(self) -> str:
        """How the record names the account."""
        return f"account:{self.id}"

    @property
    def office(self) -> TokenRole:
        """As what it speaks where tokens speak too."""
        return office_of(self.role, self.party)


class TakenLogin(Contradicted):
    """The login belongs to somebody."""

    def __init__(self, login: str) -> None:
        super().__init__(
            f"登录名“{login}”已有人使用，换一个。", f"the login “{login}” is taken; choose another."
        )


class WeakPassword(Malformed):
    """Too short to be guessed slowly."""

    def __init__(self, least: int) -> None:
        super().__init__(
            f"口令至少 {least} 个字符，最多 200 个。",
            f"a password has {least} to 200 characters.",
        )


class GuessablePassword(Malformed):
    """One of those that are tried first."""

    def __init__(self) -> None:
        super().__init__(
            "这个口令太常见，或者就是登录名、单位、系统的名字，换一个别人想不到的。",
            "this password is among the first that are guessed; choose another.",
        )


class OneHumanOneOffice(Contradicted):
    """One human would hold two of the three offices that are to watch one another."""

    def __init__(self, login: str, role: AccountRole, other: AccountRole) -> None:
        super().__init__(
            f"同一个人已有账号“{login}”（{ROLE_ZH[role]}），不能再任{ROLE_ZH[other]}；"
            "系统管理员、规则管理员、审计员要由三个人分任。",
            f"the same person already holds “{login}” ({role}) and may not be {other} too: "
            "system, rule and audit administrators are three people.",
        )


def check_apart(held: list[tuple[str, AccountRole]]) -> None:
    """Raises OneHumanOneOffice where the accounts (login, role) of one human hold two of them."""
    offices = [(login, role) for login, role in held if role in APART]
    for _, role in offices[1:]:
        if role != offices[0][1]:
            raise OneHumanOneOffice(*offices[0], role)


def office_of(role: AccountRole, party: str) -> TokenRole:
    """The office in which a role speaks for a party. Raises Malformed where it cannot."""
    if role == "organ":
        office = next((x for x in _ORGANS if x == party), None)
        if office is None:
            raise Malformed(
                f"机关账号的 --party 应为 {'、'.join(_ORGANS)} 之一，不能是“{party}”。",
                f"an organ's account speaks for one of {', '.join(_ORGANS)}.",
            )
        return office
    office = _OFFICE[role]
    check_party(party, office)
    return office
