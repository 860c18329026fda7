"""Who tried in vain: writes that we could not take, kept outside the database (reliability §2.5).

A unit that tried before its deadline and was turned away by our own trouble can be shown to have
tried: the request's number, by whose token, at what address, under which key, when. No body and no
secret is kept; who shows no token and no session is not kept, so that nobody can fill the disk.
"""

import asyncio
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import structlog
from starlette.types import Scope

OURS = frozenset({408, 429, 500, 503})
"""Refused for our trouble, or broken off on the way: not for what was asked."""
KEPT = 16 * 1024 * 1024
"""Bytes after which the file is set aside, as .1."""
_PREFIX = re.compile(r"Bearer bh_([a-z2-7]{8})_", re.ASCII)
_SESSION = b"__Host-bihuan"
_READING = ("GET", "HEAD", "OPTIONS")
_LONGEST = 300

log = structlog.get_logger("refused")


class RefusedBook:
    """One file, a JSON object a line, each on disk before the answer's connection is let go."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._turn = asyncio.Lock()

    async def note(self, scope: Scope, number: str, path: str, status: int) -> None:
        """Keep a write that was refused for our own trouble; forget every other request."""
        if status not in OURS or scope["method"] in _READING:
            return
        headers = dict(scope["headers"])
        who = _who(scope, headers)
        if who is None:
            return
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": number,
            "status": status,
            "caller": who,
            "method": scope["method"],
            "path": path[:_LONGEST],
            "key": headers.get(b"idempotency-key", b"").decode("ascii", "replace")[:_LONGEST],
        }
        async with self._turn:
            try:
                await asyncio.to_thread(self._append, json.dumps(line, ensure_ascii=True) + "\n")
            except OSError as trouble:  # a full disk must not turn a 503 into a broken connection
                log.error("not kept", trouble=str(trouble), **line)  # noqa: TRY400

    def _append(self, line: str) -> None:
        if self.file.exists() and self.file.stat().st_size > KEPT:
            self.file.replace(self.file.with_suffix(".ndjson.1"))
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)


def _who(scope: Scope, headers: dict[bytes, bytes]) -> str | None:
    """The token's public part, as far as it was looked up or can be read; `session` for a browser
    whose session nobody could look up; None for nobody."""
    known: str | None = scope.get("state", {}).get("caller")
    if known:
        return known
    told = _PREFIX.match(headers.get(b"authorization", b"").decode("ascii", "replace"))
    if told:
        return told[1]
    return "session" if _SESSION in headers.get(b"cookie", b"") else None
