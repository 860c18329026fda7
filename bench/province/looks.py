"""What is looked at: pages by whoever's screen they are, and the API's reads, each over HTTP."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from bench.many import UNITS
from bench.province.county import CITY, COUNTY, ID, PROVINCE, REGION
from domain.duty_commands import FileDuty, ReturnDuty
from domain.forms import Progress, ProgressRow
from domain.given import Actor
from domain.names import PROJECT, stream_id
from domain.parties import Role, party
from ledger.account import office_of
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.tokens import Tokens

PASSWORD = "a long enough password"  # noqa: S105  # of accounts in a database of the benchmark
NUMBER = 1
"""The county whose people look; it is the same in a province of any size."""


def _named(text: str) -> str:
    return text.replace(CITY, "000市").replace(COUNTY, f"{NUMBER:04}县").replace(ID, _ID)


_ID = f"K{NUMBER:04}"
COUNTY_REGION = _named(REGION)
_UNIT = quote(party(Role.UNIT, UNITS[0]))
_PLACE = quote(COUNTY_REGION)
_PROJECT = f"{_ID}-0-07"
_STAFF: Mapping[str, str] = {
    "board": "/",
    "board_filter": f"/?obligor={_UNIT}",
    "board_search": "/?q=cdz",
    "board_grouped": "/?by=obligor",
    "decide": "/decide",
    "league": "/league",
    "charts": "/charts",
    "project": f"/projects/{_PROJECT}",
    "programme": f"/programmes/{_ID}-0",
}
_API: Mapping[str, str] = {
    "api_board": "/api/v1/board",
    "api_projects": "/api/v1/projects",
    "api_projects_search": "/api/v1/projects?q=nongcun",
    "api_projects_due": "/api/v1/projects?due_in_days=15",
    "api_league": "/api/v1/league",
    "api_project": f"/api/v1/projects/{_PROJECT}",
    "api_history": f"/api/v1/projects/{_PROJECT}/history",
    "api_programmes": "/api/v1/programmes",
}


class Person(NamedTuple):
    """Who looks, where, and at what."""

    role: str
    party: str
    region: str | None
    pages: Mapping[str, str]


PEOPLE: Mapping[str, Person] = {
    "county": Person("committee_clerk", "clerk", COUNTY_REGION, {**_STAFF, **_API}),
    "province": Person("committee_clerk", "clerk", PROVINCE, {**_STAFF, **_API}),
    "auditor": Person("auditor", "auditor", PROVINCE, {"audit": "/audit"}),
    "unit": Person(
        "unit_head",
        party(Role.UNIT, UNITS[0]),
        COUNTY_REGION,
        {"todo": "/todo", "inbox": "/inbox", "api_duties": "/api/v1/duties"},
    ),
    "group": Person(
        "deputy_group",
        party(Role.DEPUTY_GROUP, _PROJECT),
        COUNTY_REGION,
        {"group": "/group", "inbox": "/inbox"},
    ),
    "public": Person(
        "",
        "",
        None,
        {
            "open": "/open",
            "open_search": "/open?q=dongxiang",
            "open_town": f"/open/in/{_PLACE}",
            "open_year": f"/open/years/{_ID}-0",
            "open_project": f"/open/projects/{_PROJECT}",
            "open_data": "/open/data",
            "api_open_projects": f"/api/v1/open/projects?region={_PLACE}",
            "api_open_places": "/api/v1/open/places",
        },
    ),
}


@dataclass
class Site:
    """One province behind an API process, and those who have signed in there: a cookie for their
    pages, a token for the programs that read for them."""

    ledger: Ledger
    port: int
    projects: int
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=dict)
    told: int = 0

    async def sign_in(self, name: str) -> None:
        """Get that person's cookie and token; there is an account for him after this."""
        who, login = PEOPLE[name], f"bench-{name}"
        accounts = Accounts(self.ledger.pool)
        if login not in {x.login for x in await accounts.listed()}:
            await accounts.add(login, PASSWORD, who.role, who.party, region=who.region, name=name)  # type: ignore[arg-type]  # the literals stand above
        body = f"login={login}&password={quote(PASSWORD)}&next=/"
        head = await self._ask(
            f"POST /login HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
        )
        self.cookies[name] = head.partition("set-cookie: ")[2].partition(";")[0]
        office = office_of(who.role, who.party)  # type: ignore[arg-type]  # the literals stand above
        issued = await Tokens(self.ledger.pool).issue(who.party, office, who.region)
        self.tokens[name] = issued[1]

    async def look(self, name: str, page: str) -> None:
        """Open a page, and what it leads to; seconds until the last byte."""
        began = time.perf_counter()
        path = PEOPLE[name].pages[page]
        head = await self._get(name, path)
        if head.startswith("HTTP/1.1 303"):  # a desk opens what is most urgent on it
            head = await self._get(name, head.partition("location: ")[2].partition("\r\n")[0])
        assert head.startswith("HTTP/1.1 200"), f"{name} {page}: {head}"
        self.took.setdefault(f"{name}/{page}", []).append(time.perf_counter() - began)

    async def _get(self, name: str, path: str) -> str:
        known = ""
        if path.startswith("/api/v1/") and name in self.tokens:
            known = f"Authorization: Bearer {self.tokens[name]}\r\n"
        elif name in self.cookies:
            known = f"Cookie: {self.cookies[name]}\r\n"
        line = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        return await self._ask(f"{line}{known}Connection: close\r\n\r\n")

    async def _ask(self, text: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(text.encode())
        answer = await reader.read(-1)
        writer.close()
        return answer.partition(b"\r\n\r\n")[0].decode()

    async def tell(self) -> None:
        """A unit files a report of July, or is returned what stands filed, maybe since an earlier
        run over the same database: one event somewhere in the province."""
        number = self.told // 2
        self.told += 1
        counties = self.projects // 100
        nth, item = number % counties + 1, number // counties % 40
        stream = stream_id(PROJECT, f"K{nth:04}-0-{item + 1:02}")
        duty = "monthly_progress/2023-M07"
        back = (await self.ledger.standing(stream)).state.duties[duty].submission is not None
        unit = Actor(ref="bench-unit", party=party(Role.UNIT, UNITS[item % len(UNITS)]))
        row = ProgressRow(subproject=1, planned=40, claimed=35)  # type: ignore[arg-type]  # decimals of whole numbers
        command = (
            ReturnDuty(duty=duty, reason="缺资金安排")
            if back
            else FileDuty(duty=duty, filing=Progress(rows=(row,)))
        )
        began = time.perf_counter()
        await self.ledger.handle(
            stream,
            command,
            actor=Actor(ref="bench-clerk", party="clerk") if back else unit,
            client="bench",
            command_id=f"told-{time.time_ns()}",
        )
        self.took.setdefault("filing", []).append(time.perf_counter() - began)
