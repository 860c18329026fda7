"""运行状况: who looks after the installation sees what is stuck; nobody else does."""

from uuid import uuid4

from domain.incidents import IncidentKind
from ledger.incidents import report
from tests.support.town import REGION, Town

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


async def test_what_lies_nowhere_for_certain_is_told_to_who_is_bound_to_no_region(
    town: Town,
) -> None:
    ledger, message, contact = town.tools.ledger, uuid4(), uuid4()
    await ledger.pool.write(
        lambda x: x.exec_driver_sql(
            "INSERT INTO contacts (id, party, region, channel, address)"
            " VALUES ($1, 'clerk', $2, 'email', 'a@example.org')",
            (contact, REGION),
        )
    )
    await ledger.pool.write(
        lambda x: x.exec_driver_sql(
            "INSERT INTO messages (id, contact, channel, message_id, subject, body, composed_at)"
            " VALUES ($1, $2, 'email', 'm', 's', 'b', ledger_now())",
            (message, contact),
        )
    )
    given_up = {str(message): "clerk email refused", str(uuid4()): "unit:a email refused"}
    await report(ledger, IncidentKind.MESSAGE_GIVEN_UP, given_up)
    refused = {f"{x} Rebase 1": "" for x in (ELSEWHERE, "meeting:M1", "organisation:LG")}
    await report(ledger, IncidentKind.FOLLOW_UP_REFUSED, refused)
    far = await town.token("clerk", "clerk", "浙江省/温州市/苍南县")
    everywhere = await town.token("clerk", "clerk", None)

    async def seen(token: str) -> set[str]:
        told = (await town.ask("GET", "/incidents", token)).json()
        return {x["subject"] for x in told["items"]}

    assert await seen(far) == set()
    assert await seen(town.clerk) == {str(message), f"{ELSEWHERE} Rebase 1"}
    assert await seen(everywhere) == {*given_up, *refused}


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
