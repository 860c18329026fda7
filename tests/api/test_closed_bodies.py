"""What is sent is taken as it is described and no other way: no field too many, no other type, no
second value that means something else."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.town import FIRE, PLAN, Town


def bodies(app: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON body that the interface takes, by its operation."""
    for path, item in app.openapi()["paths"].items():
        for method, operation in item.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                yield f"{method.upper()} {path}", content["application/json"]["schema"]


def records(schema: Any, parts: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, Any]]:
    """Every record in a body, with those within it."""
    if isinstance(schema, list):
        for one in schema:
            yield from records(one, parts, seen)
    elif isinstance(schema, dict):
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        if name and name not in seen:
            yield from records(parts[name], parts, seen | {name})
        if schema.get("type") == "object" and "properties" in schema:
            yield str(schema.get("title", "")), schema
        for one in schema.values():
            yield from records(one, parts, seen)


def test_no_record_that_is_sent_takes_a_field_too_many(town: Town) -> None:
    """ASVS 15.3.3 2.2.1: nothing can be assigned that the body does not name."""
    parts = town.app.openapi()["components"]["schemas"]
    open_ = {
        (operation, name)
        for operation, body in bodies(town.app)
        for name, record in records(body, parts, set())
        if record.get("additionalProperties") is not False
    }
    assert open_ == set()
    assert len(list(bodies(town.app))) > 150


@pytest.mark.parametrize(
    "more", [{"by": "clerk"}, {"on_time": True}, {"received_at": "2023-01-01T00:00:00+08:00"}]
)
async def test_who_and_when_are_never_what_the_sender_says(town: Town, more: Any) -> None:
    """ASVS 15.3.3 8.3.1: neither who files nor when it came stands in what is sent."""
    at = "/projects/LG23-01/duties/work_plan/filings"
    told = await town.ask("POST", at, town.fire, json={**PLAN, **more})
    assert told.status_code == 422
    page = (await town.ask("GET", "/projects/LG23-01", town.clerk)).json()
    assert all(not x["status"].startswith("SUBMITTED") for x in page["duties"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("money_wan", "300.5万"), ("money_wan", [300]), ("target", 5800), ("target", ["完成"])],
)
async def test_another_type_is_not_made_to_fit(town: Town, field: str, value: Any) -> None:
    """ASVS 15.3.5 2.2.1"""
    at = "/projects/LG23-01/duties/work_plan/filings"
    told = await town.ask("POST", at, town.fire, json={**PLAN, field: value})
    assert told.status_code == 422
    assert field in told.text


async def test_a_parameter_said_twice_widens_nothing(town: Town) -> None:
    """ASVS 15.3.7 8.4.1: whichever of the two is read, it is narrowed to the caller's reach."""
    own, far = "浙江省/温州市/龙港市", "浙江省/温州市/苍南县"
    clerk = await town.token("clerk", "clerk", far)
    for first, second in ((own, far), (far, own)):
        at = f"/projects?region={first}&region={second}"
        assert (await town.ask("GET", at, clerk)).json()["items"] == []
        found = (await town.ask("GET", at, town.clerk)).json()["items"]
        assert {x["unit"] for x in found} <= {FIRE, "市住房和城乡建设局"}


async def test_the_browser_s_word_is_not_enough(town: Town) -> None:
    """ASVS 2.2.2 8.3.1: a role, party or region in a header or a query is nobody's."""
    headers = {"X-Role": "clerk", "X-Party": "clerk", "X-Original-URL": "/api/v1/board"}
    for path in ("/board", "/board?role=clerk", "/audit/project/LG23-01"):
        assert (await town.ask("GET", path, town.fire, headers=headers)).status_code in (403, 404)
