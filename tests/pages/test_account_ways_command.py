"""`bihuan account …`: whose an account is, its ways in, and an end to its sessions."""

from pathlib import Path

from argon2 import PasswordHasher

from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.factors import NO_KEY, Factors
from ledger.identities import Identities
from ledger.sessions import Sessions
from tests.pages.test_account_command import run

ISSUER = "https://sso.test"
LINK = ("--issuer", ISSUER, "--subject", "u1")
SECRET = "a long enough password"


def accounts_of(ledger: Ledger) -> Accounts:
    return Accounts(ledger.pool, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


async def test_the_three_administrators_say_who_they_are(
    ledger: Ledger, database: str, tmp_path: Path
) -> None:
    """ASVS 6.3.2 (no account is there by default but the one that is told once)."""
    make = ["add", "shenji", "--role", "auditor", "--party", "auditor"]
    code, out, err = await run(database, tmp_path, *make)
    assert (code, out) == (2, "")
    assert "要写明是谁" in err
    assert (await run(database, tmp_path, *make, "--person", "1001"))[0] == 0
    other = ["add", "xitong", "--role", "sysadmin", "--party", "admin", "--person", "1001"]
    code, _, err = await run(database, tmp_path, *other)
    assert code == 2
    assert "三个人" in err
    await accounts_of(ledger).add("jingban", SECRET, "committee_clerk", "clerk")
    role = ["role", "jingban", "--role", "rule_admin", "--party", "admin"]
    assert "先用 bihuan account person" in (await run(database, tmp_path, *role))[2]
    assert (await run(database, tmp_path, "person", "jingban", "1002"))[0] == 0
    code, out, err = await run(database, tmp_path, *role)
    assert (code, "规则管理员" in out) == (0, True), err


async def test_an_identity_is_linked_listed_and_unlinked(
    ledger: Ledger, database: str, tmp_path: Path
) -> None:
    fire = await accounts_of(ledger).add("fire", SECRET, "committee_clerk", "clerk")
    assert (await run(database, tmp_path, "link", "fire", *LINK))[0] == 0
    assert (await run(database, tmp_path, "linked"))[1] == f"fire  {ISSUER}  u1\n"
    assert [x.id for x in await Identities(ledger.pool).behind(ISSUER, "u1")] == [fire.id]
    secret = await Sessions(ledger.pool).open(fire, "oidc")
    assert (await run(database, tmp_path, "unlink", "fire", *LINK))[0] == 0
    assert await Sessions(ledger.pool).behind(secret) is None
    assert (await run(database, tmp_path, "linked"))[1] == ""
    assert (await run(database, tmp_path, "unlink", "fire", *LINK))[0] == 2


async def test_a_lost_telephone_is_forgotten_and_sessions_end(
    ledger: Ledger, database: str, tmp_path: Path
) -> None:
    """ASVS 7.4.5 (an administrator ends one person's sessions, or everybody's)."""
    accounts, sessions = accounts_of(ledger), Sessions(ledger.pool)
    one = await accounts.add("one", SECRET, "committee_clerk", "clerk")
    two = await accounts.add("two", SECRET, "committee_clerk", "clerk")
    first, second = await sessions.open(one), await sessions.open(two)
    await Factors(ledger.pool, NO_KEY).begin(one.id)
    assert (await run(database, tmp_path, "second", "one"))[0] == 0
    assert await Factors(ledger.pool, NO_KEY).beginning(one.id) is None
    assert await sessions.behind(first) is None
    assert await sessions.behind(second) is not None
    first = await sessions.open(await accounts.named("one"))
    assert "1 处" in (await run(database, tmp_path, "signout", "two"))[1]
    assert await sessions.behind(second) is None
    assert "1 处" in (await run(database, tmp_path, "signout"))[1]
    assert await sessions.behind(first) is None
    assert (await run(database, tmp_path, "signout", "nobody"))[0] == 2
