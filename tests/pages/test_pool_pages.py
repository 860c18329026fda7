"""The pool and its candidates on the pages: what is missing is said, forms lead on to the list."""

from typing import Any

from tests.api.test_candidates import OPENING, TITLES
from tests.pages.conftest import Browser, Hall

POOL, CANDIDATES = "/collections/LG24/pool", "/collections/LG24/candidates"
DRAFT = {
    "source": "wishes",
    "place": "全市",
    "unit": "市住房和城乡建设局",
    "op": "ge",
    "target": "60",
    "target_unit": "个",
    "wan": "800.5",
    "paid_by": "市财政 800.5",
    "number": "30000",
    "benefit_unit": "户",
    "whom": "老旧小区居民",
    "finish": "2024-11-30",
}
CHECKS = ("finishable", "no_burden", "money", "ready", "lawful", "no_debt", "no_unrest")


async def sent(by: Browser, at: str, act: str, **fields: Any) -> None:
    """Fill in a form of that page."""
    await by.get(at)
    answer = await by.post(f"{at}/{act}", by.form(**fields))
    assert answer.status_code == 303, answer.text


async def opened(hall: Hall) -> None:
    """The collection of the next year's projects."""
    clerk = await hall.town.token("clerk", "clerk")
    answer = await hall.town.ask("POST", "/collections", clerk, json=OPENING)
    assert answer.status_code == 201, answer.text


async def test_an_item_goes_from_the_pool_to_the_list_and_the_public_sees_it(hall: Hall) -> None:
    await opened(hall)
    government = await hall.signed_in("government")
    await government.get(POOL)
    assert "项目库里还没有项目" in government.page
    for n, title in enumerate(TITLES):
        draft = DRAFT if n else {**DRAFT, "wan": ""}
        await sent(government, POOL, "add", id=f"K0{n + 1}", title=title, **draft)
    await government.get(POOL)
    assert "3项入库：0项已列为候选，0项可以列为候选，3项还缺东西" in government.page
    assert "没有写明资金" in government.page
    first = f"{POOL}/K01"
    await sent(government, first, "amend", title=TITLES[0], **DRAFT, because="资金已落实")
    judged = {f"verdict.{x}": "met" for x in CHECKS} | {f"reason.{x}": "经核实" for x in CHECKS}
    for n in (1, 2, 3):
        await sent(government, f"{POOL}/K0{n}", "screen", **judged)
    await government.get(first)
    assert "修改K01，第2版：资金已落实" in government.page
    assert "还没有经政府会议或联合筛选研究" in government.page
    meeting = {"kind": "executive_meeting", "on": "2023-04-19", "document": "龙政纪〔2023〕5号"}
    await sent(government, POOL, "review", **meeting, passed=["K01", "K02", "K03"])
    await government.get(CANDIDATES)
    chosen: dict[str, Any] = {
        "on": "2023-04-20",
        "document": "龙政〔2023〕8号",
        "items": ["K01", "K02"],
    }
    refused = await government.post(f"{CANDIDATES}/list", government.form(**chosen, seats="2"))
    assert refused.status_code == 409
    assert "应选2项，候选2项，没有差额" in refused.text
    chosen["items"] = ["K01", "K02", "K03"]
    await sent(government, CANDIDATES, "list", **chosen, seats="2")
    await government.get(CANDIDATES)
    assert "应选2项，候选3项，多1项（50%）" in government.page
    assert "候选项目还没有公示" in government.page


async def test_who_owes_nothing_there_is_shown_nothing(hall: Hall) -> None:
    await opened(hall)
    fire = await hall.signed_in("fire")
    assert (await fire.get(POOL)).status_code == 404
    auditor = await hall.signed_in("auditor")
    assert (await auditor.get(POOL)).status_code == 200
    assert 'name="form_token"' in auditor.page
    assert "入库</button>" not in auditor.page


async def test_what_cannot_be_is_said_and_kept(hall: Hall) -> None:
    await opened(hall)
    clerk = await hall.signed_in("clerk")
    await clerk.get(POOL)
    wrong = clerk.form(id="K01", title=TITLES[0], **{**DRAFT, "finish": "明年底"})
    answer = await clerk.post(f"{POOL}/add", wrong)
    assert answer.status_code == 422
    assert "没有办成，什么也没有登记" in answer.text
    assert TITLES[0] in answer.text
    unknown = clerk.form(id="K01", title=TITLES[0], wishes="LG24-NONE", **DRAFT)
    answer = await clerk.post(f"{POOL}/add", unknown)
    assert "本次征集没有建议“LG24-NONE”" in answer.text
