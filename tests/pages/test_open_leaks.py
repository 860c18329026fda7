"""Nothing internal leaks: each line of `rules.KEPT` is planted in the record and then looked for on
every public address; the office still finds it where the table says that it may."""

from collections.abc import Callable
from pathlib import Path
from re import findall, search
from typing import Any

from api.pages.install import ROUTERS
from api.public.rules import KEPT
from ledger.answers import phone_of, put_answer, put_words
from ledger.log.checkpoints import newest
from tests.api.test_changes import asking
from tests.api.test_evidence import PDF, hand_in
from tests.pages.conftest import Hall
from tests.pages.test_ballot_pages import opened, sent
from tests.support.journey import carry_out
from tests.support.log import sign
from tests.support.town import FIRE, PLAN, REGION

AT = "/projects/LG23-01"
MONTH = f"{AT}/duties/monthly_progress/2023-M05"
PLANTED = {
    "letter_answer": "督办答复原文甲",
    "return_reason": "退回理由原文乙",
    "plan_text": "方案正文原文丙",
    "progress_note": "进度说明原文丁",
    "returned_figure": "37.5",
    "visit_text": "检查所见原文戊",
    "finding_text": "问题原文己",
    "change_reason": "调整理由原文庚",
    "person": "deputy:D017",
    "account": "account:",
    "wisher": "称呼原文辛",
    "unread_words": "居民留言原文壬",
}
IN_THE_RECORD = (
    "letter_answer", "return_reason", "plan_text", "progress_note", "visit_text",
    "finding_text", "change_reason", "person",
)  # fmt: skip
"""What staff and auditors find in the project's own history."""
_WISHER = "INSERT INTO wishers (wish, name) VALUES ('LG24-0000-0000-0000', $1)"


async def test_what_is_kept_stands_on_no_public_address(
    hall: Hall, set_clock: Callable[[str], Any], tmp_path: Path
) -> None:
    """ASVS 8.2.3 15.3.1"""
    assert {*PLANTED, "unannounced_count"} == {x.fact for x in KEPT}, "each is planted"
    await planted(hall, set_clock)
    await sign(hall.town.tools.ledger.pool, tmp_path / "signed")
    told = await every_public_answer(hall)
    assert len(told) > 20
    for path, text in told.items():
        found = [x for x, marker in PLANTED.items() if marker in text]
        assert found == [], path
    clerk = await hall.town.token("clerk", "clerk")
    parts = [f"{AT}/history?limit=50&after={x}" for x in range(0, 200, 50)]
    history = "".join([(await hall.town.ask("GET", x, clerk)).text for x in parts])
    assert [x for x in IN_THE_RECORD if PLANTED[x] not in history] == []


async def planted(hall: Hall, set_clock: Callable[[str], Any]) -> None:
    """Everything that the table names, as it would come to be in a year."""
    town = hall.town
    clerk = await town.token("clerk", "clerk")
    unit = await town.token(f"unit:{FIRE}", "unit")
    group = await town.token("deputy_group:LG23-01", "deputy_group")

    async def say(at: str, who: str, body: Any) -> None:
        answer = await town.ask("POST", at, who, json=body)
        assert answer.status_code in (200, 201), (at, answer.text)

    plan = {**PLAN, "target": PLANTED["plan_text"]}
    await say(f"{AT}/duties/work_plan/filings", unit, plan)
    await set_clock("2023-05-15T10:00:00+08:00")
    seen = {
        "kind": "site_visit",
        "happened_at": "2023-05-12T09:30:00+08:00",
        "place": PLANTED["visit_text"],
        "taking_part": [PLANTED["person"]],
        "seen": PLANTED["visit_text"],
    }
    finding = {"text": PLANTED["finding_text"], "due": "2023-05-26"}
    await say(f"{AT}/inspections", group, {"visit": seen, "findings": [finding]})
    await set_clock("2023-06-02T10:00:00+08:00")
    row = {"subproject": 1, "planned": "40", "claimed": PLANTED["returned_figure"]}
    row["note"] = PLANTED["progress_note"]
    await say(f"{MONTH}/filings", unit, {"form": "progress", "rows": [row]})
    await say(f"{MONTH}/returns", clerk, {"reason": PLANTED["return_reason"]})
    sha = (await hand_in(town, "请示.pdf", PDF, unit)).json()["sha256"]
    later = asking("schedule", sha, planned_completion="2023-12-20")
    asked = {**later, "reason": PLANTED["change_reason"]}
    await say(f"{AT}/changes", unit, asked)
    await set_clock("2023-07-20T10:00:00+08:00")
    for _ in range(20):
        await town.tools.ledger.keep("project:LG23-01", by="clock")
    late = f"{AT}/duties/monthly_progress/2023-M06"
    letter = {"revision": 0, "text": PLANTED["letter_answer"]}
    await say(f"{late}/letter-replies", unit, letter)
    ledger = town.tools.ledger
    phone = phone_of(b"key", "LG23-01", "mark")
    await put_answer(ledger, "LG23-01", phone, "broken")
    await put_words(ledger, "LG23-01", phone, PLANTED["unread_words"])
    await ledger.pool.write(lambda x: x.exec_driver_sql(_WISHER, (PLANTED["wisher"],)))


