"""The matrix tried: what each cell promises, and what the application answers there.

A cell is an operation, a role and a situation: the caller's own object; another's; one that has
ended; one that was escalated to the deputy group.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar, assert_never, get_args

import httpx2

from api.doors import Operation, operations
from api.matrix import MATRIX, TOKEN_ROLES, Kind, Right, scope, thing_of
from ledger.account import AccountRole
from ledger.tokens import TokenRole
from tests.support.bodies import request_of

Situation = Literal["own", "other", "closed", "escalated"]
SITUATIONS: tuple[Situation, ...] = get_args(Situation)
AGAIN = "another address of a duty's operation, which is asked at one of them"
NOTHING = "names no thing that could end"
UNSUPERVISED = "no deputy group supervises it: nothing of it climbs there"
NOBODY = "nobody"
ROLES: tuple[str, ...] = (NOBODY, *TOKEN_ROLES)
STREAMS: tuple[Kind, ...] = (
    *("project", "programme", "collection", "wish", "suggestion", "meeting"),
)
"""What an address names whose existence is told by 403 or 404."""
OBJECTS = (*STREAMS, "ballot", "book", "station", "activity", "organisation", "call", "appraisal")
FAR = "浙江省/温州市/苍南县"
"""A county that has nothing of its own here."""
PARTY: dict[TokenRole, str] = {
    "unit": "unit:市消防救援大队",
    "deputy_group": "deputy_group:LG23-01",
    "deputy": "deputy:D01",
}
SPEAKS: dict[AccountRole, str] = {
    "unit_clerk": PARTY["unit"],
    "unit_head": PARTY["unit"],
    "deputy_group": PARTY["deputy_group"],
    "deputy": PARTY["deputy"],
    "organ": "government",
    "committee_clerk": "clerk",
    "committee_lead": "clerk",
    "rule_admin": "admin",
    "auditor": "auditor",
    "sysadmin": "admin",
}
"""For whom an account of each role speaks here."""
AT = {
    "project": "LG23-01",
    "programme": "LG23",
    "collection": "LG24",
    "wish": "LG24-ROAD",
    "suggestion": "DJ-0001",
    "meeting": "LG24-1",
    "book": "SL.D01.2023",
    "station": "ST1",
    "organisation": "SL",
    "call": "T23",
    "appraisal": "A1",
    "line": "work_plan",
    "kind": "project",
    "name": "LG23-01",
    "form": "docx",
    "no": "1",
    "subproject": "1",
    "sha256": "0" * 64,
    "digest": "0" * 64,
}
"""What there is in the furnished house, by the names of addresses."""
STRANGER: dict[TokenRole, str] = {
    "unit": "unit:县交通局",
    "deputy_group": "deputy_group:CN23-01",
    "deputy": "deputy:CN01",
}
SENT = {
    "regime": {
        "regime": "longgang@2",
        "decision": "龙人大〔2023〕6号",
        "because": "监督办法修订",
        "decided_by": "standing_committee",
        "effective": "2023-04-18",
    }
}
"""Where what is sent must name something that there is."""


PLANNED = "POST /meetings/{meeting}/preview"
"""Its meeting is not convened yet: there is nothing of another's to be hidden."""


class Cell(NamedTuple):
    """One operation as one role, and what it must answer."""

    operation: Operation
    role: str
    situation: Situation
    promised: str
    """"asked" 401, "forbidden" 403, "hidden" 404, "open": through the door."""


def cells(app: Any, situation: Situation) -> Iterator[Cell]:
    """Every operation of the interface as every role, in that situation, but where the situation
    cannot be."""
    for one in operations(app):
        if one.interface and not impossible(one, situation):
            for role in ROLES:
                yield Cell(one, role, situation, promised(one, role, situation))


def impossible(one: Operation, situation: Situation) -> str:
    """Why there is no such situation at that operation; empty where there is.

    The addresses of a duty, with its period and without, and at another kind of stream, are one
    function: all of them are asked at one's own, and at each kind that has ended; one elsewhere.
    """
    thing = thing_of(one.name)
    match situation:
        case "own":
            return ""
        case "other":
            return AGAIN if again(one) else ""
        case "closed":
            return NOTHING if thing is None else MATRIX.endless.get(thing, "")
        case "escalated" if thing not in MATRIX.escalates:
            return UNSUPERVISED
        case "escalated":
            return AGAIN if again(one) else ""
    assert_never(situation)


