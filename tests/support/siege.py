"""Somebody who sends hostile texts into every input of a running API, and counts what answers."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from api.app import described
from tests.support.hostile import LONG, STRINGS, hostile, in_address, in_json
from tests.support.routes import routes

HEADERS = (
    "User-Agent", "Authorization", "Cookie", "Idempotency-Key", "Accept-Language", "Content-Type",
    "X-Forwarded-For", "X-Request-Id", "Host", "If-None-Match", "Last-Event-ID", "Referer",
)  # fmt: skip
SMALL = [x for x in STRINGS if x != LONG]
JOINED = "".join(SMALL)
NAMES = sorted(
    {
        name
        for page in (Path(__file__).parents[2] / "api" / "templates").rglob("*.html")
        for name in re.findall(r'name="([A-Za-z_.]+)"', page.read_text(encoding="utf-8"))
    }
    - {"form_token", "key", "viewport"}
)
"""Every field of every form that the pages have."""
_LONG = in_json({"note": LONG})
Asked = tuple[str, str, dict[str, Any]]


class Siege:
    """Counts what was sent, and the answers by their number; some are cut off before theirs."""

    def __init__(self, url: str, together: int = 8) -> None:
        self.sent = 0
        self.numbers: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.http = httpx2.AsyncClient(base_url=url, timeout=60)
        self._room = asyncio.Semaphore(together)
        self._at = urlsplit(url)

    async def send(self, asked: Asked) -> httpx2.Response:
        """One request that a client library is able to write."""
        method, path, with_ = asked
        self.sent += 1
        async with self._room:
            answer = await self.http.request(method, path, **with_)
        self.statuses[answer.status_code] += 1
        self.numbers.append(answer.headers["x-request-id"])
        return answer

    async def send_all(self, asked: Iterable[Asked]) -> None:
        """Several at a time. Too long a body may be refused before it was all written."""

        async def one(each: Asked) -> None:
            with suppress(httpx2.ReadError, httpx2.WriteError):
                await self.send(each)

        await asyncio.gather(*(one(x) for x in asked))

    async def write(self, sent: bytes) -> None:
        """Bytes that no library would write; whoever is cut off was refused."""
        self.sent += 1
        async with self._room:
            reader, writer = await asyncio.open_connection(self._at.hostname, self._at.port)
            try:
                writer.write(sent)
                told = await reader.read()
            except ConnectionError:
                told = b""
            writer.close()
        self.numbers += [x.decode() for x in re.findall(rb"(?im)^x-request-id: (\w+)", told)]


def heads(token: str) -> Iterator[bytes]:
    """Every text in every header, as the method and as the address."""
    for text in STRINGS:
        raw = text.encode("utf-8", "surrogatepass")
        own = f"Authorization: Bearer {token}\r\n" if token else ""
        start = f"GET /api/v1/me HTTP/1.1\r\nConnection: close\r\n{own}".encode()
        for name in HEADERS:
            host = b"" if name == "Host" else b"Host: bihuan\r\n"
            yield start + host + name.encode() + b": " + raw + b"\r\n\r\n"
        rest = b" HTTP/1.1\r\nHost: bihuan\r\nConnection: close\r\n\r\n"
        yield b"GET /api/v1/projects/" + raw + rest
        yield raw + b" /api/v1/me" + rest


def operations(token: str, each: int) -> Iterator[Asked]:
    """Every operation of the interface, its address, its query and every field of its body: so
    many texts alone in their turn, then all at once, then the long one."""
    told, turn, number = described(), cycle(SMALL), count(1)
    parts, bearer = told["components"]["schemas"], {"Authorization": f"Bearer {token}"}
    for path, item in told["paths"].items():
        for method, operation in item.items():
            for text in (*islice(turn, each), JOINED):
                headers = {**bearer, "Idempotency-Key": f"siege-{next(number)}"}
                yield method.upper(), *_operation(path, operation, parts, text, headers)
            if "requestBody" in operation:
                headers = {**bearer, "Idempotency-Key": f"siege-{next(number)}"}
                headers["Content-Type"] = next(iter(operation["requestBody"]["content"]))
                yield (
                    method.upper(),
                    _address(path, "LG23-01"),
                    {"headers": headers, "content": _LONG},
                )


def _address(path: str, text: str) -> str:
    return re.sub(r"{[^}]+}", in_address(text), path)


def _operation(
    path: str, operation: dict[str, Any], parts: dict[str, Any], text: str, headers: dict[str, str]
) -> tuple[str, dict[str, Any]]:
    asked = [x["name"] for x in operation.get("parameters", []) if x["in"] == "query"]
    query = "&".join(f"{x}={in_address(text[: 1500 // len(asked)])}" for x in asked)
    content = operation.get("requestBody", {}).get("content", {})
    with_: dict[str, Any] = {"headers": headers}
    if "application/json" in content:
        body = hostile(content["application/json"]["schema"], parts, text)
        headers["Content-Type"] = "application/json"
        with_["content"] = in_json(body)
    elif content:
        headers["Content-Type"] = next(iter(content))
        with_["content"] = text.encode("utf-8", "surrogatepass")
    return f"{_address(path, text[:300])}?{query}", with_


def pages(cookie: str, form_token: str, each: int) -> Iterator[Asked]:
    """Every page and every form but that of signing out, as somebody who is signed in."""
    turn = cycle(SMALL)
    own = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
    apart = ("/api/v1", "/static", "/logout")
    own_routes = [(x, y) for x, y in routes() if x in ("GET", "POST") and not y.startswith(apart)]
    assert len(own_routes) > 200, "the pages' routes are not found any more"
    for method, path in own_routes:
        for text in islice(turn, each):
            address = _address(path, text[:300])
            if method == "GET":
                yield (
                    "GET",
                    f"{address}?q={in_address(text)}&as_of={in_address(text)}",
                    {"headers": own},
                )
            else:
                fields = {x: text.encode("utf-8", "replace").decode() for x in NAMES}
                yield (
                    "POST",
                    address,
                    {
                        "headers": own,
                        "data": {"form_token": form_token, "key": "f" * 32, **fields},
                    },
                )


def uploads(token: str) -> Iterator[Asked]:
    """Files of every name."""
    for number, text in enumerate(SMALL):
        name = text.encode("utf-8", "surrogatepass").replace(b"\r", b"").replace(b"\n", b"")
        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"'
        yield (
            "POST",
            "/api/v1/evidence",
            {
                "headers": {
                    "Authorization": f"Bearer {token}",
                    "Idempotency-Key": f"file-{number}",
                    "Content-Type": "multipart/form-data; boundary=b",
                },
                "content": head + b"\r\n\r\n%PDF-1.4 x\r\n--b--\r\n",
            },
        )
