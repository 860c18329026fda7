"""A way in that is changed while somebody is on the way by it opens nothing (ASVS 7.4.3).

Beside it stands the naive way, which the same race must defeat: a session that asks nothing of the
account, and a change that ends the sessions in a transaction of its own.
"""

import asyncio
from base64 import b32encode
from collections.abc import Awaitable, Callable

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.account import Account
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.entries import Entries
from ledger.factors import Factors
from ledger.identities import Identities
from ledger.sessions import Sessions
from ledger.ways import WaysChanged, changed, hold
from tests.support.second import Phone

OLD, NEW = "a long enough password", "another long password"
ISSUER = "https://sso.test"
KEY = bytes(range(32))
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
Change = Callable[[Ledger, Accounts, Account], Awaitable[object]]
_ENTER = text("INSERT INTO sessions (sha256, account) VALUES (:sha256, :account)")
_PASSWORD = text("UPDATE accounts SET password = :password WHERE id = :account")
_END = text("UPDATE sessions SET ended_at = clock_timestamp() WHERE account = :account")


@pytest.fixture
def accounts(ledger: Ledger) -> Accounts:
    return Accounts(ledger.pool, CHEAP)


@pytest.fixture
async def fire(accounts: Accounts) -> Account:
    """Somebody whose old password was found right a moment ago."""
    await accounts.add("fire", OLD, "unit_clerk", "unit:市消防救援大队")
    checked = await accounts.check("fire", OLD)
    assert checked is not None
    return checked


async def another_telephone(ledger: Ledger, _: Accounts, fire: Account) -> None:
    factors = Factors(ledger.pool, KEY)
    phone = Phone(b32encode(await factors.begin(fire.id)).decode())
    assert await factors.confirm(fire, phone.code()) is not None


async def no_more_telephone(ledger: Ledger, _: Accounts, fire: Account) -> None:
    await Factors(ledger.pool, KEY).remove(fire.id)


async def no_more_identity(ledger: Ledger, _: Accounts, fire: Account) -> None:
    await Identities(ledger.pool).link(fire.login, ISSUER, "f-1")
    await Identities(ledger.pool).unlink(fire.login, ISSUER, "f-1")


CHANGES: dict[str, Change] = {
    "password": lambda _, x, fire: x.change_password(fire.login, NEW),
    "role": lambda _, x, fire: x.change_role(fire.login, "unit_head", fire.party, None),
    "closed": lambda _, x, fire: x.disable(fire.login),
    "signed_out": lambda _, x, fire: x.sign_out(fire.login),
    "all_signed_out": lambda _, x, __: x.sign_out(None),
    "telephone": another_telephone,
    "no_telephone": no_more_telephone,
    "no_identity": no_more_identity,
}


async def open_ones(ledger: Ledger) -> int:
    async with ledger.pool.read() as connection:
        counted = await connection.execute(
            text("SELECT count(*) FROM sessions WHERE ended_at IS NULL")
        )
        return int(counted.scalar_one())


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_was_checked_before_a_change_opens_nothing_after_it(
    ledger: Ledger, accounts: Accounts, fire: Account, change: Change
) -> None:
    """ASVS 7.4.3 7.4.2"""
    await change(ledger, accounts, fire)
    with pytest.raises(WaysChanged, match="重新登录"):
        await Sessions(ledger.pool).open(fire)
    with pytest.raises(WaysChanged):
        await Entries(ledger.pool).begin("code", fire, back="/")
    assert await open_ones(ledger) == 0


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_waits_for_who_is_just_coming_in_and_ends_it(
    ledger: Ledger, accounts: Accounts, fire: Account, change: Change
) -> None:
    """ASVS 7.4.3: two connections, the session's row written and not yet there for others."""
    inside, go = asyncio.Event(), asyncio.Event()

    async def enter(connection: AsyncConnection) -> None:
        await hold(connection, fire)
        await connection.execute(_ENTER, {"sha256": "0" * 64, "account": fire.id})
        inside.set()
        await go.wait()

    entering = asyncio.create_task(ledger.pool.write(enter))
    await inside.wait()
    changing = asyncio.create_task(_done(change(ledger, accounts, fire)))
    await _a_lock_is_waited_for(ledger)
    go.set()
    await asyncio.gather(entering, changing)
    assert await open_ones(ledger) == 0


async def test_who_comes_in_waits_for_a_change_and_is_refused(
    ledger: Ledger, fire: Account
) -> None:
    inside, go = asyncio.Event(), asyncio.Event()

    async def change(connection: AsyncConnection) -> None:
        await changed(connection, fire.id)
        inside.set()
        await go.wait()

    changing = asyncio.create_task(ledger.pool.write(change))
    await inside.wait()
    entering = asyncio.create_task(Sessions(ledger.pool).open(fire))
    await _a_lock_is_waited_for(ledger)
    go.set()
    with pytest.raises(WaysChanged):
        await entering
    await changing
    assert await open_ones(ledger) == 0


async def test_the_naive_way_leaves_a_session_that_the_old_password_opened(
    ledger: Ledger, accounts: Accounts, fire: Account
) -> None:
    """The control: the same two connections, without the stamp and the one transaction."""
    inside, go = asyncio.Event(), asyncio.Event()

    async def enter(connection: AsyncConnection) -> None:
        await connection.execute(_ENTER, {"sha256": "0" * 64, "account": fire.id})
        inside.set()
        await go.wait()

    entering = asyncio.create_task(ledger.pool.write(enter))
    await inside.wait()
    told = {"account": fire.id, "password": CHEAP.hash(NEW)}
    await ledger.pool.write(lambda x: x.execute(_PASSWORD, told))
    await ledger.pool.write(lambda x: x.execute(_END, {"account": fire.id}))
    go.set()
    await entering
    assert await accounts.check("fire", OLD) is None
    assert await open_ones(ledger) == 1


async def test_of_many_at_once_none_outlives_the_change(
    ledger: Ledger, accounts: Accounts, fire: Account
) -> None:
    """Whatever the order, nobody is in by the old password when all is done."""
    sessions = Sessions(ledger.pool)
    for n in range(10):
        now = await accounts.named("fire")
        entering = [sessions.open(now) for _ in range(4)]
        both = (*entering[:2], accounts.change_password("fire", NEW + str(n)), *entering[2:])
        told = await asyncio.gather(*both, return_exceptions=True)
        assert all(isinstance(x, str | Account | WaysChanged) for x in told), told
        assert await open_ones(ledger) == 0
    assert fire.stamp == 0


async def test_of_two_who_change_the_password_by_the_old_one_the_first_does(
    ledger: Ledger, accounts: Accounts, fire: Account
) -> None:
    """Whoever stole the old password and a session changes nothing after its owner did."""
    own = await accounts.change_password("fire", NEW, read=fire)
    with pytest.raises(WaysChanged):
        await accounts.change_password("fire", "the thief's password", read=fire)
    with pytest.raises(WaysChanged):
        await Factors(ledger.pool, KEY).remove(fire.id, read=fire.stamp)
    assert await accounts.check("fire", NEW) is not None
    secret = await Sessions(ledger.pool).open(own)
    assert await Sessions(ledger.pool).behind(secret) is not None


async def _done(change: Awaitable[object]) -> None:
    await change


async def _a_lock_is_waited_for(ledger: Ledger) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with ledger.pool.read() as connection:
        for _ in range(500):
            if (await connection.execute(waiting)).scalar_one():
                return
            await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")
