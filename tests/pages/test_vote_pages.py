"""The vote on candidates in the browser: method, box, each kind of paper, the outcome in words."""

import re

from tests.pages.conftest import SECRET, Browser, Hall
from tests.pages.test_ballot_pages import DEPUTIES, code_on, deputies, sent
from tests.support.town import REGION
from tests.support.voting import Vote

AT = "/collections/LG24/vote"
METHOD = {
    "seats": "2",
    "candidates": "3",
    "family": "for_against",
    "at_most_seats": "yes",
    "way": "box",
    "shortfall": "leave_unfilled",
    "announced": "大会主席团当场宣布",
    "session": "第二届人民代表大会第三次会议",
    "on": "2024-01-16",
    "document": "龙人大〔2024〕1号",
    "hands.roll": "4",
    "hands.present": "4",
    "hands.in_favour": "4",
    "hands.against": "0",
    "hands.abstain": "0",
    "margin_reason": "",
}


async def opened(hall: Hall, **method: str) -> tuple[str, Browser, list[str]]:
    """The method adopted, the box set up and opened, all by its pages."""
    refs = await deputies(hall)
    clerk = await hall.signed_in("clerk")
    await clerk.get("/ballots")
    assert f'href="{AT}"' in clerk.page
    await clerk.get(AT)
    await sent(clerk, f"{AT}/method", **{**METHOD, **method})
    assert "应选 2 项，候选 3 项，差额 1 项。" in clerk.page
    await sent(clerk, f"{AT}/box", first=refs["lin"], second=refs["chen"])
    found = re.search(r'action="(/ballots/[^/"]+)/annulment"', clerk.page)
    assert found is not None, clerk.page
    box, codes = found[1], []
    for login in ("lin", "chen"):
        keeper = await hall.signed_in(login)
        await keeper.get(box)
        await sent(keeper, f"{box}/key")
        codes.append(await code_on(keeper))
    await clerk.get(box)
    await sent(clerk, f"{box}/opening", voter=[refs[x] for x in DEPUTIES], present="4")
    return box, clerk, codes


async def marked(hall: Hall, login: str, box: str, **marks: object) -> Browser:
    """Three taps: the marks, looked at once more, put in."""
    deputy = await hall.signed_in(login)
    await deputy.get(box)
    await sent(deputy, f"{box}/review", **marks)
    await sent(deputy, f"{box}/cast", code=await code_on(deputy), **marks)
    assert "票箱已收到" in deputy.page
    return deputy


async def counted(clerk: Browser, box: str, codes: list[str]) -> None:
    await clerk.get(box)
    await sent(clerk, f"{box}/closing", present="")
    await sent(clerk, f"{box}/count", first=codes[0], second=codes[1])


async def test_each_item_for_or_against_and_the_outcome_in_words(hall: Hall, vote: Vote) -> None:
    box, clerk, codes = await opened(hall)
    deputy = await hall.signed_in("wu")
    await deputy.get(box)
    assert deputy.page.count('type="radio"') == 9
    assert "赞成最多2项，超过的整张票无效" in deputy.page
    assert "checked" not in deputy.page, "nothing is preset"
    await sent(deputy, f"{box}/review", **{f"mark.{n}": "for" for n in range(3)})
    assert "这样投，整张票无效" in deputy.page
    yes, no = "for", "against"
    for login, marks in (
        ("wu", (yes, no, yes)),
        ("lin", (yes, no, no)),
        ("chen", (yes, yes, no)),
        ("huang", (no, yes, no)),
    ):
        await marked(hall, login, box, **{f"mark.{n}": x for n, x in enumerate(marks)})
    await counted(clerk, box, codes)
    assert "结果正在登记" in clerk.page
    await vote.kept()
    await clerk.get(box)
    assert "赞成 3 票，当选" in clerk.page
    assert clerk.page.count("赞成 2 票，未过全体代表半数 3 票") == 1
    assert "全体代表 4 人，出席 4 人，收回 4 票；应选 2 项，当选 1 项，缺 1 项。" in clerk.page
    assert "满意率" not in clerk.page
    await deputy.get(box)
    assert "未过全体代表半数 3 票" in deputy.page, "every voter reads it"
    await clerk.get(AT)
    assert "结果已经确定，缺 1 项" in clerk.page


async def test_ticks_up_to_the_seats(hall: Hall, vote: Vote) -> None:
    box, clerk, codes = await opened(hall, family="up_to")
    deputy = await marked(hall, "wu", box, **{"mark.0": "chosen", "mark.2": "chosen"})
    await deputy.get(box)
    voter = await hall.signed_in("huang")
    await voter.get(box)
    assert voter.page.count('type="checkbox"') == 3
    assert "最多选2项" in voter.page
    await sent(voter, f"{box}/review", **{"mark.0": "chosen"})
    assert voter.page.count("不选") == 2
    assert "无效" not in voter.page
    await marked(hall, "lin", box, **{"mark.0": "chosen"})
    await counted(clerk, box, codes)
    (one,) = (await vote.kept()).voting.rounds
    assert [(x.approvals, x.blank) for x in one.lines] == [(2, 0), (0, 2), (1, 1)]


