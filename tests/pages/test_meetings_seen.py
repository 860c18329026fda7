"""Which meetings somebody is told of: the same on a page, ahead of a group and in a calendar."""

from typing import Any

import pytest

from tests.api.test_meetings import MEETING
from tests.pages.conftest import SECRET, Hall
from tests.pages.test_following import events_at, link_of
from tests.support.town import REGION

SESSION, AMONG, REPORT = "二届人大三次会议", "第五次主任会议", "第六次主任会议"
CHAIRMEN: dict[str, Any] = {"kind": "chairmens_meeting", "document": "龙人大常委会〔2023〕9号"}
CONVENED: tuple[dict[str, Any], ...] = (
    {**MEETING, "opens": "2023-05-25"},
    {**CHAIRMEN, "id": "ZR5", "title": AMONG, "opens": "2023-05-10"},
    {
        **CHAIRMEN,
        "id": "ZR6",
        "title": REPORT,
        "opens": "2023-05-15",
        "serves": [{"programme": "LG23", "anchor": "mid_meeting"}],
    },
)
PAGES = {"fire": "/projects/LG23-01", "group": "/group", "clerk": "/projects/LG23-01"}


@pytest.fixture
async def convened(hall: Hall) -> Hall:
    """A session, the chairmen among themselves, and the chairmen to whom the year is reported."""
    for meeting in CONVENED:
        sent = {"tier": "county", "region": REGION, **meeting}
        done = await hall.town.ask("POST", "/meetings", hall.town.clerk, json=sent)
        assert done.status_code == 201, done.text
    return hall


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("fire", {SESSION, REPORT}),
        ("group", {SESSION, REPORT}),
        ("clerk", {SESSION, REPORT, AMONG}),
    ],
)
async def test_a_calendar_has_the_meetings_of_which_its_reader_is_told(
    convened: Hall, login: str, told: set[str]
) -> None:
    """ASVS 8.2.2: `[sight.meeting]`. What the chairmen meet about among themselves is theirs."""
    browser = await convened.signed_in(login)
    events = await events_at(convened, await link_of(browser, "person"))
    assert {x for x in (SESSION, AMONG, REPORT) if x in events} == told


@pytest.mark.parametrize("login", PAGES)
async def test_a_page_shows_no_more_of_them(convened: Hall, login: str) -> None:
    browser = await convened.signed_in(login)
    page = (await browser.get(PAGES[login])).text
    assert SESSION in page
    assert REPORT in page
    assert AMONG not in page, "it serves no year"


async def test_another_year_s_unit_is_told_what_is_published_alone(convened: Hall) -> None:
    """What sets a day in a year of which one has no project is not one's own."""
    party = "unit:市气象局"
    await convened.accounts.add("other", SECRET, "unit_clerk", party, region=REGION)
    other = await convened.signed_in("other")
    events = await events_at(convened, await link_of(other, "person"))
    assert {x for x in (SESSION, AMONG, REPORT) if x in events} == {SESSION}
