"""Accounts and sessions: who may sign in, for how long, and what ends it."""

from datetime import timedelta

import pytest

from domain.refusals import Malformed
from ledger.account import TakenLogin, WeakPassword
from ledger.accounts import FREE_TRIES, Accounts
from ledger.door import Ledger
from ledger.first_account import ensure_first_account
from ledger.pool import Pool
from ledger.sessions import Sessions, form_token
from tests.pages.conftest import SECRET


async def tell(pool: Pool, statement: str) -> None:
    await pool.write(lambda x: x.exec_driver_sql(statement))


async def told(pool: Pool, question: str) -> list[str]:
    async with pool.read() as connection:
        return [str(x) for x in (await connection.exec_driver_sql(question)).all()]


async def test_a_password_opens_its_own_account_only(accounts: Accounts) -> None:
    fire = await accounts.check("FIRE ", SECRET)
    assert fire is not None
    assert (fire.office, fire.party) == ("unit", "unit:市消防救援大队")
    assert fire.ref == f"account:{fire.id}"
    assert await accounts.check("fire", "another long password") is None
    assert await accounts.check("nobody", SECRET) is None


async def test_a_login_is_taken_once_and_a_role_speaks_for_its_party(
    accounts: Accounts,
) -> None:
    with pytest.raises(TakenLogin):
        await accounts.add("fire", SECRET, "auditor", "auditor")
    with pytest.raises(WeakPassword):
        await accounts.add("new", "short", "auditor", "auditor")
    with pytest.raises(Malformed):
        await accounts.add("new", SECRET, "unit_clerk", "government")
    with pytest.raises(Malformed):
        await accounts.add("new", SECRET, "organ", "unit:市消防救援大队")
    with pytest.raises(Malformed):
        await accounts.add("新人", SECRET, "auditor", "auditor")


async def test_after_ten_failures_the_right_password_waits_and_an_administrator_unlocks(
    accounts: Accounts, ledger: Ledger
) -> None:
    for _ in range(FREE_TRIES):
        assert await accounts.check("fire", "a wrong password") is None
    assert await accounts.check("fire", SECRET) is None
    first = (await accounts.named("fire")).locked_until
    await tell(ledger.pool, "UPDATE accounts SET locked_until = clock_timestamp()")
    assert await accounts.check("fire", "a wrong password") is None
    second = (await accounts.named("fire")).locked_until
    assert first is not None
    assert second is not None
    assert second - first > timedelta(seconds=55)
    await accounts.unlock("fire")
    assert await accounts.check("fire", SECRET) is not None


async def test_a_right_password_forgets_the_failures_before_it(accounts: Accounts) -> None:
    for _ in range(FREE_TRIES - 1):
        assert await accounts.check("fire", "a wrong password") is None
    assert await accounts.check("fire", SECRET) is not None
    assert await accounts.check("fire", "a wrong password") is None
    assert await accounts.check("fire", SECRET) is not None


@pytest.mark.parametrize(
    "ended",
    [
        "UPDATE sessions SET seen_at = clock_timestamp() - interval '31 minutes'",
        "UPDATE sessions SET opened_at = clock_timestamp() - interval '541 minutes'",
        "UPDATE accounts SET disabled_at = clock_timestamp()",
    ],
)
async def test_a_session_ends_when_idle_when_old_and_with_its_account(
    accounts: Accounts, ledger: Ledger, ended: str
) -> None:
    """ASVS 7.3.1 7.3.2 7.4.2"""
    sessions = Sessions(ledger.pool)
    secret = await sessions.open(await accounts.named("fire"))
    found = await sessions.behind(secret)
    assert found is not None
    assert found.login == "fire"
    await tell(ledger.pool, ended)
    assert await sessions.behind(secret) is None


async def test_another_role_another_password_and_signing_out_end_it(
    accounts: Accounts, ledger: Ledger
) -> None:
    """ASVS 7.4.1 7.4.5"""
    sessions = Sessions(ledger.pool)
    fire = await accounts.named("fire")
    for end in (
        lambda _: accounts.change_role("fire", "unit_head", fire.party, fire.region),
        lambda _: accounts.change_password("fire", SECRET),
        lambda _: accounts.disable("fire"),
        sessions.end,
    ):
        await tell(ledger.pool, "UPDATE accounts SET disabled_at = NULL")
        secret = await sessions.open(await accounts.named("fire"))
        assert await sessions.behind(secret) is not None
        await end(secret)
        assert await sessions.behind(secret) is None


async def test_the_database_holds_no_session_and_no_password(
    accounts: Accounts, ledger: Ledger
) -> None:
    secret = await Sessions(ledger.pool).open(await accounts.named("fire"))
    dump = " ".join(
        [
            *await told(ledger.pool, "SELECT * FROM sessions"),
            *await told(ledger.pool, "SELECT * FROM accounts"),
        ]
    )
    assert secret not in dump
    assert SECRET not in dump
    assert form_token(secret) not in dump
    assert "$argon2id$" in dump


async def test_a_name_is_erased_and_the_account_stays(accounts: Accounts, ledger: Ledger) -> None:
    """ASVS 14.2.4"""
    assert (await accounts.named("fire")).name == "fire的岗位"
    await accounts.erase_name("fire")
    left = await accounts.named("fire")
    assert left.name is None
    assert "fire的岗位" not in " ".join(await told(ledger.pool, "SELECT * FROM account_names"))


async def test_the_first_account_is_made_once(database: str) -> None:
    """ASVS 6.3.2"""
    first = await ensure_first_account(database)
    assert first is not None
    assert await ensure_first_account(database) is None
    ledger = await Ledger.connect(database, clients=1)
    try:
        found = await Accounts(ledger.pool).check(*first)
        assert found is not None
        assert found.role == "committee_clerk"
    finally:
        await ledger.close()
