"""Papers over HTTP: composed from the record, frozen when issued, the same when repeated."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from ledger import audit
from tests.support.town import LIST, Town

PAPERS = "/programmes/LG23/papers"
CIRCULAR = {"kind": "circular", "period": "2023-Q2"}


async def sheets(town: Town, address: str) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook by name."""
    answer = await town.ask("GET", address, town.clerk)
    assert answer.status_code == 200, answer.text
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return {x: book.get_sheet_by_name(x).to_python() for x in book.sheet_names}


async def test_a_circular_tells_lights_lateness_and_rates_with_their_counts(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-07-10T10:00:00+08:00")
    found = await sheets(town, f"{PAPERS}/draft.xlsx?kind=circular&period=2023-Q2")
    assert list(found)[1:] == ["1 各项目进度", "2 逾期事项", "3 承办单位按期率"]
    late = found["2 逾期事项"]
    plans = [x for x in late if x[0] == "工作方案"]
    assert plans
    assert {str(x[4])[:10] for x in plans} == {"2023-05-04"}
    rates = [x for x in found["3 承办单位按期率"][1:] if x[2] != ""]
    due = [x for x in rates if x[2]]
    assert due
    assert {x[3] for x in due} == {0}, "nobody filed anything"
    assert all(x[6] == x[7] == f"0/{x[2]:.0f}" for x in due), "no extension was granted"
    assert all(set(x[1]) == {"⊠"} and len(x[1]) == x[2] for x in due[:-1])
    assert (rates[-1][0], rates[-1][2]) == ("合计", sum(x[2] for x in rates[:-1]))


async def test_an_issued_paper_is_frozen_and_a_draft_is_not(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    await set_clock("2023-07-10T10:00:00+08:00")
    first = await town.ask("POST", PAPERS, town.clerk, json=CIRCULAR, key="q2")
    assert first.status_code == 201, first.text
    before = (await town.ask("GET", f"{PAPERS}/1.pdf", town.clerk)).content
    await set_clock("2023-08-10T10:00:00+08:00")
    repeated = await town.ask("POST", PAPERS, town.clerk, json=CIRCULAR, key="q2")
    assert repeated.json() == first.json()
    assert (await town.ask("GET", f"{PAPERS}/1.pdf", town.clerk)).content == before
    draft = f"{PAPERS}/draft.pdf?kind=circular&period=2023-Q2"
    assert (await town.ask("GET", draft, town.clerk)).content != before
    (listed,) = (await town.ask("GET", PAPERS, town.clerk)).json()["items"]
    assert (listed["number"], listed["issuer"]) == ("民实监〔2023〕1号", "龙港市人大常委会")
    again = await town.ask("POST", PAPERS, town.clerk, json=CIRCULAR, key="q2-again")
    assert again.status_code == 409
    other = await town.ask(
        "POST", PAPERS, town.clerk, json={**CIRCULAR, "period": "2023-Q3"}, key="q2"
    )
    assert other.status_code == 422


async def test_the_record_stays_whole(town: Town, set_clock: Callable[[str], Any]) -> None:
    await set_clock("2023-07-10T10:00:00+08:00")
    for kind in ({"kind": "special_supervision"}, {"kind": "completion"}, CIRCULAR):
        answer = await town.ask("POST", PAPERS, town.clerk, json=kind)
        assert answer.status_code == 201, answer.text
    assert (await audit.verify(town.tools.ledger)).faults == ()
    assert (await audit.replay_check(town.tools.ledger)).differing == ()


async def test_what_cannot_be_composed_is_said(town: Town) -> None:
    for body, status in (
        ({"kind": "circular"}, 422),
        ({"kind": "circular", "period": "2023年二季度"}, 422),
        ({"kind": "evaluation"}, 409),
        ({"kind": "poem"}, 422),
    ):
        answer = await town.ask("POST", PAPERS, town.clerk, json=body)
        assert answer.status_code == status, answer.text
    assert (await town.ask("GET", f"{PAPERS}/7.pdf", town.clerk)).status_code == 404


async def test_units_are_shown_no_papers_and_issue_none(town: Town) -> None:
    assert (await town.ask("GET", PAPERS, town.fire)).status_code == 404
    assert (await town.ask("POST", PAPERS, town.fire, json=CIRCULAR)).status_code in (403, 404)
    assert (await town.ask("POST", PAPERS, town.group, json=CIRCULAR)).status_code == 403


async def test_an_issued_paper_is_the_filing_that_was_owed(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    first = {**LIST["projects"][0], "id": "LG25-01"}
    year = {**LIST, "id": "LG25", "regime": "longgang@2", "projects": [first]}
    assert (await town.ask("POST", "/programmes", town.clerk, json=year)).status_code == 201
    await set_clock("2024-03-15T10:00:00+08:00")
    issued = await town.ask(
        "POST", "/programmes/LG25/papers", town.clerk, json={"kind": "special_supervision"}
    )
    assert issued.status_code == 201, issued.text
    await set_clock("2024-03-25T10:00:00+08:00")
    await town.tools.ledger.keep("programme:LG25", by="sweeper")
    shown = (await town.ask("GET", "/programmes/LG25", town.clerk)).json()
    (duty,) = [x for x in shown["duties"] if x["line"] == "special_supervision_report"]
    assert (duty["due"], duty["status"]) == ("2024-03-19", "FULFILLED"), "as of its issue"
    assert (await audit.verify(town.tools.ledger)).faults == ()
