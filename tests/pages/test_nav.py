"""The main entries: few at a glance for everybody, and each within two steps."""

from typing import cast, get_args
from uuid import UUID

import pytest

from api.pages.nav import FLAT, NAV, menu
from api.pages.rights import Signed, can
from ledger.account import Account, AccountRole

ROLES = cast("tuple[AccountRole, ...]", get_args(AccountRole))
PARTY: dict[AccountRole, str] = {
    "unit_clerk": "unit:消防救援大队",
    "unit_head": "unit:消防救援大队",
    "deputy_group": "deputy_group:LG23-01",
    "deputy": "deputy:LG-001",
    "organ": "government",
    "auditor": "auditor",
    "rule_admin": "admin",
    "sysadmin": "admin",
}


def somebody(role: AccountRole) -> Signed:
    account = Account(
        id=UUID(int=1),
        login="a",
        role=role,
        party=PARTY.get(role, "clerk"),
        region=None,
        name="",
        locked_until=None,
        disabled_at=None,
        stamp=0,
    )
    return Signed(account, "secret")


@pytest.mark.parametrize("role", ROLES)
def test_nobody_meets_more_than_seven_entries_and_all_are_reached_in_two_steps(
    role: AccountRole,
) -> None:
    who = somebody(role)
    mine = {href for action, href, _, _ in NAV if can(who, action)}
    assert len(menu(who, "/").first) <= FLAT
    found = {x.href for x in menu(who, "/").first}
    for entry in menu(who, "/").first:
        found |= {x.href for x in menu(who, entry.href).second}
    assert found == mine


def test_the_open_page_and_its_group_are_marked() -> None:
    shown = menu(somebody("committee_clerk"), "/ballots")
    assert [x.zh for x in shown.first if x.current == "true"] == ["会议"]
    assert [x.zh for x in shown.second if x.current == "page"] == ["投票"]
    assert [x.zh for x in menu(somebody("unit_clerk"), "/inbox").first if x.current] == ["来函"]


def test_a_phone_opens_every_entry_by_one_word() -> None:
    for role in ("deputy_group", "committee_clerk", "unit_head"):
        who = somebody(role)
        shown = menu(who, "/inbox")
        assert {x.href for _, of in shown.all for x in of} == {
            href for action, href, _, _ in NAV if can(who, action)
        }
        assert shown.open == ("" if role == "committee_clerk" else "来函")
