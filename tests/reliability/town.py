"""A town with many projects, as clients of the API see it: who files, and where."""

import asyncio
from contextlib import suppress
from itertools import count
from typing import NamedTuple

import httpx2

from domain.names import PROJECT, stream_id
from ledger.door import Ledger
from ledger.tokens import Tokens
from tests.support.filing import Desk
from tests.support.town import PLAN
from tests.support.year import CARD

LOST = (httpx2.TransportError,)
"""What a client sees when it cannot know what became of its request."""


class Office(NamedTuple):
    """The lead unit of all projects, with its token."""

    token: str
    projects: tuple[str, ...]

    @property
    def streams(self) -> list[str]:
        """The projects' streams."""
        return [stream_id(PROJECT, x) for x in self.projects]


async def office(ledger: Ledger, prefix: str, many: int) -> Office:
    """That many projects that were just voted, all led by one unit."""
    desk = Desk(ledger)
    cards = [CARD.model_copy(update={"id": f"{prefix}-{n:04}"}) for n in range(many)]
    for n in range(0, many, 200):
        await asyncio.gather(*(desk.adopt(x) for x in cards[n : n + 200]))
    party = f"unit:{CARD.lead_unit}"
    _, token = await Tokens(ledger.pool).issue(party, "unit", CARD.region)
    return Office(token, tuple(x.id for x in cards))


async def file(
    http: httpx2.AsyncClient, own: Office, project: str, key: str, target: str = PLAN["target"]
) -> httpx2.Response:
    """File the work plan of one project. Raises what LOST names."""
    return await http.post(
        f"/api/v1/projects/{project}/duties/work_plan/filings",
        headers={"Authorization": f"Bearer {own.token}", "Idempotency-Key": key},
        json={**PLAN, "target": target},
    )


async def file_until_known(
    clients: list[httpx2.AsyncClient], own: Office, project: str, key: str
) -> tuple[httpx2.Response, int]:
    """Repeat under the same key, at one process after another, until there is an answer; how often
    it was asked."""
    for tries in count(1):
        http = clients[(tries - 1) % len(clients)]
        with suppress(*LOST):
            answer = await file(http, own, project, key)
            if answer.status_code != 503:
                return answer, tries
        await asyncio.sleep(0.05)
    raise AssertionError
