"""Given a running year, when its clerk moves it to another measure, then it is shown before, and
the projects follow."""

from datetime import datetime
from typing import Any

from ledger import audit
from ledger.queries.follow_ups import open_follow_ups
from tests.support.town import Town

MOVE = {
    "regime": "longgang@2",
    "decision": "龙人大〔2023〕6号",
    "because": "监督办法修订",
    "decided_by": "standing_committee",
    "effective": "2023-04-18",
}
PATH = "/programmes/LG23/regime"
PROJECT = "project:LG23-01"


async def preview(town: Town, **more: str) -> list[dict[str, Any]]:
    answer = await town.ask("POST", f"{PATH}/previews", town.clerk, json=MOVE | more)
    assert answer.status_code == 200, answer.text
    assert answer.json()["regime"] == "longgang@2"
    shifts: list[dict[str, Any]] = answer.json()["shifts"]
    return shifts


async def test_what_would_change_is_told_without_a_record(town: Town) -> None:
    ledger = town.tools.ledger
    before = (await ledger.standing("programme:LG23")).version
    shifts = await preview(town)
    new = {x["duty"]: x["due"] for x in shifts if x["kind"] == "new"}
    assert {"special_deliberation", "mid_year_report"} <= set(new)
    assert new["mid_year_report"] == "2023-10-07"
    read = [x for x in shifts if x["duty"] == "circular_reading/2023-Q2"]
    assert {(x["stream"], x["kind"]) for x in read} >= {(PROJECT, "restated")}
    assert (await ledger.standing("programme:LG23")).version == before


async def test_the_decision_pins_the_year_and_its_projects_follow(town: Town) -> None:
    ledger = town.tools.ledger
    shifts = await preview(town)
    answer = await town.ask("PUT", PATH, town.clerk, json=MOVE)
    assert answer.status_code == 201, answer.text
    for owed in await open_follow_ups(ledger):
        await ledger.keep(owed.stream, by="sweeper")
    assert await open_follow_ups(ledger) == []
    for stream in ("programme:LG23", PROJECT):
        assert (await ledger.standing(stream)).state.regime == "longgang@2"
    told = {
        x.event["duty"]
        for x in await audit.history(ledger, PROJECT)
        if x.type in ("DutyScheduled", "DutyRestated", "DutyVoided", "DutyRedated")
        and x.version > 1
        and x.recorded_at >= answer_time(answer)
    }
    assert told == {x["duty"] for x in shifts if x["stream"] == PROJECT}
    shown = await town.ask("GET", "/projects/LG23-01", town.clerk)
    assert shown.json()["regime"] == "longgang@2"
    again = await town.ask("PUT", PATH, town.clerk, json=MOVE)
    assert (again.status_code, again.json()["events"]) == (200, [])


def answer_time(answer: Any) -> datetime:
    return datetime.fromisoformat(answer.json()["recorded_at"])


async def test_only_the_clerk_decides_and_only_what_can_be(town: Town) -> None:
    for token in (town.fire, town.group, town.government, town.auditor):
        refused = await town.ask("PUT", PATH, token, json=MOVE)
        assert refused.status_code in (403, 404)
    for wrong, status in (
        ({"regime": "baofeng@2"}, 409),
        ({"decided_by": "government"}, 422),
        ({"effective": "2023-04-21"}, 422),
        ({"regime": "atlantis"}, 404),
    ):
        refused = await town.ask("PUT", PATH, town.clerk, json=MOVE | wrong)
        assert refused.status_code == status, refused.text
