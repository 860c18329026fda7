"""The walls: another's is answered byte for byte like nothing, on every route there is."""

from collections import defaultdict
from typing import Any

import pytest

from tests.support.bodies import request_of
from tests.support.town import FIRE, PLAN, Town

MOVE = {
    "regime": "longgang@2",
    "decision": "龙人大〔2023〕6号",
    "because": "监督办法修订",
    "decided_by": "standing_committee",
    "effective": "2023-04-18",
}
BODIES: dict[str, Any] = {"regime": MOVE, "previews": MOVE}
"""Where what is sent must name something that there is."""
KINDS = ("project", "programme")


def operations(app: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Every (method, path, smallest request) that names a project or a programme; what everybody
    may read stands under /open and has rules of its own."""
    described = app.openapi()
    parts = described["components"]["schemas"]
    return [
        (method.upper(), path.removeprefix("/api/v1"), _request(path, operation, parts))
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if any(f"{{{x}}}" in path for x in KINDS) and not path.startswith("/api/v1/open/")
    ]


def _request(path: str, operation: Any, parts: dict[str, Any]) -> dict[str, Any]:
    sent, own = request_of(operation, parts), BODIES.get(path.rpartition("/")[2])
    return {**sent, "json": own} if own and "json" in sent else sent


def addressed(path: str, project: str, programme: str, line: str, period: str) -> str:
    given = {"project": project, "programme": programme, "line": line, "period": period}
    return path.format_map(defaultdict(lambda: "1", given))


async def answers(town: Town, token: str, places: list[tuple[str, str, str, str]]) -> list[Any]:
    """What each operation answers at each place, in order."""
    told = []
    for method, path, with_ in operations(town.app):
        row = []
        for place in places:
            answer = await town.ask(method, addressed(path, *place), token, **with_)
            row.append((answer.status_code, answer.content, method, path))
        told.append(row)
    return told


FOREIGN = ("LG23-02", "LG23", "work_plan", "2023-M05")
NOWHERE = ("LG23-99", "LG99", "work_plan", "2023-M05")
NO_DUTY = ("LG23-02", "LG23", "no_such_duty", "2023-M13")


@pytest.mark.parametrize("who", ["fire", "namesake", "far_group", "far_clerk"])
async def test_another_s_is_answered_like_what_does_not_exist(town: Town, who: str) -> None:
    far = "浙江省/温州市/苍南县"
    token = {
        "fire": town.fire,
        "namesake": await town.token("unit:市住房和城乡建设局", "unit", far),
        "far_group": await town.token("deputy_group:CN23-01", "deputy_group", far),
        "far_clerk": await town.token("clerk", "clerk", far),
    }[who]
    for foreign, nowhere, no_duty in await answers(town, token, [FOREIGN, NOWHERE, NO_DUTY]):
        assert foreign[0] == 404, foreign
        assert foreign == nowhere == no_duty


async def test_a_unit_touches_none_of_the_congress_s_duties(town: Town) -> None:
    place = ("LG23-01", "LG23", "supervision_plan", "2023")
    for method, path, with_ in operations(town.app):
        if "{programme}" in path:
            answer = await town.ask(method, addressed(path, *place), town.fire, **with_)
            assert answer.status_code == 404, (method, path)


async def test_nobody_files_what_another_owes_in_the_same_project(town: Town) -> None:
    for token in (town.group, town.government):
        answer = await town.ask(
            "POST", "/projects/LG23-01/duties/work_plan/filings", token, json=PLAN
        )
        assert answer.status_code == 404
    for token in (town.clerk, town.auditor):
        answer = await town.ask(
            "POST", "/projects/LG23-01/duties/work_plan/filings", token, json=PLAN
        )
        assert answer.status_code == 403
    page = (await town.ask("GET", "/projects/LG23-01", town.clerk)).json()
    assert all(not x["status"].startswith("SUBMITTED") for x in page["duties"])


async def test_an_auditor_changes_nothing_and_an_administrator_reads_nothing(town: Town) -> None:
    place = ("LG23-01", "LG23", "work_plan", "2023-M05")
    admin = await town.token("admin", "admin")
    for method, path, with_ in operations(town.app):
        at = addressed(path, *place)
        if method != "GET":
            assert (await town.ask(method, at, town.auditor, **with_)).status_code == 403, path
        assert (await town.ask(method, at, admin, **with_)).status_code == 404, path


async def test_a_revoked_token_is_worth_nothing_at_once(town: Town) -> None:
    """ASVS 7.4.1"""
    assert (await town.ask("GET", "/me", town.fire)).json()["party"] == f"unit:{FIRE}"
    await town.tools.tokens.revoke(town.fire[3:11])
    answer = await town.ask("GET", "/me", town.fire)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "申领" in answer.json()["detail"]


@pytest.mark.parametrize("change", ["", "bh_", "bh_aaaaaaaa_" + "A" * 43, "x" * 5000])
async def test_what_is_no_token(town: Town, change: str) -> None:
    for token in (change, town.fire[:-1] + ("A" if town.fire[-1] != "A" else "B")):
        headers = {"Authorization": f"Bearer {token}"}
        assert (await town.http.get("/api/v1/me", headers=headers)).status_code == 401


async def test_an_expired_token_is_worth_nothing(town: Town) -> None:
    token, secret = await town.tools.tokens.issue("clerk", "clerk", days=-1)
    assert token.expires_at < token.issued_at
    assert (await town.ask("GET", "/me", secret)).status_code == 401


async def test_of_a_token_only_the_hash_is_kept(town: Town) -> None:
    """ASVS 13.3.1"""
    async with town.tools.ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT tokens::text FROM tokens")).scalars()
        kept = "\n".join(rows)
    for secret in (town.fire, town.clerk):
        assert secret[3:11] in kept
        assert secret[12:] not in kept
