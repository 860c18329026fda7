"""A volley: filings whose last byte is in the hands of the API's kernel at a known instant.

Lines are opened beforehand and each request goes out in one write, so that what a starved client
dawdles is not laid at the product's door: `sent` is read after the write has returned.
"""

import json
import socket
import time
from collections.abc import Mapping, Sequence

from tests.reliability.fire.herd import Filing
from tests.support.town import PLAN

PATIENCE = 60.0
BODY = json.dumps(PLAN).encode()


def fired(filings: Sequence[Filing], ports: Sequence[int], tokens: Mapping[str, str]) -> None:
    """Send each at its time; then take the answers. Blocks: give it a thread of its own."""
    lines = [
        socket.create_connection(("127.0.0.1", ports[n % len(ports)]))
        for n, _ in enumerate(filings)
    ]
    for filing, line in sorted(zip(filings, lines, strict=True), key=lambda x: x[0].at):
        time.sleep(max(0.0, filing.at - time.time()))
        line.sendall(_request(filing, tokens[filing.plot.unit]))
        filing.sent, filing.tries = time.time(), 1
    for filing, line in zip(filings, lines, strict=True):
        with line:
            line.settimeout(PATIENCE)
            _answered(filing, line)


def _request(filing: Filing, token: str) -> bytes:
    head = (
        f"POST {filing.plot.path} HTTP/1.1\r\nHost: bihuan\r\nAuthorization: Bearer {token}\r\n"
        f"Idempotency-Key: {filing.key}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(BODY)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + BODY


def _answered(filing: Filing, line: socket.socket) -> None:
    answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    filing.took = time.time() - filing.sent
    filing.status = int(head.split(maxsplit=2)[1])
    if filing.status in (200, 201):
        filing.receipts.append(json.loads(body))