async def every_public_answer(hall: Hall) -> dict[str, str]:
    """Every GET route that begins with /open, with what its parameters may be, and what it says."""
    signed = await newest(hall.town.tools.ledger.pool)
    assert signed is not None
    values = {
        "{project}": "LG23-01",
        "{programme}": "LG23",
        "{region:path}": REGION,
        "{table}": "*",
        "{size}": str(signed.size),
    }
    visitor, found = hall.browser(), {}
    routes = [x for r in ROUTERS for x in r.routes if "GET" in (getattr(x, "methods", None) or ())]
    paths = [str(getattr(x, "path", "")) for x in routes]
    paths += ["/api/v1/open/projects/{project}", "/api/v1/open/places", "/api/v1/open/dictionary"]
    for template in (x for x in paths if x.startswith(("/open", "/api/v1/open"))):
        path = template
        for name, value in values.items():
            path = path.replace(name, value)
        tables = ("projects", "parts", "late", "results", "answers")
        for one in [path.replace("*", x) for x in tables] if "*" in path else [path]:
            answer = await visitor.get(f"{one}?region={REGION}")
            assert answer.status_code == 200, (one, answer.text[:300])
            found[one] = answer.text
    for extra in (f"/api/v1/open/projects?region={REGION}", "/open/projects/LG23-01?why=work_plan"):
        found[extra] = (await visitor.get(extra)).text
    left = {x for y in found for x in findall(r"\{[^}]+\}", y)}
    assert left == set(), "a public route with a parameter that this test does not know"
    return found


async def test_a_count_is_nobody_s_before_it_was_announced(hall: Hall) -> None:
    """`unannounced_count`: the box was opened by two keys, and the result is not yet told."""
    at, clerk, codes, _ = await opened(hall)
    deputy, visitor = await hall.signed_in("wu"), hall.browser()
    await deputy.get(at)
    await sent(deputy, f"{at}/review", **{"mark.0": "satisfied", "mark.1": "dissatisfied"})
    code = search(r'class="code">([^<]+)<', deputy.page)
    assert code is not None
    await sent(
        deputy, f"{at}/cast", code=code[1], **{"mark.0": "satisfied", "mark.1": "dissatisfied"}
    )
    await clerk.get(at)
    await sent(clerk, f"{at}/closing", present="")
    await sent(clerk, f"{at}/count", first=codes[0], second=codes[1])
    await carry_out(hall.town.tools.ledger)
    addresses = ("/open/projects/LG23-01", "/open/years/LG23", "/open/projects/LG23-01/course")
    failed = "/open/projects/LG23-02"
    for path in (*addresses, failed, f"{failed}/course", f"{failed}/feed.atom"):
        told = (await visitor.get(path)).text
        assert "代表打" not in told, path
        assert "整改" not in told, f"{path}: what a bad grade calls for tells the grade"
    await visitor.get(f"{addresses[0]}/course")
    assert "内部记录" in visitor.page
    await clerk.get(at)
    await sent(clerk, f"{at}/publication", where="大会现场宣布")
    for path in addresses:
        assert "代表打" in (await visitor.get(path)).text, path
    results = await visitor.get("/open/data/results.csv?list=LG23")
    assert ",1,0,0,0,0,1,4,4,100.00," in results.text
