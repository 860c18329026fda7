"""手机验证码: set up, asked at every signing in, good once, and what helps when it is lost."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from domain.calendar import SHANGHAI
from ledger.door import Ledger
from ledger.factors import CODES, FREE_TRIES, Factors
from tests.pages.conftest import SECRET, Browser, Hall
from tests.support.second import Phone


async def tell(ledger: Ledger, statement: str) -> None:
    await ledger.pool.write(lambda x: x.exec_driver_sql(statement))


async def asked(ledger: Ledger, statement: str) -> list[Any]:
    async with ledger.pool.read() as connection:
        return list((await connection.exec_driver_sql(statement)).scalars())


async def set_up(browser: Browser) -> tuple[Phone, list[str]]:
    """The telephone of who just signed in, and the recovery codes."""
    await browser.get("/account")
    begun = await browser.post("/account/second", browser.form_of())
    assert begun.status_code == 200, begun.text
    phone = Phone.reading(begun.text)
    done = await browser.post("/account/second/confirm", browser.form_of(code=phone.code()))
    assert done.status_code == 200, done.text
    return phone, codes_on(done.text)


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li>([a-z2-9]{6}(?:-[a-z2-9]{6}){3})</li>", unescape(page))


async def password_of(hall: Hall, login: str) -> Browser:
    """A browser in which the password was right."""
    browser = hall.browser()
    answer = await browser.sign_in(login)
    assert answer.status_code == 200
    assert "还差一步" in answer.text
    return browser


async def test_who_set_it_up_needs_it_at_every_signing_in(hall: Hall) -> None:
    """ASVS 6.3.3 6.3.4 (the password alone opens nothing, whatever the role)."""
    phone, _ = await set_up(await hall.signed_in("fire"))
    browser = await password_of(hall, "fire")
    assert (await browser.http.get("/todo")).headers["location"].startswith("/login")
    answer = await browser.post("/login/code", {"code": phone.code(+3)})
    assert answer.status_code == 422
    await tell(hall.town.tools.ledger, "UPDATE second_factors SET last_step = last_step - 1")
    answer = await browser.post("/login/code", {"code": phone.code()})
    assert answer.status_code == 303
    assert (await browser.http.get("/account")).status_code == 200


async def test_a_code_is_good_once_and_so_is_a_recovery_code(hall: Hall) -> None:
    """ASVS 6.5.1"""
    phone, codes = await set_up(await hall.signed_in("fire"))
    browser = await password_of(hall, "fire")
    assert (await browser.post("/login/code", {"code": phone.said})).status_code == 422
    for code in codes[:2]:
        browser = await password_of(hall, "fire")
        said = code.upper().replace("-", " ")
        assert (await browser.post("/login/code", {"code": said})).status_code == 303
        browser = await password_of(hall, "fire")
        assert (await browser.post("/login/code", {"code": code})).status_code == 422


async def test_recovery_codes_are_ten_of_118_bits_told_once_and_kept_as_hashes(
    hall: Hall, ledger: Ledger
) -> None:
    """ASVS 6.5.2 6.5.3 6.5.4"""
    browser = await hall.signed_in("fire")
    phone, codes = await set_up(browser)
    assert len(set(codes)) == CODES
    assert all(len(x.replace("-", "")) == 24 for x in codes)
    page = (await browser.get("/account")).text
    assert f"恢复码还剩{CODES}个" in page
    assert codes[0] not in page
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql("SELECT * FROM recovery_codes")
        kept = " ".join(str(x) for x in rows.all())
        rows = await connection.exec_driver_sql("SELECT sealed, next FROM second_factors")
        sealed = rows.one()
    assert codes[0] not in kept
    assert codes[0].replace("-", "") not in kept
    assert sealed.next is None
    assert phone.key not in bytes(sealed.sealed)  # sealed, not written down


async def test_another_set_of_codes_makes_the_first_worth_nothing(hall: Hall) -> None:
    browser = await hall.signed_in("fire")
    _, first = await set_up(browser)
    await browser.get("/account")
    others = codes_on((await browser.post("/account/second/codes", browser.form_of())).text)
    assert len(others) == CODES
    assert set(others).isdisjoint(first)
    waiting = await password_of(hall, "fire")
    assert (await waiting.post("/login/code", {"code": first[0]})).status_code == 422
    assert (await waiting.post("/login/code", {"code": others[0]})).status_code == 303


async def test_a_wrong_first_code_sets_nothing_up(hall: Hall, ledger: Ledger) -> None:
    browser = await hall.signed_in("fire")
    await browser.get("/account")
    await browser.post("/account/second", browser.form_of())
    wrong = await browser.post("/account/second/confirm", browser.form_of(code="000000"))
    assert wrong.status_code == 422
    assert "没有绑定" in wrong.text
    fire = await hall.accounts.named("fire")
    assert await Factors(ledger.pool, hall.town.tools.proof.key).state(fire.id) is None
    assert (await hall.browser().sign_in("fire")).status_code == 303


async def test_setting_it_up_signs_out_everywhere_else_and_goes_on_under_another_secret(
    hall: Hall,
) -> None:
    """ASVS 7.2.4 7.4.3"""
    elsewhere, browser = await hall.signed_in("fire"), await hall.signed_in("fire")
    before = dict(browser.http.cookies)
    await set_up(browser)
    assert dict(browser.http.cookies) != before
    assert (await browser.http.get("/account")).status_code == 200
    assert (await elsewhere.http.get("/account")).status_code == 303
    old = hall.browser()
    for name, value in before.items():
        old.http.cookies.set(name, value, domain="bihuan.test")
    assert (await old.http.get("/account")).status_code == 303


async def test_five_wrong_codes_a_minute_and_then_one_waits(hall: Hall, ledger: Ledger) -> None:
    """ASVS 6.3.1 6.6.3"""
    phone, _ = await set_up(await hall.signed_in("fire"))
    browser = await password_of(hall, "fire")
    said = [await browser.post("/login/code", {"code": "123456"}) for _ in range(6)]
    assert [x.status_code for x in said] == [422] * 5 + [429]
    assert 0 < int(said[-1].headers["retry-after"]) <= 12
    await tell(ledger, "UPDATE second_factors SET last_step = 0")
    await tell(ledger, "DELETE FROM login_tries")
    assert (await browser.post("/login/code", {"code": phone.code()})).status_code == 303


async def test_ten_wrong_codes_in_a_row_lock_for_a_minute_and_an_administrator_unlocks(
    hall: Hall, ledger: Ledger
) -> None:
    """ASVS 6.3.1 6.6.3 (who has the password has not a million guesses)."""
    phone, codes = await set_up(await hall.signed_in("fire"))
    fire = await hall.accounts.named("fire")
    factors = Factors(ledger.pool, hall.town.tools.proof.key)
    for _ in range(FREE_TRIES):
        assert not await factors.shown(fire.id, "123456")
    await tell(ledger, "UPDATE second_factors SET last_step = 0")
    assert not await factors.shown(fire.id, phone.code())
    assert not await factors.shown(fire.id, codes[0])
    await factors.unlock("fire")
    assert await factors.shown(fire.id, phone.code())


async def test_the_page_says_that_codes_pause_and_until_when(hall: Hall, ledger: Ledger) -> None:
    """ASVS 6.3.1 (who waits knows that he waits, not that his telephone is wrong)."""
    phone, _ = await set_up(await hall.signed_in("fire"))
    browser = await password_of(hall, "fire")
    await tell(ledger, f"UPDATE second_factors SET failures = {FREE_TRIES - 2}, last_step = 0")
    ninth = (await browser.post("/login/code", {"code": "123456"})).text
    assert "连续十次不对会暂停" in ninth
    tenth = (await browser.post("/login/code", {"code": "123456"})).text
    (until,) = await asked(ledger, "SELECT locked_until FROM second_factors")
    minute = until.astimezone(SHANGHAI) + timedelta(minutes=1)
    assert f"已暂停：{minute:%H:%M}以前" in tenth
    right = (await browser.post("/login/code", {"code": phone.code()})).text
    assert f"已暂停：{minute:%H:%M}以前" in right


async def test_the_half_way_in_is_spent_by_the_right_code_and_by_what_ends_sessions(
    hall: Hall, ledger: Ledger
) -> None:
    """ASVS 6.6.2 7.4.1 (nobody goes on from a password that was changed meanwhile)."""
    inside = await hall.signed_in("fire")
    _, codes = await set_up(inside)
    browser = await password_of(hall, "fire")
    held = dict(browser.http.cookies)
    assert (await browser.post("/login/code", {"code": codes[0]})).status_code == 303

    async def goes_on(cookies: dict[str, str], code: str) -> bool:
        again = hall.browser()
        for name, value in cookies.items():
            again.http.cookies.set(name, value, domain="bihuan.test")
        answer = await again.post("/login/code", {"code": code})
        return answer.status_code == 303

    assert not await goes_on(held, codes[1])
    held = dict((await password_of(hall, "fire")).http.cookies)
    await browser.get("/account")
    assert (await browser.post("/logout", browser.form_of())).status_code == 303
    assert not await goes_on(held, codes[2])
    held = dict((await password_of(hall, "fire")).http.cookies)
    await hall.accounts.change_password("fire", "another long password")
    assert not await goes_on(held, codes[3])


async def test_the_half_way_in_is_this_browser_s_and_ends(hall: Hall, ledger: Ledger) -> None:
    """ASVS 6.6.2"""
    _, codes = await set_up(await hall.signed_in("fire"))
    stranger = hall.browser()
    assert "重新登录" in (await stranger.post("/login/code", {"code": codes[0]})).text
    browser = await password_of(hall, "fire")
    await tell(ledger, "UPDATE entries SET made_at = made_at - interval '11 minutes'")
    late = await browser.post("/login/code", {"code": codes[0]})
    assert (late.status_code, "过了十分钟" in late.text) == (422, True)
    browser = await password_of(hall, "fire")
    await hall.accounts.disable("fire")
    assert (await browser.post("/login/code", {"code": codes[0]})).status_code == 422


async def test_a_telephone_is_replaced_with_the_old_one_and_removed_where_it_is_not_asked_for(
    hall: Hall,
) -> None:
    """ASVS 7.5.1 6.4.4"""
    browser = await hall.signed_in("fire")
    _, codes = await set_up(browser)
    await tell(hall.town.tools.ledger, "UPDATE sessions SET second_at = NULL")
    await browser.get("/account")
    asked = await browser.post("/account/second", browser.form_of())
    assert (asked.status_code, "确认是本人" in asked.text) == (403, True)
    shown = await browser.post("/account/second", browser.form_of(step_code=codes[0]))
    other = Phone.reading(shown.text)
    done = await browser.post("/account/second/confirm", browser.form_of(code=other.code()))
    assert done.status_code == 200
    gone = await browser.post("/account/second/remove", browser.form_of())
    assert gone.status_code == 303
    assert (await hall.browser().sign_in("fire")).status_code == 303


async def test_who_is_asked_for_one_cannot_remove_it(hall: Hall) -> None:
    browser = await hall.signed_in("clerk")
    await set_up(browser)
    await browser.get("/account")
    refused = await browser.post("/account/second/remove", browser.form_of())
    assert refused.status_code == 422
    assert "只能换手机" in refused.text


@pytest.mark.parametrize("key", [b"1" * 32, b"2" * 32])
async def test_with_another_sealing_key_only_recovery_codes_help(
    hall: Hall, ledger: Ledger, key: bytes
) -> None:
    phone, codes = await set_up(await hall.signed_in("fire"))
    fire = await hall.accounts.named("fire")
    await tell(ledger, "UPDATE second_factors SET last_step = 0")
    factors = Factors(ledger.pool, key)
    assert not await factors.shown(fire.id, phone.code())
    assert await factors.shown(fire.id, codes[0])


async def test_the_password_is_asked_again_before_the_first_telephone(
    hall: Hall, ledger: Ledger
) -> None:
    """ASVS 7.5.1"""
    browser = await hall.signed_in("fire")
    await tell(ledger, "UPDATE sessions SET proved_at = proved_at - interval '6 minutes'")
    await browser.get("/account")
    asked = await browser.post("/account/second", browser.form_of())
    assert (asked.status_code, 'name="step_password"' in asked.text) == (403, True)
    wrong = await browser.post("/account/second", browser.form_of(step_password="no such"))
    assert (wrong.status_code, "口令不对" in wrong.text) == (403, True)
    right = await browser.post("/account/second", browser.form_of(step_password=SECRET))
    assert right.status_code == 200
    Phone.reading(right.text)
