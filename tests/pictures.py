"""`make pictures`: the main pages as they look, from a real house, into docs/pictures.

A PostgreSQL of its own, seven real lists and one furnished house (SYN where nothing is published),
Debian's Chromium. Nothing is left behind but the pictures.
"""

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import ViewportSize, async_playwright

from ledger.door import Ledger
from ledger.migrate import choose_settable_clock, upgrade
from stack import postgres
from tests.pages.conftest import Hall
from tests.pages.furnished import furnished
from tests.pages.test_ballot_pages import code_on, sent
from tests.pages.test_every_page import DESK, Tabs
from tests.pages.test_in_chromium import served
from tests.pages.visits import HALL, NOBODY
from tests.support import data_folder, free_port
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.counties import counties
from tests.support.house import NOW

PHONE = ViewportSize(width=390, height=844)
FOLDER = Path(__file__).parents[1] / "docs" / "pictures"


@dataclass(frozen=True)
class Picture:
    """One page: the file's name, who looks, where, on what, by day or by night."""

    name: str
    who: str
    at: str
    phone: bool = False
    night: bool = False


PICTURES = (
    Picture("01-board", "county", "/?light=RED"),
    Picture("02-board-night", "clerk", "/", night=True),
    Picture("03-project", "county", "/projects/NH23-07"),
    Picture("04-unit", "housing", "/projects/LG23-02/duties/monthly_progress/2023-M07"),
    Picture("05-group", "silent", "/group", phone=True),
    Picture("06-inspection", "silent", "/group/LG23-03/inspection", phone=True),
    Picture("07-public", NOBODY, "/open/projects/NH23-07", phone=True),
    Picture("08-charts", "county", "/charts"),
    Picture("09-rehearsal", "clerk", "/rehearsals/LG23"),
    Picture("10-replay", "auditor", "/audit/project/LG23-03"),
    Picture("11-league", "county", "/league"),
    Picture("12-screen", HALL, "{SCREEN}"),
)


async def take(url: str, evidence: Path) -> None:
    """Furnish the house, open each page, keep its picture."""
    await asyncio.to_thread(upgrade, url)
    await choose_settable_clock(url)
    ledger = await Ledger.connect(url)
    hall, chance = await furnished(ledger, evidence, counties(NOW.date()))
    await _vote_counted(hall, chance)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = await asyncio.to_thread(chromium)
    async with served(hall.app) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        tabs = Tabs(browser, address, chance)
        for picture in PICTURES:
            await _one(tabs, picture, chance.get(picture.at, picture.at))
        await browser.close()
    await hall.town.http.aclose()
    await ledger.close()


VOTES = {
    "wu": ("satisfied", "satisfied", "dissatisfied"),
    "huang": ("satisfied", "basic", "dissatisfied"),
    "lin": ("satisfied", "satisfied", "basic"),
}


async def _vote_counted(hall: Hall, chance: dict[str, str]) -> None:
    """The box closed and opened, and on the hall's screen one result after another."""
    box, codes = chance["{BOX}"], chance["{CODES}"].split()
    for login, chosen in VOTES.items():
        voter = await hall.signed_in(login)
        await voter.get(box)
        marks = {f"mark.{n}": x for n, x in enumerate(chosen)}
        await sent(voter, f"{box}/review", **marks)
        await sent(voter, f"{box}/cast", code=await code_on(voter), **marks)
    clerk = await hall.signed_in("clerk")
    await clerk.get(box)
    await sent(clerk, f"{box}/closing", present="")
    await sent(clerk, f"{box}/count", first=codes[0], second=codes[1])
    for what in (box.removeprefix("/ballots/"), "next", "next", "next"):
        await clerk.get(chance["{SCREENS}"])
        shown = {"form_token": clerk.hidden("form_token"), "do": what}
        await clerk.post(chance["{SCREENS}"], shown)


async def _one(tabs: Tabs, picture: Picture, at: str) -> None:
    page = await tabs.tab(picture.who)
    await page.set_viewport_size(PHONE if picture.phone else DESK)
    await page.emulate_media(color_scheme="dark" if picture.night else "light")
    answer = await page.goto(tabs.address + at, wait_until="load")
    assert answer is not None
    assert answer.status == 200, (at, answer.status)
    await page.wait_for_timeout(500)
    await page.screenshot(path=FOLDER / f"{picture.name}.png")
    sys.stdout.write(f"docs/pictures/{picture.name}.png {at}\n")
    await page.close()


def main() -> None:
    """With a server of its own, ended afterwards."""
    with data_folder() as home, tempfile.TemporaryDirectory() as evidence:
        server = postgres.start(home, free_port())
        try:
            asyncio.run(take(server.url, Path(evidence)))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
