"""运行状况: who looks after the installation sees what is stuck; nobody else does."""

from domain.incidents import IncidentKind
from ledger.incidents import report
from tests.support.town import Town

ELSEWHERE = "project:LG23-01"


async def test_what_is_stuck_and_what_to_do(town: Town) -> None:
    ledger = town.tools.ledger
    await report(ledger, IncidentKind.CLOCK_MISSING, {ELSEWHERE: ""})
    await report(ledger, IncidentKind.NO_WORKER, {"bihuan": ""})
    told = (await town.ask("GET", "/incidents", town.clerk)).json()
    assert {x["kind"] for x in told["items"]} == {"clock_missing", "no_worker"}
    assert all(x["do"] and x["closed_at"] is None for x in told["items"])
    assert told["watched"] is False, "nobody watches this town"
    await report(ledger, IncidentKind.NO_WORKER, {})
    told = (await town.ask("GET", "/incidents?kind=no_worker", town.clerk)).json()
    assert told["items"] == []
    told = (await town.ask("GET", "/incidents?kind=no_worker&closed=1", town.auditor)).json()
    assert [x["closed_at"] is not None for x in told["items"]] == [True]


async def test_another_region_s_streams_are_left_out(town: Town) -> None:
    await report(town.tools.ledger, IncidentKind.CLOCK_MISSING, {ELSEWHERE: ""})
    await report(town.tools.ledger, IncidentKind.TEMPORAL_AWAY, {"temporal": "connection refused"})
    far = await town.token("clerk", "clerk", "浙江省/温州市/苍南县")
    told = (await town.ask("GET", "/incidents", far)).json()
    assert [x["kind"] for x in told["items"]] == ["temporal_away"]


async def test_nobody_else_is_told(town: Town) -> None:
    for token in (town.fire, town.group, town.government):
        assert (await town.ask("GET", "/incidents", token)).status_code == 403
    assert (await town.ask("GET", "/incidents")).status_code == 401


async def test_an_administrator_is_not_told_what_business_is_about(town: Town) -> None:
    refused = {f"{ELSEWHERE} Rebase": "项目已办结"}
    await report(town.tools.ledger, IncidentKind.FOLLOW_UP_REFUSED, refused)
    root = await town.token("admin", "admin", None)
    (seen,) = (await town.ask("GET", "/incidents", root)).json()["items"]
    assert (seen["detail"], seen["zh"]) == ("", "连带事项被拒")
    (seen,) = (await town.ask("GET", "/incidents", town.clerk)).json()["items"]
    assert seen["detail"] == "项目已办结"
