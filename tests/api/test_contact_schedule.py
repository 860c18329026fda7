"""The clerk's way: an organisation, a proposal, its adjustment, its publication, a later change."""

from typing import Any

import pytest

from commands.enrolling import enrol
from domain.organisation.table import read_table
from ledger.queries.projects import Wanted, find_projects
from tests.support.congress import DAY, REGION, table
from tests.support.town import FIRE, Town

AT = "/programmes/LG23/contact-schedule"
SITES = {"LG23-01": f"{REGION}/桥头村"}


@pytest.fixture
async def congress(town: Town) -> Town:
    await enrol(town.tools.ledger, "LG", read_table(table(), "LG"))
    return town


async def proposed(town: Town, **body: Any) -> Any:
    answer = await town.ask("POST", f"{AT}/proposal", town.clerk, json={"sites": SITES, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_organisation_is_read_as_of_a_day_by_staff_only(congress: Town) -> None:
    answer = await congress.ask("GET", "/organisations/LG?as_of=2023-04-03", congress.clerk)
    found = answer.json()
    assert (found["tier_zh"], len(found["deputies"]), len(found["groups"])) == ("县级", 66, 15)
    assert found["names"]["D006"] == "（合成）代表6"
    assert "presidium" not in {x["kind"] for x in found["may_have"]}
    before = await congress.ask("GET", "/organisations/LG?as_of=2021-04-03", congress.clerk)
    assert before.json()["deputies"] == []
    listed = await congress.ask("GET", "/organisations", congress.clerk)
    assert [x["id"] for x in listed.json()["items"]] == ["LG"]
    assert (await congress.ask("GET", "/organisations/LG", congress.fire)).status_code == 403
    elsewhere = await congress.token("clerk", "clerk", "浙江省/宁波市/宁海县")
    assert (await congress.ask("GET", "/organisations/LG", elsewhere)).status_code == 404


async def test_changes_are_recorded_all_or_none_and_a_name_has_no_place_in_them(
    congress: Town,
) -> None:
    leave = {"do": "leave", "ref": "D006", "on": "2023-05-01", "because": "调离"}
    bad = {"do": "appoint", "ref": "D999", "organ": "g01", "role": "leader", "since": "2023-05-01"}
    at = "/organisations/LG/changes"
    refused = await congress.ask("POST", at, congress.clerk, json={"changes": [leave, bad]})
    assert refused.status_code == 404
    done = await congress.ask("POST", at, congress.clerk, json={"changes": [leave]})
    assert [x["type"] for x in done.json()["events"]] == ["OfficeLeft"]
    named = {"changes": [{**leave, "name": "张三"}]}
    assert (await congress.ask("POST", at, congress.clerk, json=named)).status_code == 422
    assert (await congress.ask("POST", at, congress.fire, json=named)).status_code == 403
    street = {"do": "form_body", "body": "p", "kind": "presidium", "name": "主席团"}
    told = {"changes": [{**street, "since": "2023-05-01"}]}
    answer = await congress.ask("POST", at, congress.clerk, json=told)
    assert answer.status_code == 422
    assert "只在会议期间存在" in answer.json()["detail"]


async def test_without_an_organisation_there_is_nothing_to_propose(town: Town) -> None:
    answer = await town.ask("GET", f"{AT}/proposal", town.clerk)
    assert answer.status_code == 409
    assert "organisation import" in answer.json()["detail"]


async def test_a_proposal_names_reasons_and_records_nothing(congress: Town) -> None:
    version = (await congress.tools.ledger.standing("programme:LG23")).version
    found = (await congress.ask("GET", f"{AT}/proposal", congress.clerk)).json()
    assert found["criteria_zh"] == ["回避", "专业相关", "就近", "负荷均衡"]
    assert found["origin"] == "ours"
    assert [x["project"] for x in found["rows"]] == ["LG23-01", "LG23-02"]
    for row in found["rows"]:
        assert sum(x["leads"] for x in row["members"]) == 1
        assert all(x["reasons"] and x["synthetic"] and x["name"] for x in row["members"])
    assert any("合成" in x for x in found["remarks"])
    again = (await congress.ask("GET", f"{AT}/proposal", congress.clerk)).json()
    assert again["digest"] == found["digest"]
    assert (await congress.tools.ledger.standing("programme:LG23")).version == version
    for other in (congress.fire, congress.group):
        refused = await congress.ask("GET", f"{AT}/proposal", other)
        assert refused.status_code in (403, 404)


async def published(town: Town, **more: Any) -> Any:
    first = await proposed(town)
    row = first["rows"][0]
    gone = next(x["ref"] for x in row["members"] if not x["leads"])
    body = {
        "number": "龙人常〔2023〕8号",
        "published_on": "2023-04-20",
        "sites": SITES,
        "proposal": first["digest"],
        "adjustments": [{"do": "remove", "project": "LG23-01", "ref": gone, "because": "长期外出"}],
        **more,
    }
    return gone, await town.ask("POST", AT, town.clerk, json=body)


async def test_adjusted_published_read_and_told_to_each_project(congress: Town) -> None:
    gone, answer = await published(congress)
    assert answer.status_code == 201, answer.text
    assert [x["type"] for x in answer.json()["events"]] == ["ContactSchedulePublished"]
    for project in ("LG23-01", "LG23-02"):
        await congress.tools.ledger.keep(f"project:{project}", by="sweeper")
    shown = (await congress.ask("GET", AT, congress.clerk)).json()
    refs = [x["ref"] for x in shown["rows"][0]["members"]]
    assert gone not in refs
    assert shown["rows"][0]["members"][0]["leads"]
    assert shown["rows"][0]["members"][0]["name"]
    group = (await congress.ask("GET", AT, congress.group)).json()
    assert group["rows"][0]["members"][0]["name"] is None
    page = await find_projects(congress.tools.ledger, Wanted(programme="LG23"))
    assert {x.id: x.group_leader for x in page.items} == {
        x["project"]: x["leader"] for x in shown["rows"]
    }
    listed = (await congress.ask("GET", "/projects/LG23-01/history", congress.clerk)).json()
    assert "GroupAssigned" in {x["type"] for x in listed["items"]}


async def test_another_proposal_than_the_one_looked_at_is_not_published(congress: Town) -> None:
    _, answer = await published(congress, proposal="0" * 64)
    assert answer.status_code == 409
    assert (await congress.ask("GET", AT, congress.clerk)).status_code == 404


async def test_a_conflict_is_refused_whatever_the_reason(congress: Town) -> None:
    state: Any = (await congress.tools.ledger.standing("organisation:LG")).state
    one = state.at(DAY).deputies["D010"]
    told = {
        "do": "enter_deputy",
        "ref": "D010",
        "since": "2023-04-10",
        "facts": {**one.facts.model_dump(mode="json"), "employer": FIRE},
    }
    await congress.ask(
        "POST", "/organisations/LG/changes", congress.clerk, json={"changes": [told]}
    )
    body = {
        "adjustments": [{"do": "add", "project": "LG23-01", "ref": "D010", "because": "懂消防"}]
    }
    answer = await congress.ask("POST", f"{AT}/proposal", congress.clerk, json=body)
    assert answer.status_code == 409
    assert "应回避项目 LG23-01" in answer.json()["detail"]


async def test_a_later_change_of_leader_has_its_reason(congress: Town) -> None:
    await published(congress)
    row = (await congress.ask("GET", AT, congress.clerk)).json()["rows"][0]
    new = next(x["ref"] for x in row["members"] if not x["leads"])
    body: dict[str, Any] = {
        "on": "2023-04-20",
        "change": {"do": "lead", "project": "LG23-01", "ref": new, "because": "组长调动"},
    }
    answer = await congress.ask("POST", f"{AT}/changes", congress.clerk, json=body)
    assert [x["type"] for x in answer.json()["events"]] == ["ContactScheduleChanged"]
    shown = (await congress.ask("GET", AT, congress.clerk)).json()
    assert (shown["rows"][0]["leader"], shown["changes"]) == (new, 1)
    other = {**body, "change": {**body["change"], "project": "LG23-99"}}
    assert (
        await congress.ask("POST", f"{AT}/changes", congress.clerk, json=other)
    ).status_code == 404
