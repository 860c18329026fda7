"""A log that is asked over HTTP, as witnesses and counties ask it."""

import httpx2
from pydantic import BaseModel, ValidationError

from ledger.log.note import BadNote

PATIENCE = 20.0
"""Seconds for one answer."""
LONGEST = 256 * 1024
"""Bytes that an answer may have."""


class _Consistency(BaseModel):
    """The part of the answer that matters."""

    proof: list[str]


class LogAway(Exception):
    """The log did not answer, or not with what was asked for."""


class HttpLog:
    """One log's public addresses below a root such as `https://rd.example.gov.cn`."""

    def __init__(self, root: str) -> None:
        self._root = root.rstrip("/")

    async def checkpoint(self) -> str:
        """The newest signed note. Raises LogAway, BadNote."""
        answer = await self._ask("GET", "/open/log/checkpoint")
        try:
            return answer.decode()
        except UnicodeDecodeError as bad:
            raise BadNote("不是校验点。 not a checkpoint") from bad

    async def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that `new` events begin with `old`. Raises LogAway."""
        answer = await self._ask("GET", f"/api/v1/open/log/consistency?old={old}&new={new}")
        try:
            return [bytes.fromhex(x) for x in _Consistency.model_validate_json(answer).proof]
        except (ValidationError, ValueError) as bad:
            raise LogAway("账册的证明读不懂 the proof cannot be read") from bad

    async def cosigned(self, note: str) -> None:
        """Hand a cosigned note over. Raises LogAway where it is not taken."""
        await self._ask("POST", "/api/v1/open/log/cosignatures", {"note": note})

    async def _ask(self, method: str, path: str, body: object = None) -> bytes:
        try:
            async with httpx2.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client:
                answer = await client.request(method, f"{self._root}{path}", json=body)
        except httpx2.HTTPError as bad:
            raise LogAway(f"账册没有应答 the log does not answer：{bad}") from bad
        if answer.status_code >= 300 or len(answer.content) > LONGEST:
            said = answer.text[:300] if answer.status_code >= 300 else "太长 too long"
            raise LogAway(f"账册答复 {answer.status_code}：{said}")
        return bytes(answer.content)
