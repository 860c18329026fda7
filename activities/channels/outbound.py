"""One HTTPS request to a configured host: no redirects, no proxy, no private addresses.

The name is looked up once and the address that was checked is the one that is used, so that a name
cannot point inwards the second time it is asked. We speak to the transport itself: a client of
httpx2 writes every URL into its log, and a robot's URL is its key.
"""

import asyncio
import socket
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, TypeVar

import httpx2
from pydantic import JsonValue, TypeAdapter, ValidationError

from activities.channels.addresses import is_outside
from domain.outcomes import Refused, Sent, Unknown

PATIENCE = 12.0
"""Seconds for the whole exchange."""
_STEPS = {"connect": 5.0, "read": 10.0, "write": 5.0, "pool": 5.0}
_LONGEST_ANSWER = 64 * 1024
T = TypeVar("T")
_JSON: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


class Answered(NamedTuple):
    """What the other side said, with HTTP 200."""

    body: dict[str, Any]


class Outbound:
    """Posts JSON. `private` lets it speak to this machine and its network, unencrypted: tests.

    `hosts` are all that it speaks to, as `place_of` writes them; None: whatever it is given.
    """

    def __init__(self, *, private: bool = False, hosts: Collection[str] | None = None) -> None:
        self._private = private
        self._hosts = hosts
        self._tls = httpx2.create_ssl_context()

    async def post(
        self, url: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Answered | Refused | Unknown:
        """Post once. Unknown from the moment the request may have been received."""
        return await self._send(url, dict(headers or {}), {"json": body}, _read)

    async def deliver(
        self, url: str, raw: bytes, headers: Mapping[str, str]
    ) -> Sent | Refused | Unknown:
        """Post these very bytes of JSON once; any 2xx says that they were received."""
        kind = {"Content-Type": "application/json", **headers}
        return await self._send(url, kind, {"content": raw}, _taken)

    async def _send(
        self,
        url: str,
        headers: dict[str, str],
        content: dict[str, Any],
        read: "Reading[T]",
    ) -> T | Refused | Unknown:
        target = httpx2.URL(url)
        if target.scheme != "https" and not self._private:
            return Refused(reason="地址不是 https，没有发送")
        if self._hosts is not None and place_of(url) not in self._hosts:
            return Refused(reason="对方主机不在允许的名单里，没有发送")
        try:
            address = await self._address(target)
        except OSError:
            return Refused(reason="找不到对方服务器的地址", passing=True)
        if address is None:
            return Refused(reason="地址指向内部网络，没有发送")
        request = httpx2.Request(
            "POST",
            target.copy_with(host=address),
            headers={**headers, "Host": target.netloc.decode("ascii")},
            extensions={"timeout": _STEPS, "sni_hostname": target.host},
            **content,
        )
        return await self._exchange(request, read)

    async def _address(self, target: httpx2.URL) -> str | None:
        port = target.port or (443 if target.scheme == "https" else 80)
        look_up = asyncio.get_running_loop().getaddrinfo
        found = await look_up(target.host, port, type=socket.SOCK_STREAM)
        addresses = [str(x[4][0]) for x in found]
        public = all(is_outside(x) for x in addresses)
        return addresses[0] if public or self._private else None

    async def _exchange(self, request: httpx2.Request, read: "Reading[T]") -> T | Refused | Unknown:
        way = httpx2.AsyncHTTPTransport(verify=self._tls, trust_env=False)
        try:
            async with asyncio.timeout(PATIENCE), way:
                response = await way.handle_async_request(request)
                return read(response.status_code, await _text(response))
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout):
            return Refused(reason="连不上对方服务器", passing=True)
        except (httpx2.TimeoutException, TimeoutError):
            return Unknown(reason="已经发出，对方没有答复")
        except httpx2.TransportError:
            return Unknown(reason="已经发出，连接中断")


def place_of(url: str) -> str:
    """`name:port`, the port written out: what a URL and an allowed host are compared by."""
    target = httpx2.URL(url if "://" in url else f"https://{url}")
    return f"{target.host}:{target.port or (443 if target.scheme == 'https' else 80)}"


Reading = Callable[[int, bytes], T | Refused | Unknown]


async def _text(response: httpx2.Response) -> bytes:
    read = b""
    async for part in response.aiter_raw():
        read += part
        if len(read) > _LONGEST_ANSWER:
            break
    await response.aclose()
    return read


def _taken(status: int, _text: bytes) -> Sent | Refused | Unknown:
    return Sent() if 200 <= status < 300 else _not_taken(status)


def _read(status: int, text: bytes) -> Answered | Refused | Unknown:
    if status != 200:
        return _not_taken(status)
    try:
        return Answered(_JSON.validate_json(text))
    except ValidationError:
        return Unknown(reason="对方的答复无法识别")


def _not_taken(status: int) -> Refused | Unknown:
    if 300 <= status < 400:
        return Refused(reason=f"对方要求转到别处（HTTP {status}），没有跟随")
    if status == 429:
        return Refused(reason="对方说发送过于频繁（HTTP 429）", passing=True)
    if status >= 500:
        return Unknown(reason=f"对方出错（HTTP {status}），不知是否送达")
    return Refused(reason=f"对方拒收（HTTP {status}）")
