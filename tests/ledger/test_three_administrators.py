"""Who runs the system, who publishes the rules and who audits both are three people."""

import pytest
from argon2 import PasswordHasher

from domain.refusals import Malformed, Unknown
from ledger.account import AccountRole, OneHumanOneOffice
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.identities import Identities

SECRET = "a long enough password"
ISSUER = "https://sso.test"
THREE: tuple[AccountRole, ...] = ("sysadmin", "rule_admin", "auditor")
PARTY = {"sysadmin": "admin", "rule_admin": "admin", "auditor": "auditor"}
PAIRS = [(x, y) for x in THREE for y in THREE if x != y]


@pytest.fixture
def accounts(ledger: Ledger) -> Accounts:
    return Accounts(ledger.pool, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


async def held(accounts: Accounts) -> set[tuple[str, str]]:
    return {(x.login, x.role) for x in await accounts.listed()}


async def made(accounts: Accounts, login: str, role: AccountRole, person: str | None) -> None:
    await accounts.add(login, SECRET, role, PARTY.get(role, "clerk"), person=person)


@pytest.mark.parametrize(("one", "other"), PAIRS)
async def test_the_second_account_of_the_same_person_is_not_made(
    accounts: Accounts, one: AccountRole, other: AccountRole
) -> None:
    await made(accounts, "one", one, "工号 1001")
    with pytest.raises(OneHumanOneOffice, match="三个人"):
        await made(accounts, "other", other, " 工号 1001 ")
    assert await held(accounts) == {("one", one)}
    await made(accounts, "other", other, "工号 1002")
    assert len(await held(accounts)) == 2


@pytest.mark.parametrize("typed", ["工号1001", "工号　\uff11\uff10\uff10\uff11", "工 号 1001"])
async def test_one_number_is_one_person_s_however_it_is_typed(
    accounts: Accounts, typed: str
) -> None:
    await made(accounts, "one", "sysadmin", "工号 1001")
    with pytest.raises(OneHumanOneOffice):
        await made(accounts, "other", "auditor", typed)
    await made(accounts, "other", "auditor", "工号 10 02")


async def test_the_same_office_twice_and_any_other_role_beside_it_are_one_s_own(
    accounts: Accounts,
) -> None:
    await made(accounts, "one", "auditor", "1001")
    await made(accounts, "two", "auditor", "1001")
    await made(accounts, "three", "committee_clerk", "1001")
    assert len(await held(accounts)) == 3


@pytest.mark.parametrize(("one", "other"), PAIRS)
async def test_a_role_is_not_changed_into_it(
    accounts: Accounts, one: AccountRole, other: AccountRole
) -> None:
    await made(accounts, "one", one, "1001")
    await made(accounts, "two", "committee_clerk", "1001")
    with pytest.raises(OneHumanOneOffice):
        await accounts.change_role("two", other, PARTY[other], None)
    assert ("two", "committee_clerk") in await held(accounts)
    await accounts.disable("one")
    await accounts.change_role("two", other, PARTY[other], None)
    assert ("two", other) in await held(accounts)


async def test_an_identity_is_not_linked_with_two_of_them(
    accounts: Accounts, ledger: Ledger
) -> None:
    identities = Identities(ledger.pool)
    await made(accounts, "one", "sysadmin", None)
    await made(accounts, "two", "auditor", None)
    await identities.link("one", ISSUER, "u1")
    with pytest.raises(OneHumanOneOffice):
        await identities.link("two", ISSUER, "u1")
    assert [x.login for x in await identities.behind(ISSUER, "u1")] == ["one"]
    await identities.link("two", "https://another.test", "u1")
    assert not await identities.same_human(*await refs(accounts, "one", "two"))


async def test_one_is_recognised_by_way_of_a_third_account(
    accounts: Accounts, ledger: Ledger
) -> None:
    """One account by the office's number, one by the identity: the third carries both."""
    identities = Identities(ledger.pool)
    await made(accounts, "one", "sysadmin", "1001")
    await made(accounts, "two", "auditor", None)
    await made(accounts, "three", "committee_clerk", "1001")
    await identities.link("two", ISSUER, "u1")
    with pytest.raises(OneHumanOneOffice):
        await identities.link("three", ISSUER, "u1")
    with pytest.raises(OneHumanOneOffice):
        await identities.name_person("two", "1001")
    assert not await identities.same_human(*await refs(accounts, "one", "two"))
    assert await identities.same_human(*await refs(accounts, "one", "three"))


async def test_what_is_no_account_is_only_itself(accounts: Accounts, ledger: Ledger) -> None:
    identities = Identities(ledger.pool)
    await made(accounts, "one", "auditor", "1001")
    (one,) = await refs(accounts, "one")
    assert await identities.same_human(one, one)
    assert await identities.same_human("token:1", "token:1")
    assert not await identities.same_human("token:1", one)
    assert not await identities.same_human(one, "clerk")


async def test_who_it_is_is_forgotten_with_the_name(accounts: Accounts, ledger: Ledger) -> None:
    await made(accounts, "one", "auditor", "1001")
    identities = Identities(ledger.pool)
    assert await identities.known() == {"one"}
    await accounts.erase_name("one")
    assert await identities.known() == set()


async def test_nobody_and_no_number_are_refused(accounts: Accounts, ledger: Ledger) -> None:
    identities = Identities(ledger.pool)
    with pytest.raises(Unknown):
        await identities.link("nobody", ISSUER, "u1")
    with pytest.raises(Unknown):
        await identities.name_person("nobody", "1001")
    for person in ("x" * 201, " "):
        with pytest.raises(Malformed):
            await made(accounts, "one", "auditor", person)
    assert await held(accounts) == set()


async def refs(accounts: Accounts, *logins: str) -> list[str]:
    return [(await accounts.named(x)).ref for x in logins]
