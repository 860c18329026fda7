"""Voting in the browser: keys, paper, look once more, receipt, count, announcement."""

import re

from tests.pages.conftest import SECRET, Browser, Hall
from tests.support.town import REGION

DEPUTIES = ("lin", "chen", "huang", "wu")


async def deputies(hall: Hall) -> dict[str, str]:
    """Four more deputies; every account that may be on a roll, by login."""
    for login in DEPUTIES:
        await hall.accounts.add(login, SECRET, "deputy_group", "deputy_groups", region=REGION)
    return {x.login: x.ref for x in await hall.accounts.listed()}


async def code_on(browser: Browser) -> str:
    found = re.search(r'class="code">([^<]+)<', browser.page)
    assert found is not None, browser.page
    return found[1]


async def sent(browser: Browser, at: str, **fields: object) -> None:
    """Fill in a form of the page that is open, and follow where it leads."""
    data = {"form_token": browser.hidden("form_token"), **fields}
    if 'name="key"' in browser.page:
        data["key"] = browser.hidden("key")
    answer = await browser.post(at, data, follow_redirects=True)
    browser.page = answer.text
    assert answer.status_code == 200, (at, answer.status_code, answer.text[-1500:])


async def opened(hall: Hall) -> tuple[str, Browser, list[str], dict[str, str]]:
    """The clerk's open box, and the two codes."""
    refs = await deputies(hall)
    clerk = await hall.signed_in("clerk")
    await clerk.get("/ballots")
    keepers = {"first": refs["lin"], "second": refs["chen"]}
    await sent(clerk, "/ballots", duty="LG23|evaluation", **keepers)
    at = re.search(r'action="(/ballots/[^/"]+)/annulment"', clerk.page)
    assert at is not None, clerk.page
    codes = []
    for login in ("lin", "chen"):
        keeper = await hall.signed_in(login)
        await keeper.get(at[1])
        await sent(keeper, f"{at[1]}/key")
        codes.append(await code_on(keeper))
    await clerk.get(at[1])
    await sent(clerk, f"{at[1]}/opening", voter=[refs[x] for x in DEPUTIES], present="4")
    assert "正在投票" in clerk.page
    return at[1], clerk, codes, refs


async def test_a_deputy_votes_in_three_steps_and_finds_his_receipt(hall: Hall) -> None:
    at, clerk, codes, _ = await opened(hall)
    deputy = await hall.signed_in("wu")
    answer = await deputy.get("/ballots")
    assert str(answer.url).endswith(at), "the one paper that waits is opened at once"
    assert deputy.page.count('type="radio"') == 8
    assert "checked" not in deputy.page, "nothing is preset"
    await sent(deputy, f"{at}/review", **{"mark.0": "satisfied"})
    assert "没选，算无效" in deputy.page
    code = await code_on(deputy)
    await sent(deputy, f"{at}/cast", code=code, **{"mark.0": "satisfied", "mark.1": "basic"})
    assert await code_on(deputy) == code
    await deputy.get(at)
    assert "您已经投过票" in deputy.page
    assert 'type="radio"' not in deputy.page
    await clerk.get(at)
    assert "已投1票" in clerk.page
    await sent(clerk, f"{at}/closing", present="")
    await sent(clerk, f"{at}/count", first=codes[1], second=codes[0].lower())
    await sent(clerk, f"{at}/publication", where="大会现场宣布")
    await deputy.get(at)
    assert "已公布" in deputy.page
    assert "100.00%" in deputy.page
    await sent(deputy, f"{at}/receipt", receipt=code)
    assert "这张票已经计入" in deputy.page
    await sent(deputy, f"{at}/receipt", receipt="0000")
    assert "不是一张回执码" in deputy.page


async def test_what_is_refused_is_said_on_the_same_page(hall: Hall) -> None:
    at, clerk, codes, _ = await opened(hall)
    await sent(clerk, f"{at}/closing", present="")
    form = {"form_token": clerk.hidden("form_token"), "key": clerk.hidden("key")}
    answer = await clerk.post(f"{at}/count", {**form, "first": codes[0], "second": codes[0]})
    assert answer.status_code == 409
    assert "其中一把钥匙不对" in answer.text
    assert codes[0] not in answer.text


async def test_paper_is_entered_by_two_people_in_the_browser(hall: Hall) -> None:
    at, clerk, codes, refs = await opened(hall)
    await sent(clerk, f"{at}/papers", voter=[refs["huang"]])
    await sent(clerk, f"{at}/closing", present="")
    entry = {"votes.0.satisfied": "1", "votes.1.dissatisfied": "1"}
    await sent(clerk, f"{at}/entry", **entry)
    assert "请另一人独立再录一遍" in clerk.page
    keeper = await hall.signed_in("lin")
    await keeper.get(at)
    assert 'value="1"' not in keeper.page, "the first entry is not shown to the second"
    await sent(keeper, f"{at}/entry", **entry)
    await clerk.get(at)
    await sent(clerk, f"{at}/count", first=codes[0], second=codes[1])
    assert "收回1票" in clerk.page


async def test_strangers_find_no_ballot_and_deputies_no_desk(hall: Hall) -> None:
    at, _, _, _ = await opened(hall)
    for login in ("fire", "group"):
        stranger = await hall.signed_in(login)
        assert (await stranger.get(at)).status_code == 404
    voter = await hall.signed_in("wu")
    await voter.get(at)
    assert "封箱" not in voter.page
    form = {"form_token": voter.hidden("form_token"), "key": "0" * 32}
    assert (await voter.post(f"{at}/closing", form)).status_code == 404
