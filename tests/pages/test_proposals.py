"""待确认: a clerk proposes on the pages, another person confirms or declines, nobody does both.

ASVS 2.3.5: high-value business flows are approved by more than one person.
"""

from re import search
from typing import Any

import pytest

from api.matrix import MATRIX
from domain.duty_commands import DecideExtension
from domain.given import Actor
from domain.ruling import Ruling
from ledger.identities import Identities
from ledger.two_persons import TwoPersons
from tests.pages.conftest import SECRET, Browser, Hall
from tests.pages.test_changes import RULING, _do
from tests.support.second import shown
from tests.support.town import REGION

DUTY = "/projects/LG23-01/duties/work_plan"
WISH = {"to": "2023-05-12", "reason": "设计单位更换"}
GRANT = {"granted": "true", **{f"ruling.{x}": y for x, y in RULING.items()}}
MORE: tuple[tuple[str, Any], ...] = (
    ("lead", "committee_lead"),
    ("second", "committee_clerk"),
    ("rules", "rule_admin"),
)


@pytest.fixture
async def town(hall: Hall) -> Hall:
    """Two persons are asked for, and there are more of them."""
    for login, role in MORE:
        party = "admin" if role == "rule_admin" else "clerk"
        await hall.accounts.add(login, SECRET, role, party, region=REGION, name=f"{login}的岗位")
    hall.town.tools.ledger.two = TwoPersons()
    return hall


async def signed_in(hall: Hall, login: str) -> Browser:
    """A browser in which that person has shown a second factor just now."""
    browser = await hall.signed_in(login)
    await shown(hall.town.tools.ledger, login)
    return browser


async def proposed(hall: Hall) -> tuple[Browser, str]:
    """The clerk has proposed to grant the extension; where that is confirmed."""
    clerk = await signed_in(hall, "clerk")
    await _do(clerk, f"{DUTY}/extension-requests", WISH)
    at = await _do(clerk, f"{DUTY}/extension-decisions", GRANT)
    assert at == "/proposals/project:LG23-01/1?done=1"
    return clerk, at.partition("?")[0]


async def test_the_clerk_proposes_and_the_leader_confirms(town: Hall) -> None:
    clerk, at = await proposed(town)
    await clerk.get(at)
    assert "已提请，还没有登记" in clerk.page
    assert "确认并登记" not in clerk.page
    assert "申请延到5月12日" in (await clerk.get("/projects/LG23-01")).text
    lead = await signed_in(town, "lead")
    assert "另有1件等第二人确认" in (await lead.get("/decide")).text
    assert "1件事等您确认" in (await lead.get("/proposals")).text
    assert "clerk的岗位" in lead.page
    await lead.get(at)
    for words in (
        "龙常决〔2023〕3号",
        "延期到2023-05-12",
        "没有附",
        'datetime="2023-05-12"',
        "确认并登记",
    ):
        assert words in lead.page, words
    done = await lead.post(f"{at}/confirmation", lead.form())
    assert (done.status_code, done.headers["location"]) == (303, at)
    assert "已确认并办理" in (await lead.get(at)).text
    assert "没有等确认的事" in (await lead.get("/proposals")).text
    assert "双人办理" in (await lead.get("/projects/LG23-01?all=1")).text


async def test_the_form_sent_again_after_the_confirmation_leads_to_the_same_proposal(
    town: Hall,
) -> None:
    """The line broke before the clerk's answer; meanwhile the leader confirmed."""
    clerk = await signed_in(town, "clerk")
    await _do(clerk, f"{DUTY}/extension-requests", WISH)
    act = f"/do{DUTY}/extension-decisions"
    await clerk.get(act)
    sent = clerk.form(**GRANT, step="confirm")
    first = await clerk.post(act, sent)
    lead, at = await signed_in(town, "lead"), "/proposals/project:LG23-01/1"
    await lead.get(at)
    assert (await lead.post(f"{at}/confirmation", lead.form())).status_code == 303
    again = await clerk.post(act, sent)
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert "已确认并办理" in (await clerk.get(at)).text


async def test_nobody_confirms_his_own_and_two_clerks_are_told_to_ask_the_leader(
    town: Hall,
) -> None:
    clerk, at = await proposed(town)
    await clerk.get(at)
    own = await clerk.post(f"{at}/confirmation", clerk.form())
    assert own.status_code == 409
    assert "请另一位工作人员确认" in own.text
    second = await signed_in(town, "second")
    await second.get(at)
    refused = await second.post(f"{at}/confirmation", second.form())
    assert refused.status_code == 409
    assert "至少一人应是人大机关负责人" in refused.text


async def test_it_is_declined_with_a_reason_and_can_be_taken_back(town: Hall) -> None:
    clerk, at = await proposed(town)
    lead = await signed_in(town, "lead")
    await lead.get(at)
    silent = await lead.post(f"{at}/refusal", lead.form(reason=" "))
    assert silent.status_code == 422
    done = await lead.post(f"{at}/refusal", lead.form(reason="没有附施工单位的说明"))
    assert done.status_code == 303
    assert "没有附施工单位的说明" in (await clerk.get(at)).text
    again = await _do(clerk, f"{DUTY}/extension-decisions", GRANT)
    await clerk.get(again)
    assert "为什么撤回" in clerk.page
    back = await clerk.post("/proposals/project:LG23-01/2/refusal", clerk.form(reason="文号有误"))
    assert back.status_code == 303
    await clerk.get("/proposals")
    assert search(r"已撤回[\s\S]*不同意", clerk.page) is not None


