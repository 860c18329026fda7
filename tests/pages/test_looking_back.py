"""Every page, list and export as it was: by the address, for staff and auditors, read only."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.pages.conftest import Hall
from tests.support.town import FIRE, PLAN

SetClock = Callable[[str], Any]
PROJECT = "/projects/LG23-01"


@pytest.fixture
async def lived(hall: Hall, set_clock: SetClock) -> AsyncIterator[Hall]:
    """The plan is filed on 25 April; it is 20 June."""
    town = hall.town
    fire = await town.token(f"unit:{FIRE}", "unit")
    await set_clock("2023-04-25T10:00:00+08:00")
    filed = await town.ask("POST", "/projects/LG23-01/duties/work_plan/filings", fire, json=PLAN)
    assert filed.status_code in (200, 201), filed.text
    await set_clock("2023-06-20T10:00:00+08:00")
    yield hall
    await town.tools.houses.close()


async def test_a_page_shows_its_past_and_every_link_stays_there(lived: Hall) -> None:
    clerk = await lived.signed_in("clerk")
    today = await clerk.get(PROJECT)
    assert "你在看" not in today.text
    then = await clerk.get(f"{PROJECT}?as_of=2023-04-22")
    assert then.status_code == 200, then.text
    assert "你在看2023年4月22日的样子，以后补记的也算。" in then.text
    assert "截至 4月22日 23:59" in then.text
    assert 'href="/?as_of=2023-04-22"' in then.text
    assert f'<a class="btn" data-today href="{PROJECT}">回到今天</a>' in then.text
    assert then.headers["x-as-of"] == "2023-04-22"
    board = await clerk.get("/?as_of=2023-04-22&known_at=2023-04-24&days=30")
    assert "只算到2023年4月24日为止记下的" in board.text
    assert 'name="days" value="30"' in board.text


async def test_nothing_is_written_while_one_looks_back(lived: Hall) -> None:
    clerk = await lived.signed_in("clerk")
    await clerk.get(f"{PROJECT}?as_of=2023-04-26")
    refused = await clerk.post("/decide?as_of=2023-04-26", clerk.form_of())
    assert refused.status_code == 409
    assert "你在看过去的样子" in refused.text
    api = await lived.town.ask(
        "POST", "/programmes?known_at=2023-04-26", await lived.town.token("clerk", "clerk"), json={}
    )
    assert api.status_code == 409, api.text


async def test_who_may_look_back(lived: Hall) -> None:
    for login, status in (("auditor", 200), ("government", 200), ("fire", 404), ("group", 404)):
        person = await lived.signed_in(login)
        assert (await person.get("/inbox?as_of=2023-04-22")).status_code in (status, 404), login
        assert (await person.get(f"{PROJECT}?as_of=2023-04-22")).status_code == status, login
    nobody = await lived.browser().get(f"{PROJECT}?as_of=2023-04-22")
    assert "/login?next=" in str(nobody.url)
    clerk = await lived.signed_in("clerk")
    assert "还没有到" in (await clerk.get("/?as_of=2031-01-01")).text
    assert "应写成 2025-06-30" in (await clerk.get("/?as_of=soon")).text


async def test_lists_and_answers_are_of_that_day_too(lived: Hall) -> None:
    town = lived.town
    token = await town.token("auditor", "auditor")
    owed = await town.ask("GET", "/projects/LG23-01?as_of=2023-04-22", token)
    assert owed.status_code == 200, owed.text
    now = await town.ask("GET", "/projects/LG23-01", token)
    assert owed.json()["version"] < now.json()["version"]
    nothing = await town.ask("GET", "/projects/LG23-01?known_at=2023-04-19", token)
    assert nothing.status_code == 404
    fire = await town.token(f"unit:{FIRE}", "unit")
    assert (await town.ask("GET", "/duties?as_of=2023-04-22", fire)).status_code == 403


async def test_an_auditors_machine_reads_chain_state_and_record(lived: Hall) -> None:
    town = lived.town
    token = await town.token("auditor", "auditor")
    at = "/audit/project/LG23-01"
    chain = (await town.ask("GET", f"{at}?after=30", token)).json()
    assert (chain["whole"], chain["faults"]) == (True, [])
    assert chain["events"][-1]["hash"] == chain["head"]
    then = (await town.ask("GET", f"{at}/state?as_of=2023-04-24", token)).json()
    assert then["state"]["duties"]["work_plan"]["submission"] is None
    assert (await town.ask("GET", f"{at}/state?known_at=2023-04-19", token)).status_code == 404
    package = await town.ask("GET", f"{at}/package?purpose=审计取证", token)
    assert package.headers["content-type"] == "application/zip"
    assert (await town.ask("GET", at, await town.token("clerk", "clerk"))).status_code == 403
