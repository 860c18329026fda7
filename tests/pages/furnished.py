"""The furnished house with its people at their browsers' addresses: one for the whole session."""

from collections.abc import Iterable
from pathlib import Path
from re import search
from typing import Any

import httpx2

from api.app import make_app, make_tools
from api.sample.county import LIST
from domain.duty_commands import WaiveDuty
from domain.given import Actor
from domain.incidents import IncidentKind
from ledger.accounts import Accounts
from ledger.clock import set_clock
from ledger.countersign import Signer, propose
from ledger.door import Ledger
from ledger.incidents import report
from tests.pages.conftest import CHEAP, OURS, PEOPLE, SECRET, Hall
from tests.pages.test_ballot_pages import opened as open_box
from tests.pages.test_inspection_pages import FIELDS, FOUND
from tests.pages.test_meeting_pages import CONVENE
from tests.support.house import NOW, START, furnish
from tests.support.play import Said
from tests.support.registers import TOWN
from tests.support.shuoli import shuoli
from tests.support.suggestions import REGION as DUJI
from tests.support.town import REGION, Town

NAMES = {
    "fire": "消防救援大队",
    "housing": "住建局",
    "group": "第一代表小组",
    "silent": "第三代表小组",
    "government": "市政府办",
    "clerk": "监督科",
    "county": "监督科",
    "auditor": "审计（只读）",
    "root": "系统管理",
    "deputy": "代表",
    "d01": "代表",
    "lead": "监督科科长",
    "rules": "规则管理",
}
MORE: dict[str, tuple[Any, str, str | None]] = {
    "silent": ("deputy_group", "deputy_group:LG23-03", REGION),
    "county": ("committee_clerk", "clerk", None),
    "deputy": ("deputy", "deputy:DJ001", DUJI),
    "d01": ("deputy", "deputy:D01", TOWN),
    "lead": ("committee_lead", "clerk", REGION),
    "rules": ("rule_admin", "admin", REGION),
}


SINCE = {"visit.happened_at": "2023-07-18T09:30", "findings.0.due": "2023-08-04"}


async def furnished(
    ledger: Ledger, evidence: Path, more: Iterable[Said] = ()
) -> tuple[Hall, dict[str, str]]:
    """The hall on 20 July 2023, and the addresses that chance made. Its client stays open."""
    app = make_app(make_tools(ledger, evidence))
    app.state.accounts = accounts = Accounts(ledger.pool, CHEAP)
    for login, (role, party) in PEOPLE.items():
        await accounts.add(login, SECRET, role, party, region=REGION, name=NAMES[login])
    for login, (role, party, region) in MORE.items():
        await accounts.add(login, SECRET, role, party, region=region, name=NAMES[login])
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://bihuan")
    hall = Hall(Town(app.state.tools, app, client), accounts)
    await set_clock(ledger, START)
    await shuoli(hall.town)
    await furnish(ledger, NOW, more)
    await _station(hall.town)
    await _topic(hall)
    await _meeting(hall)
    await _inspection(hall)
    await _stuck(hall)
    box, _, codes, _ = await open_box(hall)
    chance = {"{BOX}": box, "{CODES}": " ".join(codes)}
    chance |= await _screen(hall)
    chance["{NOTICE}"] = await _found(hall, "silent", "/group", "/group/notices/")
    chance["{PROPOSAL}"] = await _proposal(hall)
    chance["{PAPER}"] = await _paper(hall)
    chance["{PUBLISHED}"] = await _published(hall)
    chance["{FILED}"] = await _found(hall, "housing", "/filed", "/filed/")
    return hall, chance


async def _proposal(hall: Hall) -> str:
    """A waiver that waits for the leader."""
    ledger, clerk = hall.town.tools.ledger, await hall.accounts.named("clerk")
    by = Signer(Actor(clerk.ref, "clerk", clerk.region), clerk.role, clerk.ref)
    state: Any = (await ledger.standing("project:LG23-01")).state
    owed = next(x for x in state.duties.values() if x.owed)
    waiver = WaiveDuty(duty=owed.id, decision="市人大常委会主任会议纪要〔2023〕7号")
    made = await propose(ledger, "project:LG23-01", waiver, by, "furnished")
    return f"/proposals/project:LG23-01/{made.number}"