async def test_others_see_nothing_of_it(town: Hall) -> None:
    _, at = await proposed(town)
    for login in ("fire", "housing", "group", "government", "auditor", "root"):
        other = await town.signed_in(login)
        assert (await other.get(at)).status_code == 404
        assert (await other.get("/proposals")).status_code == 404
        posted = await other.post(f"{at}/confirmation", other.form_of())
        assert posted.status_code == 404, login
    rules = await town.signed_in("rules")
    assert (await rules.get("/proposals")).status_code == 200, "it keeps the calendar"
    assert (await rules.get(at)).status_code == 404, "but decides on no unit's day"
    assert MATRIX.rights["countersign"].accounts == {
        "committee_clerk",
        "committee_lead",
        "rule_admin",
    }


async def test_a_clerk_of_the_next_county_finds_nothing(town: Hall) -> None:
    _, at = await proposed(town)
    elsewhere = "浙江省/温州市/苍南县"
    await town.accounts.add("cangnan", SECRET, "committee_lead", "clerk", region=elsewhere)
    other = await town.signed_in("cangnan")
    assert (await other.get(at)).status_code == 404
    assert "没有等确认的事" in (await other.get("/proposals")).text


async def test_what_changed_meanwhile_is_told_before_anybody_confirms(town: Hall) -> None:
    _, at = await proposed(town)
    ledger = town.town.tools.ledger
    lead = await signed_in(town, "lead")
    said = DecideExtension(duty="work_plan", granted=False, ruling=Ruling.model_validate(RULING))
    clerk = Actor((await town.accounts.named("clerk")).ref, "clerk", REGION)
    await ledger.handle("project:LG23-01", said, actor=clerk, client="t", command_id="no")
    await lead.get(at)
    assert "情况已有变化" in lead.page
    refused = await lead.post(f"{at}/confirmation", lead.form())
    assert refused.status_code == 409
    assert "没有办成，什么也没有登记" in refused.text


async def test_a_token_proposes_nothing_and_confirms_nothing(town: Hall) -> None:
    service = town.town
    token = await service.token("clerk", "clerk")
    await service.ask("POST", f"{DUTY}/extension-requests", token, json=WISH)
    grant = {"granted": True, "ruling": RULING}
    refused = await service.ask("POST", f"{DUTY}/extension-decisions", token, json=grant)
    assert refused.status_code == 409
    assert "令牌不能代替人" in refused.json()["detail"]
    clerk = await signed_in(town, "clerk")
    at = (await _do(clerk, f"{DUTY}/extension-decisions", GRANT)).partition("?")[0]
    (shown,) = (await service.ask("GET", "/proposals", token)).json()["items"]
    assert (shown["act"], shown["outcome"]) == ("extension", "waits")
    one = await service.ask("GET", at, token)
    assert one.json() == shown
    for tail, body in (("confirmations", None), ("refusals", {"reason": "不同意"})):
        answer = await service.ask("POST", f"{at}/{tail}", token, json=body)
        assert answer.status_code == 409, answer.text
    admin = await service.token("admin", "admin")
    assert (await service.ask("GET", "/proposals", admin)).status_code == 404


async def test_a_township_with_one_clerk_goes_on_and_its_history_says_so(town: Hall) -> None:
    town.town.tools.ledger.two = TwoPersons(alone=(REGION,))
    clerk = await signed_in(town, "clerk")
    await _do(clerk, f"{DUTY}/extension-requests", WISH)
    at = await _do(clerk, f"{DUTY}/extension-decisions", GRANT)
    assert at.startswith(DUTY)
    assert "一人办理（本机设置）" in (await clerk.get("/projects/LG23-01?all=1")).text


async def test_who_has_not_shown_lately_who_he_is_is_asked_again(town: Hall) -> None:
    _, at = await proposed(town)
    lead = await town.signed_in("lead")
    await lead.get(at)
    asked = await lead.post(f"{at}/confirmation", lead.form())
    assert asked.status_code == 403
    assert "已确认并办理" not in (await lead.get(at)).text
    clerk = await town.signed_in("second")
    await clerk.get(f"/do{DUTY}/waivers")
    looked = await clerk.post(f"/do{DUTY}/waivers", clerk.form(decision="主任会议纪要〔2023〕7号"))
    assert "提请另一人确认" in looked.text, "to look needs nothing"


async def test_another_account_of_the_same_person_is_no_second_person(town: Hall) -> None:
    _, at = await proposed(town)
    ledger = town.town.tools.ledger
    for login in ("clerk", "lead"):
        await Identities(ledger.pool).name_person(login, "工号 1001")
    lead = await town.signed_in("lead")
    await shown(ledger, "lead")
    await lead.get(at)
    refused = await lead.post(f"{at}/confirmation", lead.form())
    assert refused.status_code == 409
    assert "提请和确认要由两个人办理" in refused.text