def again(one: Operation) -> bool:
    """Whether it is another address of a duty's operation that is asked elsewhere."""
    return "/duties/" in one.path and "/projects/{project}/duties/{line}/{p" not in one.path


def promised(one: Operation, role: str, situation: Situation) -> str:
    """What the matrix promises there."""
    right = MATRIX.interface[one.name]
    if right.everybody:
        return "open"
    if role == NOBODY:
        return "asked"
    if holds(right, role):
        named = one.name != PLANNED and any(f"{{{x}}}" in one.path for x in OBJECTS)
        return "hidden" if situation == "other" and named else "open"
    kind = next((x for x in STREAMS if f"{{{x}}}" in one.path), None)
    if kind is None:
        return "forbidden"
    shown = situation != "other" and scope(kind, role) is not None
    return "forbidden" if shown else "hidden"


def holds(right: Right, role: str) -> bool:
    """Whether a token of that role holds the right."""
    return right.everybody or role in right.tokens


class Asked(NamedTuple):
    """What came back."""

    status: int
    content: bytes
    refused: str | None
    """The right for lack of which the door was shut."""

    @property
    def outcome(self) -> str:
        """In the words of a cell."""
        shut = {401: "asked", 403: "forbidden", 404: "hidden"}
        return shut[self.status] if self.refused or self.status == 401 else "open"


@dataclass
class Grid:
    """The application with a client; every request says which door stayed shut."""

    app: Any
    http: httpx2.AsyncClient
    seen: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    number: int = 0

    async def ask(
        self, one: Operation, address: dict[str, str], token: str | None, **more: Any
    ) -> Asked:
        """The smallest valid request to the operation at that address."""
        method, _, _ = one.name.partition(" ")
        self.number += 1
        headers = {"Idempotency-Key": f"grid-{self.number}", "Upload-Offset": "0"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        path = one.path.format_map(defaultdict(lambda: "1", address))
        with_ = {**self.sent.get(one.name, {}), **more}
        answer = await self.http.request(method, path, headers=headers, **with_)
        return Asked(answer.status_code, answer.content, self.seen.pop("refused_right", None))

    async def page(self, one: Operation, address: dict[str, str], headers: Any) -> Asked:
        """The page, or its form with nothing in it and no token of the session.

        What is put is JSON: other content is refused 415 before anybody is asked who he is, at
        whatever address, and so says nothing of what is there.
        """
        method, _, path = one.name.partition(" ")
        at = path.format_map(defaultdict(lambda: "1", address))
        sent: dict[str, Any] = {"json": {}} if method == "PUT" else {}
        answer = await self.http.request(method, at, headers=headers, **sent)
        return Asked(answer.status_code, answer.content, self.seen.pop("refused_right", None))


T = TypeVar("T")
ALONE = "rehears"
"""What is worked out one at a time in a process; who waits too long is told 503, as is meant."""


async def side_by_side(operation: str, asked: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What each role finds at the operation, in their order; asked together where that may be."""
    if ALONE in operation:
        return [await x for x in asked]
    return await asyncio.gather(*asked)


@asynccontextmanager
async def grids(app: Any) -> AsyncIterator[dict[str, Grid]]:
    """A client for each role, so that all of them can ask at once."""
    async with AsyncExitStack() as stack:
        yield {x: await stack.enter_async_context(grid(app)) for x in ROLES}


@asynccontextmanager
async def grid(app: Any) -> AsyncIterator[Grid]:
    """A client that hears what the doors note on a request."""
    heard: dict[str, Any] = {}

    async def told(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        heard.update(scope.get("state", {}))

    transport = httpx2.ASGITransport(app=told)
    async with httpx2.AsyncClient(transport=transport, base_url="http://bihuan") as http:
        yield Grid(app, http, heard, _requests(app))


def _requests(app: Any) -> dict[str, dict[str, Any]]:
    described = app.openapi()
    parts = described["components"]["schemas"]
    found = {}
    for path, item in described["paths"].items():
        for method, operation in item.items():
            name = f"{method.upper()} {path.removeprefix('/api/v1')}"
            sent = request_of(operation, parts)
            own = SENT.get(re.sub(r"/previews$", "", path).rpartition("/")[2])
            found[name] = {**sent, "json": own} if own and "json" in sent else sent
    return found
