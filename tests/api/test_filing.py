"""Filing through the interface: a receipt for each, once for ever."""

import asyncio

from tests.support.town import LIST, PLAN, Town

PLAN_AT = "/projects/LG23-01/duties/work_plan/filings"


async def test_a_work_plan_is_filed_and_accepted_by_somebody_else(town: Town) -> None:
    filed = await town.ask("POST", PLAN_AT, town.fire, json=PLAN)
    assert filed.status_code == 201, filed.text
    assert [x["type"] for x in filed.json()["events"]] == ["DutyFiled"]
    accepted = await town.ask("POST", "/projects/LG23-01/duties/work_plan/acceptances", town.clerk)
    assert accepted.status_code == 201, accepted.text
    assert accepted.json()["events"][0]["type"] == "DutyAccepted"


async def test_the_same_key_gives_the_same_receipt_and_another_body_is_refused(town: Town) -> None:
    first = await town.ask("POST", PLAN_AT, town.fire, key="plan-1", json=PLAN)
    again = await town.ask("POST", PLAN_AT, town.fire, key="plan-1", json=PLAN)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await town.ask("POST", PLAN_AT, town.fire, key="plan-1", json={**PLAN, "target": "改"})
    assert other.status_code == 422
    assert other.json()["type"].endswith("key-reused")


async def test_five_at_once_are_one(town: Town) -> None:
    """ASVS 2.3.4"""
    asked = [town.ask("POST", PLAN_AT, town.fire, key="storm", json=PLAN) for _ in range(5)]
    answers = await asyncio.gather(*asked)
    assert {x.status_code for x in answers} == {201}
    assert len({x.content for x in answers}) == 1


async def test_opening_twice_records_once(town: Town) -> None:
    again = await town.ask("POST", "/programmes", town.clerk, json=LIST)
    assert again.status_code == 200
    assert all(not x["events"] for x in [again.json()["programme"], *again.json()["projects"]])
