"""Where one message ends and the next begins, and that nothing is decoded twice or taken from
another place than it was asked from."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.arrival import Connection
from tests.support.town import PLAN, Town

PLAN_AT = "/projects/LG23-01/duties/work_plan/filings"


async def counting(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what it read: its path and the length of its body."""
    assert scope["type"] == "http"
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    said = f"{scope['path']} {len(body)}\n".encode()
    headers = [(b"content-length", str(len(said)).encode()), (b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": said})


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    """Our own connection's code, over a real socket."""
    config = uvicorn.Config(
        counting, port=0, http=Connection, lifespan="off", ws="none", log_config=None
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield int(server.servers[0].sockets[0].getsockname()[1])
    finally:
        await server.shutdown()


async def told(raw: bytes) -> str:
    """Everything that is answered to these bytes, until the line is closed."""
    async with served() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(raw)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        return answer.decode()


HEAD = b"POST /one HTTP/1.1\r\nHost: b\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5\r\nContent-Length: 5, 6\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 0x5\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
    ],
)
async def test_a_message_whose_end_is_doubtful_is_refused(headers: bytes) -> None:
    """ASVS 4.2.1"""
    hidden = b"0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: b\r\n\r\n"
    answer = await told(HEAD + headers + b"\r\n" + hidden)
    assert answer.split(" ")[1] in {"400", "501"}, answer
    assert "/hidden" not in answer


async def test_chunks_say_where_a_body_ends_whatever_its_length_is_said_to_be() -> None:
    """RFC 9112 §6.3: the encoding prevails, and what follows is the next message. ASVS 4.2.1"""
    headers = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = await told(
        HEAD + headers + b"3\r\nabc\r\n0\r\n\r\nGET /two HTTP/1.1\r\nHost: b\r\n\r\n"
    )
    assert "/one 3" in answer
    assert "/two 0" in answer


@pytest.mark.parametrize(
    "path", ["/projects/LG23%252D01", "/projects/%4CG23-01%2500", "/projects/..%252Fprogrammes"]
)
async def test_an_address_is_decoded_once(town: Town, path: str) -> None:
    """ASVS 1.1.1"""
    assert (await town.ask("GET", "/projects/%4CG23-01", town.clerk)).status_code == 200
    assert (await town.ask("GET", path, town.clerk)).status_code == 404


async def test_what_is_typed_is_kept_as_it_was_typed(town: Town) -> None:
    """No entity, no percent sign is read as anything else. ASVS 1.1.1 1.1.2"""
    said = "&lt;b&gt; %3Cb%3E \\u003cb\\u003e + 100%"
    filed = await town.ask("POST", PLAN_AT, town.fire, json={**PLAN, "target": said})
    assert filed.status_code == 201, filed.text
    async with town.tools.ledger.pool.read() as connection:
        found = await connection.exec_driver_sql("SELECT body FROM events WHERE type = 'DutyFiled'")
        kept = json.loads(found.scalar_one())
    assert kept["filing"]["target"] == said


async def test_a_field_of_the_body_is_taken_from_nowhere_else(town: Town) -> None:
    """Not from the address, not from a header, not from a cookie. ASVS 15.3.7"""
    bare = {x: y for x, y in PLAN.items() if x != "target"}
    answer = await town.ask(
        "POST",
        f"{PLAN_AT}?target=elsewhere",
        town.fire,
        json=bare,
        headers={"target": "elsewhere", "Cookie": "target=elsewhere"},
    )
    assert answer.status_code == 422
    assert [x["field"] for x in answer.json()["errors"]] == ["work_plan.target"]


async def test_a_project_shows_a_reader_the_fields_of_its_view_and_no_stored_object(
    town: Town,
) -> None:
    """What the record keeps beside them is not in the answer. ASVS 15.3.1"""
    shown = (await town.ask("GET", "/projects/LG23-01", town.fire)).json()
    kept = {"state", "head", "prev_hash", "fingerprint", "client", "command_id", "password"}
    assert kept & set(shown) == set()
    described = town.app.openapi()["components"]["schemas"]["ProjectShown"]
    assert set(shown) <= set(described["properties"])
