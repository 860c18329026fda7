"""How the cast acts: through the HTTP API like everybody else, each with a token of its own."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import httpx2

from ledger.tokens import TokenRole, Tokens
from stack.demo.deed import Deed, token_role
from stack.demo.photo import NAME, PNG
from stack.trouble import Trouble

AT_ONCE = 4
TRIES = 5
PATIENCE = 30.0
"""Seconds for one answer."""


class PlayStopped(Trouble):
    """The interface does not answer the play, or answers with a fault."""


@dataclass
class Wire:
    """Carries deeds to the API. What is refused is kept and said, and not tried again."""

    http: httpx2.AsyncClient
    tokens: Tokens
    seed: int
    refused: list[str] = field(default_factory=list)
    _said: set[tuple[str, str]] = field(default_factory=set)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    async def carry(self, deeds: Iterable[Deed]) -> list[Deed]:
        """Do them, those of one stream in their order. Returns those that were recorded."""
        streams: dict[str, list[Deed]] = {}
        for deed in deeds:
            if (deed.stream, deed.key) not in self._said:
                streams.setdefault(deed.stream, []).append(deed)
        seats = asyncio.Semaphore(AT_ONCE)

        async def one(rows: list[Deed]) -> list[Deed]:
            async with seats:
                return [x for x in rows if await self._do(x)]

        done = await asyncio.gather(*map(one, streams.values()))
        return [deed for rows in done for deed in rows]

    async def _do(self, deed: Deed) -> bool:
        self._said.add((deed.stream, deed.key))
        headers = {
            "Authorization": f"Bearer {await self._token(deed.party, deed.region)}",
            "Idempotency-Key": f"demo:{self.seed}:{deed.stream}:{deed.key}",
        }
        if deed.photo:
            with_key = {**headers, "Idempotency-Key": f"{headers['Idempotency-Key']}:photo"}
            await self._ask("POST", "/evidence", with_key, params={"name": NAME}, content=PNG)
        answer = await self._ask(deed.method, deed.path, headers, json=deed.body)
        if answer.status_code >= 400:
            self.refused.append(f"{deed.stream} {deed.key}: {answer.status_code} {answer.text}")
        return answer.status_code < 400

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], **sent: Any
    ) -> httpx2.Response:
        """One request, repeated while nobody answers it. Raises PlayStopped."""
        for wait in range(TRIES):
            try:
                answer = await self.http.request(
                    method, f"/api/v1{path}", headers=headers, timeout=PATIENCE, **sent
                )
            except httpx2.TransportError:
                await asyncio.sleep(wait)
                continue
            if answer.status_code < 500:
                return answer
            await asyncio.sleep(wait)
        raise PlayStopped(f"接口没有应答 {path}。 The API does not answer.")

    async def _token(self, party: str, region: str) -> str:
        if (party, region) not in self._known:
            role = cast("TokenRole", token_role(party))
            issued = await self.tokens.issue(party, role, region)
            self._known[party, region] = issued[1]
        return self._known[party, region]
