"""A collection over HTTP: opened by the clerk, served by its session, with a clock of its own."""

from typing import Any

from tests.support.town import REGION, Town

OPENING: dict[str, Any] = {
    "id": "LG24",
    "title": "龙港市2024年民生实事项目征集",
    "region": REGION,
    "regime": "longgang",
    "year": 2024,
    "session": "2024-03-20",
    "opens": "2023-11-01",
    "closes": "2023-12-15",
}
SESSION: dict[str, Any] = {
    "id": "LG24-1",
    "title": "第二届人民代表大会第三次会议",
    "kind": "first_session",
    "opens": "2024-02-28",
    "document": "龙人大〔2023〕19号",
    "serves": [{"programme": "LG24", "before": True, "anchor": "session"}],
}


async def test_it_is_opened_read_and_owes_its_notice(town: Town) -> None:
    opened = await town.ask("POST", "/collections", town.clerk, json=OPENING)
    assert opened.status_code == 201, opened.text
    shown = (await town.ask("GET", "/collections/LG24", town.government)).json()
    assert (shown["regime"], shown["takes_wishes"]) == ("longgang@2", False)
    (notice,) = [x for x in shown["duties"] if x["line"] == "collection_notice"]
    assert notice["title"] == OPENING["title"]
    assert notice["provisional_zh"], "its session is only assumed"
    listed = (await town.ask("GET", "/collections?year=2024", town.auditor)).json()
    assert [x["id"] for x in listed["items"]] == ["LG24"]
    assert (await town.ask("GET", "/collections/LG24", town.fire)).status_code == 404
    assert (await town.ask("POST", "/collections", town.government, json=OPENING)).status_code in (
        403,
        404,
    )


async def test_its_session_moves_its_dates_and_its_notice_is_filed(town: Town) -> None:
    await town.ask("POST", "/collections", town.clerk, json=OPENING)
    convened = await town.ask("POST", "/meetings", town.clerk, json=SESSION)
    assert convened.status_code == 201, convened.text
    await town.tools.ledger.keep("collection:LG24", by="clock")
    shown = (await town.ask("GET", "/collections/LG24", town.clerk)).json()
    assert shown["anchors"]["session"] == "2024-02-28"
    (notice,) = [x for x in shown["duties"] if x["line"] == "collection_notice"]
    assert (notice["due"], notice["provisional_zh"]) == ("2023-12-28", None)
    report = {"form": "report", "title": "建议项目征集函", "text": "现公开征集2024年建议项目。"}
    at = notice["file_at"].removeprefix("/api/v1")
    filed = await town.ask("POST", at, town.government, json=report)
    assert filed.status_code == 201, filed.text
    own = (await town.ask("GET", "/duties?done=true", town.government)).json()
    assert "collection:LG24" in [x["stream"] for x in own["items"]]


async def test_its_window_is_extended_and_closed(town: Town, set_clock: Any) -> None:
    await town.ask("POST", "/collections", town.clerk, json=OPENING)
    longer = {"closes": "2023-12-31", "reason": "征集面不够广", "document": "龙人大〔2023〕20号"}
    path = "/collections/LG24/extension"
    assert (await town.ask("POST", path, town.clerk, json=longer)).status_code == 201
    await set_clock("2023-12-20T10:00:00+08:00")
    shown = (await town.ask("GET", "/collections/LG24", town.clerk)).json()
    assert shown["takes_wishes"]
    closing = {"on": "2023-12-20", "note": "共收到建议若干，转入筛选"}
    answer = await town.ask("POST", "/collections/LG24/closing", town.clerk, json=closing)
    assert answer.status_code == 201
    await set_clock("2023-12-21T10:00:00+08:00")
    shown = (await town.ask("GET", "/collections/LG24", town.clerk)).json()
    assert not shown["takes_wishes"]
