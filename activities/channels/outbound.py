"""One HTTPS request to a configured address: no redirects, no proxy, no private addresses.

The name is looked up once and the address that was checked is the one that is used, so that a name
cannot point inwards the second time it is asked. We speak to the transport itself: a client of
httpx2 writes every URL into its log, and a robot's URL is its key.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx2
from pydantic import JsonValue, TypeAdapter, ValidationError

from domain.outcomes import Refused, Unknown

PATIENCE = 12.0
"""Seconds for the whole exchange."""
_STEPS = {"connect": 5.0, "read": 10.0, "write": 5.0, "pool": 5.0}
_LONGEST_ANSWER = 64 * 1024
_JSON: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


class Answered(NamedTuple):
    """What the other side said, with HTTP 200."""

    body: dict[str, Any]


class Outbound:
    """Posts JSON. `private` lets it speak to this machine and its network, unencrypted: tests."""

    def __init__(self, *, private: bool = False) -> None:
        self._private = private
        self._tls = httpx2.create_ssl_context()

    async def post(
        self, url: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Answered | Refused | Unknown:
        """Post once. Unknown from the moment the request may have been received."""
        target = httpx2.URL(url)
        if target.scheme != "https" and not self._private:
            return Refused(reason="地址不是 https，没有发送")
        try:
            address = await self._address(target)
        except OSError:
            return Refused(reason="找不到对方服务器的地址", passing=True)
        if address is None:
            return Refused(reason="地址指向内部网络，没有发送")
        request = httpx2.Request(
            "POST",
            target.copy_with(host=address),
            headers={**(headers or {}), "Host": target.netloc.decode("ascii")},
            json=body,
            extensions={"timeout": _STEPS, "sni_hostname": target.host},
        )
        return await self._exchange(request)

    async def _address(self, target: httpx2.URL) -> str | None:
        port = target.port or (443 if target.scheme == "https" else 80)
        look_up = asyncio.get_running_loop().getaddrinfo
        found = await look_up(target.host, port, type=socket.SOCK_STREAM)
        addresses = [str(x[4][0]) for x in found]
        public = all(ipaddress.ip_address(x).is_global for x in addresses)
        return addresses[0] if public or self._private else None

    async def _exchange(self, request: httpx2.Request) -> Answered | Refused | Unknown:
        way = httpx2.AsyncHTTPTransport(verify=self._tls, trust_env=False)
        try:
            async with asyncio.timeout(PATIENCE), way:
                response = await way.handle_async_request(request)
                return _read(response.status_code, await _text(response))
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout):
            return Refused(reason="连不上对方服务器", passing=True)
        except (httpx2.TimeoutException, TimeoutError):
            return Unknown(reason="已经发出，对方没有答复")
        except httpx2.TransportError:
            return Unknown(reason="已经发出，连接中断")


async def _text(response: httpx2.Response) -> bytes:
    read = b""
    async for part in response.aiter_raw():
        read += part
        if len(read) > _LONGEST_ANSWER:
            break
    await response.aclose()
    return read


def _read(status: int, text: bytes) -> Answered | Refused | Unknown:
    if 300 <= status < 400:
        return Refused(reason=f"对方要求转到别处（HTTP {status}），没有跟随")
    if status == 429:
        return Refused(reason="对方说发送过于频繁（HTTP 429）", passing=True)
    if status >= 500:
        return Unknown(reason=f"对方出错（HTTP {status}），不知是否送达")
    if status != 200:
        return Refused(reason=f"对方拒收（HTTP {status}）")
    try:
        return Answered(_JSON.validate_json(text))
    except ValidationError:
        return Unknown(reason="对方的答复无法识别")