async def _found(hall: Hall, login: str, page: str, link: str) -> str:
    """The first link of that kind on somebody's page."""
    browser = await hall.signed_in(login)
    await browser.get(page)
    found = search(rf'href="({link}[^"]+)"', browser.page)
    assert found is not None, (page, link)
    return found[1]


async def _screen(hall: Hall) -> dict[str, str]:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/screens")
    made = await clerk.post("/screens", clerk.form_of(name="大会堂主屏"))
    code = search(r"(/screen/open/[\w-]+)", made.text)
    control = search(r'action="(/screens/[0-9a-f]{12})"', made.text)
    assert code is not None, made.text
    assert control is not None, made.text
    at = control[1]
    return {"{CODE}": code[1], "{SCREENS}": at, "{SCREEN}": at.replace("/screens/", "/screen/")}


async def _stuck(hall: Hall) -> None:
    ledger = hall.town.tools.ledger
    await report(ledger, IncidentKind.TEMPORAL_AWAY, {"temporal": "connection refused"})
    await report(ledger, IncidentKind.TEMPORAL_AWAY, {})
    await report(ledger, IncidentKind.CLOCK_MISSING, {"project:LG23-01": ""})
    await report(ledger, IncidentKind.FOLLOW_UP_REFUSED, {"project:LG23-02 Rebase": "项目已办结"})


async def _station(town: Town) -> None:
    setup = {"name": "镇代表活动室", "kind": "central", "seat": "town", "deputies": ["D01", "D02"]}
    told = {"id": "ST1", "region": TOWN, "regime": "duji@1", "since": "2023-01-01", "setup": setup}
    made = await town.ask("POST", "/stations", await town.token("clerk", "clerk", TOWN), json=told)
    assert made.status_code == 201, made.text


async def _topic(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/topics")
    call = {"id": "T23", "title": "2023年监督议题", "region": REGION, "tier": "county"}
    topic = {"title": "城区车辆停放管理", "why": "群众反映集中", "source": "hotline"}
    await clerk.post("/topics", clerk.form(**call, year="2023", closes="2023-12-31"))
    await clerk.get("/topics/T23")
    noted = await clerk.post("/topics/T23/note", clerk.form(**topic, reference="12345-0001"))
    assert noted.status_code == 303, noted.text


async def _meeting(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/meetings")
    looked = await clerk.post("/meetings/look", {**clerk.form_of(), **CONVENE})
    clerk.page = looked.text
    done = await clerk.post("/meetings/confirm", clerk.form(**CONVENE))
    assert done.status_code == 303, done.text


async def _inspection(hall: Hall) -> None:
    group = await hall.signed_in("group")
    at = "/projects/LG23-01/inspections"
    await group.get(at)
    filed = await group.post(f"{at}/filing", group.form(**{**FIELDS, **FOUND, **SINCE}))
    assert filed.status_code == 303, filed.text


async def _published(hall: Hall) -> str:
    """A list that is on no record, to be rehearsed."""
    clerk = await hall.signed_in("clerk")
    await clerk.get("/rehearsals")
    form = clerk.form(under="longgang", voted="2023-02-01", list_id="", region="", status="")
    sent = await clerk.http.post(
        "/rehearsals/published",
        data=form,
        files={"file": ("清单.csv", LIST.read_bytes())},
        headers=OURS,
    )
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


async def _paper(hall: Hall) -> str:
    """An issued circular of the second quarter with the staff's words."""
    words = {"number": "2023年第2期", "passages": [{"zh": "要求", "text": "逾期的7月底前补齐。"}]}
    asked = {"kind": "circular", "period": "2023-Q2", "words": words}
    address = "/programmes/LG23/papers"
    made = await hall.town.ask("POST", address, await hall.town.token("clerk", "clerk"), json=asked)
    assert made.status_code == 201, made.text
    return f"{address}/1"
