"""R18 b: a text that would be a script stays a text, on every page and in every download.

The house is furnished through a ledger that adds such a text to every free text that is said, and
a list of projects is made of nothing else. Every page is then opened in a real browser, in both
languages: no dialog, no breach of the policy, no element that we did not write, and on the pages
of the list every text as it was sent. The control is a page that believes the texts.
"""

import asyncio
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from playwright.async_api import Browser, Page
from playwright.async_api import Error as PlaywrightError

from api import rehearsing
from api.pages.words import name_zh
from ledger.migrate import choose_settable_clock
from tests.pages.conftest import Hall, chrome, real_browser
from tests.pages.furnished import furnished
from tests.pages.test_every_page import TABS, Tabs, put_together
from tests.pages.test_in_chromium import served
from tests.pages.visits import FORMS, NOBODY, VISITS
from tests.support.house import NOW, carry_out, keep_until
from tests.support.spiced import Spiced
from tests.support.town import FIRE, REGION
from tests.support.xss import FOREIGN, SCRIPTS

__all__ = ["chrome", "real_browser"]
LANGUAGES = ("zh-CN", "en")
EACH = 3
"""Texts in the name of one project, which then has room for the one that is added."""
NAMES = [" ".join(SCRIPTS[n : n + EACH]) for n in range(0, len(SCRIPTS), EACH)]
LIST: dict[str, Any] = {
    "id": "XS23",
    "title": f"名单 {SCRIPTS[0]}",
    "region": REGION,
    "regime": "longgang@1",
    "vote": "2023-03-31",
    "next_session": "2024-03-20",
    "projects": [
        {
            "id": f"XS23-{n:02d}",
            "name": name,
            "lead_unit": FIRE if n == 1 else f"单位 {SCRIPTS[n]}",
            "subprojects": [
                {"no": 1, "name": name, "target": {"op": "ge", "value": 5, "unit": SCRIPTS[n]}}
            ],
        }
        for n, name in enumerate(NAMES, 1)
    ],
}
OF_THE_LIST = (
    ("clerk", "/programmes/XS23"),
    ("clerk", "/?q=名单"),
    ("clerk", "/projects/XS23-01"),
    ("clerk", "/projects/XS23-02"),
    ("clerk", "/rehearsals/XS23"),
    ("fire", "/projects/XS23-01/duties/work_plan"),
    ("auditor", "/audit/project/XS23-02"),
    (NOBODY, "/open/years/XS23"),
    (NOBODY, "/open/projects/XS23-01"),
    (NOBODY, "/open/projects/XS23-02/course"),
    (NOBODY, "/open/projects/XS23-01/embed"),
    (NOBODY, "/open/projects/XS23-01/card"),
)
FILES = (
    ("clerk", "/programmes/XS23/list.csv?purpose=核对工作"),
    ("clerk", "/programmes/XS23/list.xlsx?purpose=核对工作"),
    ("clerk", "/board/export?purpose=核对工作"),
    ("clerk", "/rehearsals/XS23/messages.csv?purpose=核对工作"),
    ("clerk", "/rehearsals/XS23/messages.xlsx?purpose=核对工作"),
    ("clerk", "/programmes/LG23/papers/1.pdf"),
    ("clerk", "/programmes/LG23/papers/1.docx"),
    ("clerk", "/programmes/LG23/papers/1.xlsx"),
    ("auditor", "/audit/project/XS23-02/package?purpose=核对工作"),
    (NOBODY, "/open/data/projects.csv?list=XS23"),
    (NOBODY, "/open/projects/XS23-01/feed.atom"),
    (NOBODY, "/open/feed.atom?region=浙江省/温州市/龙港市"),
    (NOBODY, "/api/v1/open/projects/XS23-01"),
    (NOBODY, "/wish/LG24/qr.svg"),
)
WATCH = """window.breaches = [];
document.addEventListener("securitypolicyviolation",
  (x) => window.breaches.push(`${x.violatedDirective} ${x.blockedURI} ${x.sample}`));"""


@pytest.fixture
async def house(database: str, tmp_path: Path) -> AsyncIterator[tuple[Hall, dict[str, str]]]:
    """The furnished house in hostile words."""
    await choose_settable_clock(database)
    ledger = await Spiced.connect(database)
    hall, chance = await furnished(ledger, tmp_path / "house")
    clerk = await hall.town.token("clerk", "clerk")
    made = await hall.town.ask("POST", "/programmes", clerk, json=LIST)
    assert made.status_code == 201, made.text
    await carry_out(ledger)
    await keep_until(ledger, NOW)
    owner = await asyncpg.connect(database)
    for table in ("account_names", "screens", "wishers"):
        await owner.execute(f"UPDATE {table} SET name = name || ' ' || $1", SCRIPTS[3])
    await owner.close()
    yield hall, chance
    for one in hall.browsers:
        await one.http.aclose()
    await hall.town.http.aclose()
    await ledger.close()


