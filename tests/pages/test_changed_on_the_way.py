"""Somebody is on the way in by the old password when its owner changes it: what he is told."""

import pytest

from ledger.account import Account
from ledger.accounts import Accounts
from ledger.door import Ledger
from tests.pages.conftest import CHEAP, SECRET, Hall
from tests.pages.test_second_factor import tell

OWNERS = "the owner's new password"


class Overtaken(Accounts):
    """Accounts of which each right password is changed by its owner before anything follows."""

    async def check(self, login: str, password: str) -> Account | None:
        """As it was when it was checked."""
        found = await super().check(login, password)
        if found is not None and password != OWNERS:
            await self.change_password(login, OWNERS)
        return found


@pytest.fixture
def overtaken(hall: Hall, ledger: Ledger) -> Hall:
    """The hall, from now on."""
    hall.app.state.accounts = Overtaken(ledger.pool, CHEAP)
    return hall


async def test_who_signs_in_by_the_old_password_is_refused_in_words(overtaken: Hall) -> None:
    """ASVS 7.4.3"""
    browser = overtaken.browser()
    answer = await browser.sign_in("fire")
    assert (answer.status_code, "请重新登录" in answer.text) == (409, True)
    assert (await browser.http.get("/account")).status_code == 303
    assert (await browser.sign_in("fire", OWNERS)).status_code == 303


async def test_who_shows_the_old_password_again_does_nothing_by_it(
    hall: Hall, ledger: Ledger
) -> None:
    """ASVS 7.5.3 7.4.3"""
    thief = await hall.signed_in("fire")
    await tell(ledger, "UPDATE sessions SET proved_at = proved_at - interval '6 minutes'")
    await thief.get("/account")
    hall.app.state.accounts = Overtaken(ledger.pool, CHEAP)
    answer = await thief.post("/account/sessions/end", thief.form_of(step_password=SECRET))
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2F")


async def test_of_two_new_passwords_the_owner_s_stands(hall: Hall, ledger: Ledger) -> None:
    """ASVS 6.2.3 7.4.3"""
    thief = await hall.signed_in("fire")
    await thief.get("/account")
    hall.app.state.accounts = Overtaken(ledger.pool, CHEAP)
    wanted = "the thief's new password"
    form = thief.form_of(now=SECRET, new=wanted, again=wanted)
    answer = await thief.post("/account/password", form)
    assert (answer.status_code, "请重新登录" in answer.text) == (409, True)
    assert await hall.accounts.check("fire", wanted) is None
    assert await hall.accounts.check("fire", OWNERS) is not None
