"""Two counties in one installation, each with a bureau of the same name: the files of the one are
not the other's.

Longgang, and Rui'an beside it, on 20 April 2023.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ledger.behalf import Behalf
from ledger.unfinished import OnTheirWay
from ledger.uploads import Room, Uploads
from tests.api.test_evidence import AT, PDF, hand_in
from tests.api.test_rows import seen
from tests.api.test_uploads import PHOTO, SHA, begin, piece
from tests.support.town import FIRE, LIST, PLAN, REGION, Town

BESIDE = "浙江省/温州市/瑞安市"
NAMED = f"unit:{FIRE}"
OURS, THEIRS = Behalf("unit", NAMED, REGION), Behalf("unit", NAMED, BESIDE)
THEIR_PLAN = AT.replace("LG23", "RA23")


@pytest.fixture
async def other(town: Town) -> str:
    """The token of the other county's bureau, which leads a project of its own list."""
    clerk = await town.token("clerk", "clerk", BESIDE)
    projects: Sequence[dict[str, Any]] = [
        {**x, "id": x["id"].replace("LG", "RA")} for x in LIST["projects"]
    ]
    theirs = {**LIST, "id": "RA23", "region": BESIDE, "projects": projects}
    opened = await town.ask("POST", "/programmes", clerk, json=theirs)
    assert opened.status_code == 201, opened.text
    return await town.token(NAMED, "unit", BESIDE)


async def test_the_one_s_files_are_neither_fetched_nor_filed_by_the_other(
    town: Town, other: str
) -> None:
    """ASVS 8.2.2"""
    sha256 = (await hand_in(town, "方案.pdf", PDF)).json()["sha256"]
    assert (await town.ask("GET", f"/evidence/{sha256}", other)).status_code == 404
    plan = {**PLAN, "evidence": [sha256]}
    refused = await town.ask("POST", THEIR_PLAN, other, json=plan)
    assert (refused.status_code, "请先在" in refused.text) == (422, True)
    assert (await town.ask("POST", AT, town.fire, json=plan)).status_code == 201
    assert (await town.ask("GET", f"/evidence/{sha256}", other)).status_code == 404, "used, too"
    assert (await hand_in(town, "他们的.pdf", PDF, other)).json()["name"] == "他们的.pdf"
    assert (await town.ask("POST", THEIR_PLAN, other, json=plan)).status_code == 201
    for token in (town.fire, other):
        assert (await town.ask("GET", f"/evidence/{sha256}", token)).content == PDF
    mine = [await town.tools.uploads.of(x, [sha256]) for x in (OURS, THEIRS)]
    assert [x[sha256].name for x in mine] == ["方案.pdf", "他们的.pdf"]
    used = await town.tools.uploads.uses(sha256)
    assert sorted((x.name, y) for x, y in used) == [
        ("他们的.pdf", "project:RA23-01"),
        ("方案.pdf", "project:LG23-01"),
    ]


async def test_the_one_fills_no_room_of_the_other(town: Town, other: str) -> None:
    """ASVS 5.2.4"""
    uploads = Uploads(town.tools.ledger.pool, Room(files=2, bytes=2000))
    town.tools = town.app.state.tools = replace(town.tools, uploads=uploads)
    for n in range(2):
        assert (await hand_in(town, f"{n}.pdf", PDF + bytes([n]))).status_code == 201
    assert (await hand_in(town, "3.pdf", PDF)).status_code == 409
    for n in range(2):
        theirs = await hand_in(town, f"{n}.pdf", PDF + b"theirs" + bytes([n]), other)
        assert theirs.status_code == 201, theirs.text


async def test_the_one_s_file_on_its_way_is_not_the_other_s_to_see_finish_or_drop(
    town: Town, other: str
) -> None:
    await begin(town)
    await piece(town, 0, PHOTO[:1000])
    assert (await town.ask("GET", f"/uploads/{SHA}", other)).status_code == 404
    assert (await begin(town, token=other)).json()["received"] == 0
    assert (await town.ask("DELETE", f"/uploads/{SHA}", other)).status_code == 204
    assert (await town.ask("GET", f"/uploads/{SHA}", town.fire)).json()["received"] == 1000
    assert (await piece(town, 1000, PHOTO[1000:])).json()["evidence"]["sha256"] == SHA
    assert (await begin(town, token=other)).json()["evidence"] is None, "it sends its own"


async def test_too_many_on_their_way_in_the_one_stop_nobody_in_the_other(
    town: Town, other: str
) -> None:
    for n in range(50):
        assert (await begin(town, PDF + bytes([n]), f"{n}.pdf")).status_code == 200
    assert (await begin(town)).status_code == 409
    assert (await begin(town, token=other)).status_code == 200


async def test_a_page_shows_what_is_on_its_way_in_its_own_county(town: Town) -> None:
    way = OnTheirWay(town.tools.ledger.pool)
    await way.begin(SHA, OURS, "现场.jpg", 9, "/projects/LG23-01/duties/work_plan")
    found = [await way.at(x, "/projects/LG23-01/duties/work_plan") for x in (OURS, THEIRS)]
    assert [len(x) for x in found] == [1, 0]


async def test_who_is_of_no_region_finds_his_party_s_files_of_every_region(
    town: Town, other: str
) -> None:
    """As a system that was registered for no region."""
    everywhere = await town.token(NAMED, "unit", None)
    sha256 = (await hand_in(town, "方案.pdf", PDF)).json()["sha256"]
    assert (await town.ask("GET", f"/evidence/{sha256}", everywhere)).content == PDF
    plan = {**PLAN, "evidence": [sha256]}
    assert (await town.ask("POST", AT, everywhere, json=plan)).status_code == 201
    own = (await hand_in(town, "自己的.pdf", PDF + b"1", everywhere)).json()["sha256"]
    for token in (town.fire, other):
        assert (await town.ask("GET", f"/evidence/{own}", token)).status_code == 404


async def test_a_query_that_forgets_to_ask_finds_none_of_the_next_county_s(
    town: Town, other: str
) -> None:
    """ASVS 8.4.1: the row's own policy, below every query."""
    sha256 = (await hand_in(town, "方案.pdf", PDF)).json()["sha256"]
    await town.ask("POST", AT, town.fire, json={**PLAN, "evidence": [sha256]})
    await begin(town)
    ledger = town.tools.ledger
    assert await seen(ledger, OURS, "uploads", "region") == {REGION}
    assert await seen(ledger, THEIRS, "uploads", "region") == set()
    assert await seen(ledger, OURS, "unfinished", "region") == {REGION}
    assert await seen(ledger, THEIRS, "unfinished", "region") == set()
