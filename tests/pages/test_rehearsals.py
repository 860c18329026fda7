"""推演: what would follow stands on the page, in the file and in the interface; nothing is kept."""

import csv
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from python_calamine import CalamineWorkbook

from api import rehearsing
from tests.pages.conftest import OURS, Hall
from tests.pages.test_list_pages import TEXT
from tests.support.town import FIRE

SILENT = f"silent={quote(f'unit:{FIRE}')}"


@pytest.fixture(autouse=True)
async def july(set_clock: Any, hall: Hall) -> None:
    await set_clock("2023-07-20T10:00:00+08:00")


async def test_if_one_unit_never_reports_its_messages_are_told_and_the_record_stays(
    hall: Hall,
) -> None:
    clerk = await hall.signed_in("clerk")
    before = (await clerk.get("/projects/LG23-01")).text.count("<li")
    answer = await clerk.get(f"/rehearsals/LG23?{SILENT}")
    assert answer.status_code == 200
    assert "第一条催办在2023年5月5日" in answer.text
    assert f"一直不报、不签收：{FIRE}" in answer.text
    assert "代表监督小组 LG23-01" in answer.text  # where the third rung leads
    rows = (await clerk.get(f"/rehearsals/LG23/messages.csv?{SILENT}")).content.decode("utf-8-sig")
    sheet = await clerk.get(f"/rehearsals/LG23/messages.xlsx?{SILENT}")
    table = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert table[0] == next(csv.reader(rows.splitlines()))
    assert len(table) == len(rows.splitlines())
    read = await hall.town.ask(
        "GET", f"/programmes/LG23/rehearsal?{SILENT}", await hall.town.token("clerk", "clerk")
    )
    messages = read.json()["messages"]
    assert len(messages) == len(table) - 1
    late = {x["to"] for x in messages if x["kind"] in ("overdue", "letter")}
    assert late == {FIRE}
    assert (await clerk.get("/projects/LG23-01")).text.count("<li") == before


async def test_a_moved_session_and_another_measure_are_told_as_four_days_now_and_then(
    hall: Hall,
) -> None:
    clerk = await hall.signed_in("clerk")
    moved = await clerk.get("/rehearsals/LG23?session_to=2024-01-16")
    assert "改期" in moved.text
    assert "早64天" in moved.text
    assert "01-16 二" in moved.text
    other = await clerk.get("/rehearsals/LG23?regime=longgang@2")
    assert "受影响的：" in other.text
    assert "新增 <b>" in other.text
    state = (await hall.town.tools.ledger.standing("programme:LG23")).state
    assert (state.regime, str(state.anchors.next_session)) == ("longgang@1", "2024-03-20")
    refused = await clerk.get("/rehearsals/LG23?session_to=2023-03-01")
    assert "这样推演不成立" in refused.text
    assert 'value="2023-03-01"' in refused.text


async def test_only_who_sees_the_board_of_the_region_rehearses(hall: Hall) -> None:
    unit, clerk = await hall.signed_in("fire"), await hall.signed_in("clerk")
    assert (await unit.get("/rehearsals/LG23?silent=all")).status_code == 404
    assert (await clerk.get("/rehearsals/NB26")).status_code == 404
    assert (await clerk.get("/rehearsals/LG23?storm_on=gestern")).status_code == 404
    assert "LG23" in (await clerk.get("/rehearsals")).text


async def test_what_takes_too_long_is_ended_and_what_the_rules_refuse_is_said(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = await hall.signed_in("clerk")
    monkeypatch.setattr(rehearsing, "WALL", 0.05)
    late = await clerk.get("/rehearsals/LG23?silent=all")
    assert late.status_code == 422
    assert "没有算完" in late.text
    monkeypatch.setattr(rehearsing, "WALL", 60.0)
    unknown = await clerk.get(f"/rehearsals/LG23?silent={quote('unit:没有这个局')}")
    assert unknown.status_code == 200
    assert "这样推演不成立" in unknown.text


async def test_any_published_list_is_rehearsed_and_none_goes_on_record(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/rehearsals")
    said = {"under": "longgang", "voted": "2023-03-31", "list_id": "XQ23", "region": "某省/某县"}
    file = {"file": ("清单.csv", TEXT.encode("gb18030"), "text/csv")}
    form = clerk.form(**said, status="voted")
    sent = await clerk.http.post("/rehearsals/published", data=form, files=file, headers=OURS)
    assert sent.status_code == 303, sent.text
    at = sent.headers["location"]
    shown = await clerk.get(at)
    assert "公布的清单，不在册" in shown.text
    assert 'name="under" value="longgang"' in shown.text, "each question repeats what is said"
    played = await clerk.get(f"{at}&silent=all")
    assert "第一条催办在2023年5月5日" in played.text
    assert "对今年的影响" not in (await clerk.get(f"{at}&session_to=2024-01-16")).text
    path, _, query = at.partition("?")
    rows = await clerk.get(f"{path}/messages.csv?{query}&silent=all")
    assert "XQ23-02" in rows.content.decode("utf-8-sig")
    assert (await clerk.get("/programmes/XQ23")).status_code == 404
    other = await hall.signed_in("government")
    assert (await other.get(at)).status_code == 404, "the file is the office's that sent it"
    form = clerk.form_of(**said, status="")
    file = {"file": ("清单.csv", "街道,电话\n甲,乙\n".encode(), "text/csv")}
    wrong = await clerk.http.post("/rehearsals/published", data=form, files=file, headers=OURS)
    assert wrong.status_code == 422
    assert "没有读成" in wrong.text
    assert 'value="某省/某县"' in wrong.text
