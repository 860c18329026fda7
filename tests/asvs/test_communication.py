"""V12: what is spoken over TLS, and whom our clients believe. Where we serve, a proxy does."""

import ast
import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from stack.certificates import authority_at, certify
from tests.asvs.house_code import calls, code

UNCHECKED = re.compile(
    r"CERT_NONE|check_hostname\s*=\s*False|_create_unverified|verify\s*=\s*False|TLSv1(?:_1)?\b"
    r"|SSLv|validate_certs\s*=\s*False|ssl\s*=\s*False|insecure\s*=\s*True"
)


def contexts() -> list[ssl.SSLContext]:
    """Those that our clients use: the standard library's, and the one of our HTTP client."""
    return [ssl.create_default_context(), httpx2.create_ssl_context()]


def test_our_clients_speak_tls_1_2_and_1_3() -> None:
    """ASVS 12.1.1"""
    for one in contexts():
        assert one.minimum_version >= ssl.TLSVersion.TLSv1_2
        assert one.maximum_version in {ssl.TLSVersion.MAXIMUM_SUPPORTED, ssl.TLSVersion.TLSv1_3}


def test_our_clients_offer_strong_ciphers_only() -> None:
    """With authentication of each message, at 128 bits or more. ASVS 12.1.2"""
    for one in contexts():
        offered = one.get_ciphers()
        assert all(x["strength_bits"] >= 128 for x in offered)
        weak = re.compile(r"RC4|3DES|NULL|EXPORT|MD5|ADH|AECDH")
        assert [x["name"] for x in offered if weak.search(x["name"])] == []
        assert offered[0]["protocol"] == "TLSv1.3"


def test_our_clients_check_whom_they_speak_to() -> None:
    """No line of ours turns it off. ASVS 12.3.2"""
    for one in contexts():
        assert one.verify_mode is ssl.CERT_REQUIRED
        assert one.check_hostname
    assert {name for name, text in code().items() if UNCHECKED.search(text)} == set()


@asynccontextmanager
async def greeting(place: Path, version: ssl.TLSVersion) -> AsyncIterator[str]:
    """An HTTPS server that speaks this version and no other."""
    asks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    asks.minimum_version = asks.maximum_version = version
    asks.load_cert_chain(place / "there.crt", place / "there.key")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=asks)
    try:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


async def test_a_certificate_of_nobody_we_know_is_refused(tmp_path: Path) -> None:
    """ASVS 12.3.2"""
    now = datetime.now(UTC)
    certify(tmp_path, authority_at(tmp_path, now), "there", ["127.0.0.1"], now)
    known = ssl.create_default_context(cafile=str(tmp_path / "ca.crt"))
    async with greeting(tmp_path, ssl.TLSVersion.TLSv1_3) as url:
        async with httpx2.AsyncClient(verify=known, trust_env=False) as trusting:
            assert (await trusting.get(url)).status_code == 200
        async with httpx2.AsyncClient(verify=contexts()[1], trust_env=False) as ours:
            with pytest.raises(httpx2.ConnectError):
                await ours.get(url)


def test_no_call_of_ours_follows_a_redirect() -> None:
    """ASVS 15.3.2"""
    asked = [
        name
        for name, _, call in calls()
        for x in call.keywords
        if x.arg == "follow_redirects" and "True" in ast.dump(x.value)
    ]
    assert asked == []
    assert not httpx2.Client(trust_env=False).follow_redirects
