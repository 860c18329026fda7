"""What cannot be: each is refused with a sentence, and nothing is half written."""

from typing import Any

import pytest

from tests.support.town import LIST, PLAN, Town

AT = "/projects/LG23-01/duties/work_plan/filings"
MONTH = "/projects/LG23-01/duties/monthly_progress/2023-M05/filings"


def _row(**changes: Any) -> dict[str, Any]:
    return {
        "form": "progress",
        "rows": [{"subproject": 1, "planned": 40, "claimed": 35, **changes}],
    }


def is_problem(answer: Any, status: int, *words: str) -> dict[str, Any]:
    """The answer is a problem of that status, in words, and names nothing internal."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert {"type", "title", "detail", "detail_en", "instance", "errors"} <= set(body)
    for word in words:
        assert word in answer.text
    return body


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"money_wan": -1}, "work_plan.money_wan", "不能小于 0"),
        ({"money_wan": True}, "work_plan.money_wan", "应为数字"),
        ({"planned_completion": 0}, "work_plan.planned_completion", "2023-03-31"),
        ({"planned_completion": "1735689600"}, "planned_completion", "2023-03-31"),
        ({"planned_completion": "2023-02-30"}, "work_plan.planned_completion", "没有这一天"),
        ({"target": ""}, "work_plan.target", "不能为空"),
        ({"target": "看\u202e不见"}, "work_plan.target", "控制字符"),
        ({"traget": "x"}, "work_plan.traget", "没有这个字段"),
        ({"form": "plan"}, "body", "form 只能是"),
        ({"evidence": ["0" * 64]}, "evidence.0", "请先在 /api/v1/evidence 上传"),
    ],
)
async def test_a_wrong_field_is_named(
    town: Town, changes: dict[str, Any], field: str, says: str
) -> None:
    """ASVS 2.2.1 2.2.2 15.3.3"""
    body = is_problem(await town.ask("POST", AT, town.fire, json={**PLAN, **changes}), 422)
    assert [x["field"] for x in body["errors"]] == [field]
    assert says in body["errors"][0]["zh"]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (_row(claimed=100.5), "不能大于 100"),
        (_row(planned=-3), "不能小于 0"),
        (_row(subproject=7), "没有第 7 个子项目"),
        ({"form": "progress", "rows": []}, "至少 1 项"),
    ],
)
async def test_figures_that_cannot_be(
    town: Town, set_clock: Any, sent: dict[str, Any], says: str
) -> None:
    """ASVS 1.4.2 2.2.3"""
    await set_clock("2023-05-20T10:00:00+08:00")
    is_problem(await town.ask("POST", MONTH, town.fire, json=sent), 422, says)


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"{", 400, "不是有效的 JSON"),
        (b'{"form": "work_plan", "form": "claim"}', 400, "不是有效的 JSON"),
        (b'{"money_wan": NaN}', 400, "不是有效的 JSON"),
        (b'{"money_wan": 12345678901.1234567}', 400, "sent as a string"),
        ('{"form": "方案"}'.encode("gb18030"), 400, "不是 UTF-8 编码"),
        (b"[" * 21 + b"]" * 21, 400, "嵌套超过 20 层"),
        (b"[" * 200_000, 400, "嵌套超过 20 层"),
        (b'"' + b'\\"' * 100_000, 400, "不是有效的 JSON"),
        (b" " * (256 * 1024 + 1), 413, "256 KB"),
        (b"", 422, "缺少此项"),
        (b"[]", 422, "JSON 对象"),
    ],
)
async def test_a_body_that_is_no_json(town: Town, content: bytes, status: int, says: str) -> None:
    """ASVS 1.5.2"""
    headers = {"Content-Type": "application/json"}
    answer = await town.ask("POST", AT, town.fire, content=content, headers=headers)
    is_problem(answer, status, says)


async def test_two_gigabytes_are_refused_unread(town: Town) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": str(2 * 1024**3)}
    answer = await town.ask("POST", AT, town.fire, content=b"{}", headers=headers)
    is_problem(answer, 413, "没有接收")


async def test_other_content_types_methods_and_addresses(town: Town) -> None:
    """ASVS 4.1.1"""
    is_problem(await town.ask("POST", AT, town.fire, data={"form": "work_plan"}), 415)
    odd = {"Content-Type": "application/json; charset=gbk"}
    is_problem(await town.ask("POST", AT, town.fire, content=b"{}", headers=odd), 415, "UTF-8")
    refused = await town.ask("DELETE", "/projects/LG23-01", town.clerk)
    is_problem(refused, 405)
    assert refused.headers["allow"] == "GET"
    is_problem(await town.ask("GET", "/nowhere", town.clerk), 404)


@pytest.mark.parametrize("key", [b"", b" ", b"a b", "\u7f16\u53f7".encode(), b"x" * 201, None])
async def test_a_write_needs_a_key(town: Town, key: bytes | None) -> None:
    headers = {b"Authorization": f"Bearer {town.fire}".encode()}
    if key is not None:
        headers[b"Idempotency-Key"] = key
    answer = await town.http.post(f"/api/v1{AT}", json=PLAN, headers=headers)
    assert is_problem(answer, 400, "Idempotency-Key")["type"].endswith("key-missing")


async def test_a_closed_duty_and_one_that_has_not_begun(town: Town, set_clock: Any) -> None:
    """ASVS 2.3.1"""
    await set_clock("2023-05-04T23:59:00+08:00")
    await town.ask("POST", AT, town.fire, json=PLAN)
    is_problem(await town.ask("POST", AT, town.fire, json=PLAN), 409, "已经登记")
    await town.ask("POST", AT.replace("filings", "acceptances"), town.clerk)
    is_problem(await town.ask("POST", AT, town.fire, json=PLAN), 409, "已经结束")
    later = MONTH.replace("M05", "M09")
    is_problem(await town.ask("POST", later, town.fire, json=_row()), 409, "2023-09-01")
    is_problem(await town.ask("POST", MONTH, town.fire, json=PLAN), 422, "应报送 progress")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"vote": "2023-04-21"}, "vote"),
        ({"next_session": "2023-03-31"}, "next_session"),
        ({"regime": "atlantis"}, "regime"),
        ({"projects": [LIST["projects"][0]] * 2}, "projects.1.id"),
        ({"projects": []}, "projects"),
        ({"vote": "2023-03-31T00:00:00+08:00"}, "vote"),
    ],
)
async def test_a_list_that_cannot_be_voted(town: Town, changes: dict[str, Any], field: str) -> None:
    """ASVS 2.2.3"""
    sent = {**LIST, "id": "LG23B", **changes}
    body = is_problem(await town.ask("POST", "/programmes", town.clerk, json=sent), 422)
    assert field in [x["field"] for x in body["errors"]]
    is_problem(await town.ask("GET", "/programmes/LG23B", town.clerk), 404)


async def test_a_project_of_another_list_stops_the_whole_opening(town: Town) -> None:
    fresh = {**LIST["projects"][0], "id": "LG23B-01"}
    sent = {**LIST, "id": "LG23B", "projects": [fresh, LIST["projects"][1]]}
    is_problem(await town.ask("POST", "/programmes", town.clerk, json=sent), 409, "LG23-02")
    for path in ("/programmes/LG23B", "/projects/LG23B-01"):
        is_problem(await town.ask("GET", path, town.clerk), 404)


async def test_more_ballots_than_deputies_and_a_ballot_of_tomorrow(town: Town) -> None:
    """ASVS 2.3.2 2.2.3"""
    at = "/programmes/LG23/duties/evaluation/filings"
    counts = {"satisfied": 150, "basic": 50, "dissatisfied": 10}
    ids = [x["id"] for x in LIST["projects"]]
    sent = {
        "form": "evaluation",
        "held_on": "2023-04-20",
        "roll": 200,
        "present": 190,
        "items": [{"project": x, "counts": counts} for x in ids],
    }
    organ = await _obligor_of(town, "evaluation")
    is_problem(await town.ask("POST", at, organ, json=sent), 422, "票数合计 210 多于出席人数 190")
    tomorrow = {**sent, "held_on": "2023-04-21"}
    is_problem(await town.ask("POST", at, organ, json=tomorrow), 422, "不能晚于今天")


async def _obligor_of(town: Town, duty: str) -> str:
    page = (await town.ask("GET", "/programmes/LG23", town.clerk)).json()
    party = next(x["obligor"] for x in page["duties"] if x["line"] == duty)
    return await town.token(party, party)
