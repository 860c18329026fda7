"""A project is changed over HTTP: asked for with its paper, decided by number, told in figures."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.test_evidence import PDF, hand_in
from tests.support.town import LIST, PLAN, Town

AT = "/projects/LG23-01"
PLAN_DUTY = f"{AT}/duties/work_plan"
COMMITTEE: dict[str, Any] = {
    "decider": "standing_committee",
    "sitting": "standing_committee",
    "session": "第十六次会议",
    "on": "2023-04-20",
    "document": "龙常决〔2023〕3号",
}


def asking(kind: str, sha: str, **proposed: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "ground": "planning_change",
        "reason": "片区规划调整",
        "documents": [sha],
        "proposed": proposed,
    }


@pytest.fixture
async def paper(town: Town) -> str:
    """The request's document, handed in by the unit."""
    sha: str = (await hand_in(town, "请示.pdf", PDF)).json()["sha256"]
    return sha


async def fewer(town: Town, paper: str) -> dict[str, Any]:
    """A request for 5,000 households, as the project then shows it."""
    target = {"op": "ge", "value": "5000", "unit": "户"}
    sent = asking("target", paper, targets=[{"subproject": 1, "target": target}])
    asked = await town.ask("POST", f"{AT}/changes", town.fire, json=sent)
    assert asked.status_code == 201, asked.text
    shown: dict[str, Any] = (await town.ask("GET", f"{AT}/changes", town.fire)).json()
    return shown


async def test_a_request_changes_nothing_and_the_decision_does(town: Town, paper: str) -> None:
    asked = await fewer(town, paper)
    assert (asked["baseline"], asked["changes"][0]["approved"]) == (1, None)
    decision = {"approved": True, "ruling": COMMITTEE}
    decided = await town.ask("POST", f"{AT}/changes/1/decision", town.clerk, json=decision)
    assert decided.status_code == 201, decided.text
    shown = (await town.ask("GET", f"{AT}/changes", town.group)).json()
    assert (shown["voted"][0]["target"]["value"], shown["now"][0]["target"]["value"]) == (
        "5800",
        "5000",
    )
    assert [x["document"] for x in shown["baselines"]] == ["龙常决〔2023〕3号"]


async def test_only_the_office_writes_down_a_decision_and_only_the_decider_s(
    town: Town, paper: str
) -> None:
    await fewer(town, paper)
    path, decision = f"{AT}/changes/1/decision", {"approved": True, "ruling": COMMITTEE}
    for token, status in ((town.fire, 403), (town.government, 403), (town.housing, 404)):
        assert (await town.ask("POST", path, token, json=decision)).status_code == status
    presidium = {**COMMITTEE, "decider": "presidium", "sitting": "presidium"}
    refused = await town.ask("POST", path, town.clerk, json={"approved": True, "ruling": presidium})
    assert refused.status_code == 409
    assert "人大常委会" in refused.json()["detail"]


async def test_somebody_else_s_paper_is_none(town: Town, paper: str) -> None:
    sent = asking("suspend", paper)
    asked = await town.ask("POST", f"{AT}/changes", town.government, json=sent)
    assert asked.status_code == 422
    assert asked.json()["errors"][0]["field"] == "documents.0"


async def test_suspended_and_resumed_the_claim_waits_and_runs_on(
    town: Town, paper: str, set_clock: Callable[[str], Any]
) -> None:
    await town.ask("POST", f"{AT}/changes", town.fire, json=asking("suspend", paper))
    decision = {"approved": True, "ruling": COMMITTEE}
    await town.ask("POST", f"{AT}/changes/1/decision", town.clerk, json=decision)
    claim = (await town.ask("GET", f"{AT}/duties/completion_claim", town.fire)).json()
    assert (claim["status"], claim["file_at"]) == ("PAUSED", None)
    year = (await town.ask("GET", "/programmes/LG23/year-end", town.clerk)).json()
    assert (year["year"]["suspended"], year["year"]["completed"]) == (
        ["LG23-01"],
        {"part": 0, "of": 1},
    )
    assert sum(year["year"]["counts"].values()) == year["year"]["adopted"] == 2
    await set_clock("2023-05-08T10:00:00+08:00")
    later = {"ruling": {**COMMITTEE, "on": "2023-05-08", "document": "龙常决〔2023〕5号"}}
    resumed = await town.ask("POST", f"{AT}/resumption", town.clerk, json=later)
    assert resumed.status_code == 201, resumed.text
    claim = (await town.ask("GET", f"{AT}/duties/completion_claim", town.fire)).json()
    assert claim["original_due"] == "2024-01-02" < claim["due"]


async def test_an_extension_is_asked_for_decided_and_told_with_both_rates(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    wish = {"to": "2023-05-12", "reason": "设计单位更换"}
    asked = await town.ask("POST", f"{PLAN_DUTY}/extension-requests", town.fire, json=wish)
    assert asked.status_code == 201, asked.text
    assert (await town.ask("GET", PLAN_DUTY, town.fire)).json()["wished"] == "2023-05-12"
    granted = {"granted": True, "ruling": COMMITTEE}
    path = f"{PLAN_DUTY}/extension-decisions"
    assert (await town.ask("POST", path, town.fire, json=granted)).status_code == 403
    decided = await town.ask("POST", path, town.clerk, json=granted)
    assert decided.status_code == 201, decided.text
    shown = (await town.ask("GET", PLAN_DUTY, town.fire)).json()
    assert (shown["due"], shown["original_due"], shown["without_extension"]) == (
        "2023-05-12",
        "2023-05-04",
        "2023-05-04",
    )
    await set_clock("2023-05-11T10:00:00+08:00")
    await town.ask("POST", f"{PLAN_DUTY}/filings", town.fire, json=PLAN)
    year = (await town.ask("GET", "/programmes/LG23/year-end", town.clerk)).json()
    with_, without = (year["punctuality"][x] for x in ("with_extensions", "without_extensions"))
    assert with_["part"] - without["part"] == 1
    assert with_["of"] == without["of"]
    assert year["punctuality"]["extended"] == 1


async def test_the_report_s_figures_name_their_events(town: Town, paper: str) -> None:
    await fewer(town, paper)
    entry = (await town.ask("GET", f"{AT}/completion", town.group)).json()
    source = entry["parts"][0]["voted"]["source"]
    facts = (await town.ask("GET", f"{AT}/history", town.group)).json()["items"]
    fact = next(x for x in facts if x["version"] == source["version"])
    assert (fact["hash"], fact["id"]) == (source["hash"], source["id"])
    report = (await town.ask("GET", "/programmes/LG23/completion", town.clerk)).json()
    assert report["not_done"] == ["LG23-01", "LG23-02"]
    assert (await town.ask("GET", "/programmes/LG99/completion", town.clerk)).status_code == 404


async def test_a_carry_over_needs_the_next_list_and_the_plan_for_it(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2024-01-12T10:00:00+08:00")
    sent = {"programme": "LG24", "ruling": {**COMMITTEE, "on": "2024-01-12"}}
    refused = await town.ask("POST", f"{AT}/carry-over", town.clerk, json=sent)
    assert refused.status_code == 409
    other = {**LIST["projects"][1], "id": "LG24-01"}
    new = {**LIST, "id": "LG24", "vote": "2024-01-10", "next_session": "2025-01-15"}
    opened = await town.ask("POST", "/programmes", town.clerk, json={**new, "projects": [other]})
    assert opened.status_code == 201, opened.text
    refused = await town.ask("POST", f"{AT}/carry-over", town.clerk, json=sent)
    assert refused.status_code == 409
    assert "逾期未完成" in refused.json()["detail"]
