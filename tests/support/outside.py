"""The world outside, as it behaves: a mail server and a webhook server that may fail on purpose."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any


@dataclass
class MailSink:
    """Keeps every mail whose text it received. `behave` is asked at the end of each text."""

    port: int = 0
    behave: str = "accept"
    """accept · drop (received, connection gone) · 451 · 550"""
    recipients: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(x, EmailMessage, policy=default) for x in self.raw]

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                self.recipients.append(line.decode().partition("<")[2].partition(">")[0])
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                if self.behave not in ("451", "550"):
                    self.raw.append(text[:-3])
                if self.behave == "drop":
                    return
                said = "250 taken" if self.behave == "accept" else f"{self.behave} no <a@b.cn>"
                writer.write(f"{said}\r\n".encode())
            else:
                writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 yes\r\n")
            await writer.drain()


@asynccontextmanager
async def mail_sink() -> AsyncIterator[MailSink]:
    sink = MailSink()
    server = await asyncio.start_server(sink.converse, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    async with server:
        yield sink


@dataclass
class WebSink:
    """Keeps every request. `behave`: a dict is the answer; hang, drop, or a status in digits."""

    port: int = 0
    behave: Any = field(default_factory=lambda: {"errcode": 0, "code": 0})
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Path with query, and body."""
    headers: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(
                int(x.split(":")[1]) for x in head.splitlines() if x.lower().startswith("content-l")
            )
            body = json.loads(await reader.readexactly(length))
            self.requests.append((head.split()[1], body))
            self.headers.append(head)
            if self.behave == "hang":
                await reader.read()  # until the other side has lost its patience
            elif self.behave != "drop":
                await self._answer(writer)
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        status, text = "200", json.dumps(self.behave)
        if isinstance(self.behave, str):
            status, text = (self.behave, "{}") if self.behave.isdigit() else ("200", self.behave)
        writer.write(
            f"HTTP/1.1 {status} x\r\nLocation: {self.url('/elsewhere')}\r\n"
            f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}".encode()
        )
        await writer.drain()


@asynccontextmanager
async def web_sink() -> AsyncIterator[WebSink]:
    sink = WebSink()
    server = await asyncio.start_server(sink.converse, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    async with server:
        yield sink