async def test_ranks_are_numbered_and_no_number_twice(hall: Hall, vote: Vote) -> None:
    box, clerk, codes = await opened(hall, family="ranked")
    voter = await hall.signed_in("huang")
    await voter.get(box)
    assert voter.page.count("<select") == 3
    assert voter.page.count('<option value="3">') == 0, "two seats, two places"
    await sent(voter, f"{box}/review", **{"mark.0": "1", "mark.1": "1", "mark.2": ""})
    assert "名次有重复" in voter.page
    await sent(voter, f"{box}/review", **{"mark.0": "2", "mark.1": "1", "mark.2": ""})
    assert "第1名" in voter.page
    await marked(hall, "wu", box, **{"mark.0": "2", "mark.1": "1", "mark.2": ""})
    await counted(clerk, box, codes)
    (one,) = (await vote.kept()).voting.rounds
    assert [x.approvals for x in one.lines] == [1, 1, 0]


async def test_a_hand_count_is_entered_by_two_people(hall: Hall, vote: Vote) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get(AT)
    await sent(clerk, f"{AT}/method", **{**METHOD, "way": "papers"})
    figures = {"held_on": "2024-01-16", "roll": "4", "present": "4", "issued": "4", "round": "1"}
    for n, votes in ((1, 4), (2, 3), (3, 1)):
        figures |= {f"approvals.K0{n}": str(votes), f"against.K0{n}": str(4 - votes)}
    await sent(clerk, f"{AT}/count", returned="4", **figures)
    assert "请另一人独立再录一遍" in clerk.page
    answer = await clerk.post(f"{AT}/count", clerk.form(returned="4", **figures))
    assert answer.status_code == 303, "the same from the same hand is nothing new"
    await hall.accounts.add("second", SECRET, "committee_clerk", "clerk", region=REGION)
    other = await hall.signed_in("second")
    await other.get(AT)
    await sent(other, f"{AT}/count", returned="4", **figures)
    assert "赞成 4 票，当选" in other.page
    assert "赞成 1 票，未过全体代表半数 3 票" in other.page


async def test_what_is_refused_is_said_on_the_page_with_what_was_filled_in(
    hall: Hall, vote: Vote
) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get(AT)
    few = {**METHOD, "hands.in_favour": "2"}
    answer = await clerk.post(f"{AT}/method", clerk.form(**few))
    assert answer.status_code == 409
    assert "赞成 2 人，未过全体半数 3 人，办法没有通过" in answer.text
    assert "龙人大〔2024〕1号" in answer.text
    answer = await clerk.post(f"{AT}/method", clerk.form(**{**METHOD, "hands.roll": "许多"}))
    assert answer.status_code == 422
    answer = await clerk.post(f"{AT}/nothing", clerk.form())
    assert answer.status_code == 404


async def test_a_keypad_report_is_taken_as_a_file(hall: Hall, vote: Vote) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get(AT)
    await sent(clerk, f"{AT}/method", **{**METHOD, "way": "keypad"})
    assert "报告不留底" in clerk.page
    report = "表决器,K01,K02,K03\n1,1,2,3\n2,1,1,\n3,1,2,2\n4,2,1,2\n"
    fields = {"round": "1", "held_on": "2024-01-16", "roll": "4", "present": "4"}
    answer = await clerk.post(
        f"{AT}/keypad", clerk.form(**fields), files={"report": ("按键.csv", report.encode())}
    )
    assert answer.status_code == 303, answer.text
    await clerk.get(AT)
    assert "第一人已导入" in clerk.page
    wrong = {"report": ("按键.csv", b"a,b\n")}
    answer = await clerk.post(f"{AT}/keypad", clerk.form(**fields), files=wrong)
    assert answer.status_code == 422
    assert "看不懂表决器报告的首行" in answer.text


async def test_only_the_clerk_changes_it_and_units_see_nothing(hall: Hall, vote: Vote) -> None:
    unit = await hall.signed_in("fire")
    assert (await unit.get(AT)).status_code == 404
    deputies_ = await deputies(hall)
    assert deputies_
    deputy = await hall.signed_in("wu")
    assert (await deputy.get(AT)).status_code == 200
    assert "登记通过" not in deputy.page
    answer = await deputy.post(f"{AT}/method", {"form_token": "x", "key": "0" * 32})
    assert answer.status_code in (403, 404)