class Looked:
    """What was seen in the browser."""

    def __init__(self) -> None:
        self.dialogs, self.breaches = list[str](), list[str]()
        self.foreign: dict[str, list[str]] = {}
        self.answers: dict[str, int] = {}
        self.unopened: dict[str, str] = {}
        self.texts: dict[str, str] = {}

    def watch(self, page: Page) -> None:
        """Dialogs are told, and the policy's complaints."""

        async def dialog(one: Any) -> None:
            self.dialogs.append(f"{page.url} {one.message}")
            await one.dismiss()

        def told(one: Any) -> None:
            if "Content Security Policy" in one.text or "Refused to" in one.text:
                self.breaches.append(f"{page.url} {one.text}")

        page.on("dialog", dialog)
        page.on("console", told)

    async def open(self, page: Page, name: str, url: str) -> None:
        """One page, and everything in it."""
        try:
            await put_together(page, url)
            answer = await page.goto(url)
        except PlaywrightError as error:
            self.answers[name] = 0
            if "Download is starting" not in str(error):
                self.unopened[name] = str(error)
            return
        assert answer is not None
        self.answers[name] = answer.status
        if "html" not in answer.headers.get("content-type", ""):
            return
        self.breaches += [f"{name} {x}" for x in await page.evaluate("window.breaches || []")]
        if odd := await page.evaluate(FOREIGN):
            self.foreign[name] = odd
        self.texts[name] = await page.evaluate("document.body.textContent")


async def visited(tabs: Tabs, lines: list[tuple[str, str]]) -> Looked:
    """Every line in both languages, as whom it is for; who signed in once stays so."""
    looked = Looked()
    known = set[tuple[str, int, str]]()

    async def work(worker: int, language: str, waiting: list[tuple[str, str]]) -> None:
        while waiting:
            who, at = waiting.pop(0)
            page = (await tabs.kept(worker, who)).page
            if ("", worker, who) not in known:
                known.add(("", worker, who))
                looked.watch(page)
                await page.add_init_script(WATCH)
            if (language, worker, who) not in known:
                known.add((language, worker, who))
                await page.goto(f"{tabs.address}/language/{language}")
            await looked.open(page, f"{language} {who} {at}", tabs.address + at)

    for language in LANGUAGES:
        waiting = sorted((who, tabs.chance.get(at, at)) for who, at in lines)
        await asyncio.gather(*(work(n, language, waiting) for n in range(TABS)))
    return looked


async def believed(browser: Browser) -> int:
    """How many texts act on a page that takes them for its own."""
    page, acted = await browser.new_page(), set[str]()

    async def dialog(one: Any) -> None:
        acted.add(one.message)
        await one.dismiss()

    page.on("dialog", dialog)
    odd = 0
    for text in SCRIPTS:
        await page.set_content(f'<body><p title="{text}">{text}</p><p>{text}</p>', timeout=5000)
        odd += bool(await page.evaluate(FOREIGN))
    await page.set_content(f"<p>{escape(SCRIPTS[0])}</p>")
    assert await page.evaluate(FOREIGN) == [], "the measure finds nothing where all is escaped"
    await page.close()
    return max(odd, len(acted))


async def names(hall: Hall) -> list[str]:
    """The projects' names as the interface has them, with the one more text that was added."""
    clerk = await hall.town.token("clerk", "clerk")
    asked = [f"/projects/{x['id']}" for x in LIST["projects"]]
    return [(await hall.town.ask("GET", x, clerk)).json()["card"]["name"] for x in asked]


@pytest.mark.nightly
@pytest.mark.timeout(3600)
async def test_r18_a_text_stays_a_text(
    house: tuple[Hall, dict[str, str]],
    real_browser: Browser,
    say: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In its hours at night: the house is furnished twice as slowly as without the texts."""
    monkeypatch.setattr(rehearsing, "WALL", 600.0)  # how long one may take is not asked here
    monkeypatch.setattr(rehearsing, "PATIENCE", 600.0)
    hall, chance = house
    ledger = hall.town.tools.ledger
    assert isinstance(ledger, Spiced)
    lines = [*(x for told in VISITS.values() for x in told), *FORMS, *OF_THE_LIST, *FILES]
    control = await believed(real_browser)
    for sent, told in zip(NAMES, await names(hall), strict=True):
        assert told.startswith(sent), "the interface tells every text as it was sent"
    async with served(hall.app) as address:
        looked = await visited(Tabs(real_browser, address, chance), lines)
        for one in real_browser.contexts:
            await one.close()
    own = "".join(looked.texts[f"{LANGUAGES[0]} {who} {at}"] for who, at in OF_THE_LIST)
    shown = [x for n, x in enumerate(SCRIPTS) if name_zh(NAMES[n // EACH]) in own]
    say(
        "R18",
        part="b",
        texts=len(SCRIPTS),
        fields=len(ledger.spiced),
        said_plainly=ledger.plain,
        pages=len(looked.answers),
        dialogs=len(looked.dialogs),
        breaches=len(looked.breaches),
        foreign_elements=len(looked.foreign),
        shown_as_sent=f"{len(shown)} of {len(SCRIPTS)}",
        acting_if_believed=control,
    )
    assert looked.dialogs == []
    assert looked.breaches == []
    assert looked.foreign == {}
    assert looked.unopened == {}
    assert {x: y for x, y in looked.answers.items() if y not in (0, 200)} == {}
    assert len(looked.answers) == len(LANGUAGES) * len(set(lines)), "every page was opened"
    assert shown == list(SCRIPTS), "every text is on some page, with the quotes that names have"
    assert len(ledger.spiced) > 60
    assert control > 30, "a page that believes the texts must break, or this shows nothing"
