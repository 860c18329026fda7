"""查看记录 on pages: signing in leaves lines, an export asks what for, auditors read everybody's
and the office theirs, and who was forgotten is shown as forgotten."""

import asyncpg
import pytest

from ledger.erasing import account_ref, erase
from tests.pages.conftest import SECRET, Hall


async def lines(database: str, wanted: str) -> list[asyncpg.Record]:
    """The lines of the log that the condition finds, oldest first."""
    owner = await asyncpg.connect(database)
    try:
        return list(
            await owner.fetch(f"SELECT * FROM access_log WHERE {wanted} ORDER BY seq")
        )  # ours
    finally:
        await owner.close()


async def test_signing_in_leaves_a_line_whether_it_succeeds_or_not(
    hall: Hall, database: str
) -> None:
    """ASVS 16.3.1 16.2.5: both, with whom and from where, and never what was typed."""
    wrong = await hall.browser().sign_in("fire", "canary wrong password")
    assert wrong.status_code == 422
    await hall.signed_in("fire")
    failed, *begun = await lines(database, "action = 'POST /login'")
    assert (failed["result"], failed["subject"]) == (422, None)
    assert begun[-1]["result"] == 303
    assert begun[-1]["subject"].startswith("account:")
    told = str([dict(x) for x in await lines(database, "true")])
    assert "canary" not in told
    assert SECRET not in told


async def test_an_export_asks_what_for_and_the_line_says_it(hall: Hall, database: str) -> None:
    """`reliability §4.5`: exports carry a purpose; without one nothing is exported."""
    clerk = await hall.signed_in("clerk")
    asking = await clerk.get("/board/export?days=30")
    assert 'name="purpose"' in asking.text
    assert 'name="days" value="30"' in asking.text
    assert "text/csv" not in asking.headers["content-type"]
    short = await clerk.get("/board/export?days=30&purpose=%20%20看%20")
    assert 'name="purpose"' in short.text
    done = await clerk.get("/board/export?days=30&purpose=主任会议%0a材料")
    assert done.headers["content-type"].startswith("text/csv")
    asked = await lines(database, "action = 'GET /board/export'")
    assert [x["purpose"] for x in asked] == [None, None, "主任会议 材料"]
    assert asked[-1]["filter"] == "days=30"


async def test_what_is_sought_cannot_forge_a_line(hall: Hall, database: str) -> None:
    """ASVS 16.4.1 16.2.2: one request is one line, times are UTC, secrets of a form stay out."""
    clerk = await hall.signed_in("clerk")
    await clerk.get("/?q=x%0a2023-04-20%20root%20GET%20/&form_token=canary")
    (line,) = await lines(database, "action = 'GET /' AND filter <> ''")
    assert line["filter"] == "q=x%0a2023-04-20%20root%20GET%20/"
    assert line["at"].utcoffset().total_seconds() == 0


async def test_auditors_read_everybody_s_lines_and_the_office_theirs(hall: Hall) -> None:
    unit, auditor = await hall.signed_in("fire"), await hall.signed_in("auditor")
    await unit.get("/projects/LG23-01")
    await unit.get("/projects/LG23-02")
    await auditor.get("/audit/project/LG23-01")
    everybody = (await auditor.get("/audit/reads")).text
    assert "fire的岗位" in everybody
    assert "没有给看" in everybody
    assert "没有断" in everybody
    sought = (await auditor.get("/audit/reads?what=LG23-02&refused=true")).text
    assert "GET /projects/{project}" in sought
    assert "GET /audit/{kind}/{name}" not in sought
    clerk = await hall.signed_in("clerk")
    theirs = (await clerk.get("/audit/reads")).text
    assert "auditor的岗位" in theirs
    assert "fire的岗位" not in theirs
    assert (await unit.get("/audit/reads")).status_code == 404


async def test_who_was_forgotten_is_shown_as_forgotten(hall: Hall) -> None:
    """ASVS 14.2.4: the lines of who was erased stay, his name does not."""
    await (await hall.signed_in("group")).get("/group")
    ledger = hall.town.tools.ledger
    ref = await account_ref(ledger, "group")
    await erase(ledger, "account", ref, by="cli:erase", because="本人申请，任期已满")
    auditor = await hall.signed_in("auditor")
    text = (await auditor.get("/audit/reads?who=" + ref)).text
    assert "姓名已抹去" in text
    assert "group的岗位" not in text
    told = (await auditor.get("/audit/erasures")).text
    assert "本人申请，任期已满" in told
    assert ref in told
    assert "group的岗位" not in told


@pytest.mark.parametrize("path", ["/open/log", "/open", "/login"])
async def test_what_everybody_may_see_leaves_no_line(hall: Hall, database: str, path: str) -> None:
    clerk = await hall.signed_in("clerk")
    before = len(await lines(database, "true"))
    assert (await clerk.get(path)).status_code == 200
    assert len(await lines(database, "true")) == before
