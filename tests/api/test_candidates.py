"""From the pool to the candidates over HTTP: who may, what is missing, what follows elsewhere."""

import re
from typing import Any

from api.pages import wish_seal
from tests.support.town import REGION, Town

OPENING: dict[str, Any] = {
    "id": "LG24",
    "title": "龙港市2024年民生实事项目征集",
    "region": REGION,
    "regime": "longgang",
    "year": 2024,
    "session": "2024-03-20",
    "session_assumed": False,
    "opens": "2023-04-01",
    "closes": "2023-05-15",
}
TITLES = (
    "农村老旧民房电气线路改造与智慧烟感安装",
    "居民住宅小区二次供水网络设施改造",
    "公共场所无障碍设施改造",
)
POOL, CANDIDATES = "/collections/LG24/pool", "/collections/LG24/candidates"


def item(n: int, **changes: Any) -> dict[str, Any]:
    draft = {
        "title": TITLES[n],
        "source": "wishes",
        "place": "全市",
        "unit": "市住房和城乡建设局",
        "target": {"op": "ge", "value": 60, "unit": "个"},
        "cost": {"wan": 800.5, "paid_by": [{"payer": "市财政", "wan": 800.5}]},
        "benefit": {"number": 30000, "unit": "户", "whom": "老旧小区居民"},
        "finish": "2024-11-30",
    }
    return {"id": f"K0{n + 1}", "draft": {**draft, **changes}}


async def ok(town: Town, path: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await town.ask("POST", path, token, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def screened(town: Town, name: str) -> None:
    shown = (await town.ask("GET", f"{POOL}/{name}", town.government)).json()
    checks = [{"check": x["check"], "verdict": "met", "reason": "经核实"} for x in shown["checks"]]
    await ok(town, f"{POOL}/{name}/checks", town.government, {"judgements": checks})


async def public(town: Town, **said: str) -> Any:
    """Somebody without an account says something on the public page."""
    page = await town.http.get("/candidates/LG24")
    found = re.search(r'name="seal" value="([^"]+)"', page.text)
    assert found is not None, page.text
    data = {"website": "", "seal": found[1], **said}
    return await town.http.post("/candidates/LG24", data=data, follow_redirects=False)


async def test_items_are_screened_listed_and_seen_by_the_public(
    town: Town, monkeypatch: Any
) -> None:
    monkeypatch.setattr(wish_seal, "QUICKEST", 0.0)
    await ok(town, "/collections", town.clerk, OPENING)
    for n in range(3):
        await ok(town, POOL, town.government, item(n))
    assert (await town.ask("POST", POOL, town.fire, json=item(0))).status_code in (403, 404)
    early = {"on": "2023-04-20", "document": "龙政〔2023〕8号", "seats": 2, "items": ["K01", "K02"]}
    refused = await town.ask("POST", CANDIDATES, town.government, json=early)
    assert refused.status_code == 409
    assert "还没有筛选" in refused.text
    for name in ("K01", "K02", "K03"):
        await screened(town, name)
    meeting = {
        "kind": "executive_meeting",
        "on": "2023-04-19",
        "document": "龙政纪〔2023〕5号",
        "passed": ["K01", "K02", "K03"],
    }
    await ok(town, f"{POOL}/reviews", town.government, meeting)
    await ok(town, CANDIDATES, town.government, {**early, "items": ["K01", "K02", "K03"]})
    shown = (await town.ask("GET", CANDIDATES, town.clerk)).json()
    assert shown["margin_ok"]
    assert shown["margin_zh"] == "应选2项，候选3项，多1项（50%），在建议的3项之内。"
    assert shown["before_vote"] == ["候选项目还没有公示", "候选项目还没有经常委会先行审议"]
    assert (await town.http.get("/candidates/LG24")).status_code == 404, "not shown to it yet"
    open_ = {"opens": "2023-04-20", "closes": "2023-04-26", "where": "市政府门户网站"}
    await ok(town, "/collections/LG24/comments/opening", town.government, open_)
    said = {
        "number": "GS-01",
        "text": "希望先改造2000年以前建成的小区",
        "item": "K02",
        "channel": "hotline",
        "on": "2023-04-20",
    }
    await ok(town, "/collections/LG24/comments", town.clerk, said)
    told = {"answer": "按建成年代先后安排", "taken": True}
    await ok(town, "/collections/LG24/comments/GS-01/answer", town.government, told)
    text = "建议把二次供水改造的小区名单也公布出来"
    taken = await public(town, text=text, item="K02")
    assert taken.status_code == 303, taken.text
    thanked = await town.http.get(taken.headers["location"])
    assert "收到了，编号 LG24-" in thanked.text
    assert text not in thanked.text, "shown with its answer, when somebody has read it"
    assert said["text"] in thanked.text
    refused = await public(town, text="请打电话给我13958801234商量这件事")
    assert refused.status_code == 422
    assert "不要写电话" in refused.text
    found = (await town.ask("GET", "/collections/LG24/comments", town.auditor)).json()["items"]
    assert [(x["text"], x["taken"]) for x in found] == [(said["text"], True), (text, None)]
    whole = (await town.ask("GET", POOL, town.clerk)).json()
    assert whole["counts"]["candidate"] == 3


async def test_a_wish_that_nobody_said_is_not_linked(town: Town) -> None:
    await ok(town, "/collections", town.clerk, OPENING)
    unknown = {**item(0), "wishes": ["LG24-NONE"]}
    answer = await town.ask("POST", POOL, town.government, json=unknown)
    assert answer.status_code == 422
    assert "本次征集没有建议“LG24-NONE”" in answer.text


async def test_what_is_missing_is_hinted_and_decides_nothing(town: Town) -> None:
    await ok(town, "/collections", town.clerk, OPENING)
    await ok(town, POOL, town.government, item(0, finish="2025-06-30", cost=None))
    shown = (await town.ask("GET", f"{POOL}/K01", town.clerk)).json()
    by_check = {x["check"]: x["hints"] for x in shown["checks"]}
    assert by_check["money"] == ["没有写明资金"]
    assert by_check["finishable"] == ["完成时间 2025-06-30 超出当年，2024 年没有年度节点"]
    assert shown["phase"] == "pooled"
    await screened(town, "K01")


async def test_what_became_of_an_item_is_told_to_those_who_wished_it(town: Town) -> None:
    await ok(town, "/collections", town.clerk, OPENING)
    said = {"text": "小区水压太低，三楼以上经常没水，希望改造", "channel": "hotline"}
    wish = await ok(town, "/collections/LG24/wishes", town.clerk, {**said, "on": "2023-04-18"})
    number = wish["stream"].removeprefix("wish:")
    await ok(town, POOL, town.government, {**item(1), "id": "K02", "wishes": [number]})
    await town.tools.ledger.keep(wish["stream"], by="clock")
    shown = (await town.ask("GET", f"/wishes/{number}", town.clerk)).json()
    assert shown["items"] == ["K02"]
    no = {"reason": "已列入老旧小区改造计划，不重复安排"}
    await ok(town, f"{POOL}/K02/rejection", town.government, no)
    proposed = (await town.ask("GET", f"{POOL}/K02", town.clerk)).json()["answer"]
    assert proposed["outcome"] == "declined"
    assert no["reason"] in proposed["text"]
    told = await ok(town, f"{POOL}/K02/answers", town.clerk, proposed)
    assert told == {"answered": 1}
    shown = (await town.ask("GET", f"/wishes/{number}", town.clerk)).json()
    assert no["reason"] in str(shown)
