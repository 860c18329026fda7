"""Who may sign in at a demonstration: one account for each point of view, all with one password.

The unit and the group are those of the project whose work plan nobody files in time.
"""

import secrets
from typing import NamedTuple

from domain.parties import Role, party
from ledger.account import AccountRole
from ledger.accounts import Accounts
from ledger.pool import Pool
from stack.demo.bill import SILENT, Opening


class Visitor(NamedTuple):
    """A point of view, and what to look at from there."""

    login: str
    role: AccountRole
    party: str
    region: str | None
    zh: str
    at: str


def visitors(bill: list[Opening]) -> list[Visitor]:
    """The accounts of the play of these lists."""
    card = bill[0].question.lists.cards[SILENT]
    unit, group = party(Role.UNIT, card.lead_unit), party(Role.DEPUTY_GROUP, card.id)
    where = card.region
    late = f"{card.id}《{card.name}》"
    return [
        Visitor("jingban", "committee_clerk", "clerk", None, "人大办：看板、待受理", "/"),
        Visitor(
            "danwei", "unit_clerk", unit, where, f"{card.lead_unit}：待办事项，{late}", "/todo"
        ),
        Visitor("xiaozu", "deputy_group", group, where, f"{late}的代表监督小组：收件箱", "/inbox"),
        Visitor("shenji", "auditor", "auditor", None, "审计：每件事的经过与散列", "/audit"),
    ]


async def admit(pool: Pool, who: list[Visitor]) -> str:
    """Make the accounts. Returns their password, which stands nowhere else."""
    accounts, password = Accounts(pool), "-".join(secrets.token_hex(3) for _ in range(3))
    for x in who:
        await accounts.add(x.login, password, x.role, x.party, region=x.region)
    return password
