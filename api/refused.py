"""Who tried in vain: writes that we could not take, kept outside the database (reliability §2.5).

A unit that tried before its deadline and was turned away by our own trouble can be shown to have
tried: the request's number, by whose token, for which unit as far as it was known, at what address,
under which key, when. No body and no
secret is kept; who shows no token and no session is not kept, so that nobody can fill the disk.

While the database is away a token cannot be looked up. Who was let in by this process before is
known by that; anybody else, whose token may be invented, stands in a file apart, so that he can
push out nobody who is known.
"""

import asyncio
import fcntl
import json
import os
import re
from collections import OrderedDict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import structlog
from starlette.types import Scope

OURS = frozenset({408, 429, 500, 503})
"""Refused for our trouble, or broken off on the way: not for what was asked."""
KEPT = 16 * 1024 * 1024
"""Bytes after which the file is set aside, as .1."""
PROVOKED = frozenset({408, 429})
"""What anybody can bring about: of somebody unknown it says nothing."""
REMEMBERED = 10_000
"""So many who were let in are remembered."""
_PREFIX = re.compile(r"Bearer bh_([a-z2-7]{8})_", re.ASCII)
_SESSION = b"__Host-bihuan"
_READING = ("GET", "HEAD", "OPTIONS")
_LONGEST = 300

log = structlog.get_logger("refused")


class RefusedBook:
    """A file of the known and one of the others, a JSON object a line, each on disk before the
    answer's connection is let go. Several processes may write the same files."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._turn = asyncio.Lock()
        self._let_in: OrderedDict[bytes, str] = OrderedDict()

    async def note(self, scope: Scope, number: str, path: str, status: int) -> None:
        """Keep a write that was refused for our own trouble; forget every other request."""
        headers = dict(scope["headers"])
        known = self._known(scope, headers)
        if status not in OURS or scope["method"] in _READING:
            return
        who = known or _says(headers)
        if who is None or (known is None and status in PROVOKED):
            return
        file = self.file if known else apart(self.file)
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": number,
            "status": status,
            "caller": who,
            "party": scope.get("state", {}).get("party"),
            "method": scope["method"],
            "path": path[:_LONGEST],
            "key": headers.get(b"idempotency-key", b"").decode("ascii", "replace")[:_LONGEST],
        }
        if scope.get("state", {}).get("maybe"):
            line["maybe"] = True  # recorded all the same; only its answer could not be shown
        async with self._turn:
            try:
                await asyncio.to_thread(_append, file, json.dumps(line, ensure_ascii=True) + "\n")
            except OSError as trouble:  # a full disk must not turn a 503 into a broken connection
                log.error("not kept", trouble=str(trouble), **line)  # noqa: TRY400

    def _known(self, scope: Scope, headers: dict[bytes, bytes]) -> str | None:
        """The token's public part or the account, where it was looked up, now or before."""
        shown = headers.get(b"authorization", b"") or headers.get(b"cookie", b"")
        digest = sha256(shown).digest()
        found: str | None = scope.get("state", {}).get("caller")
        if found and shown:
            self._let_in[digest] = found
            self._let_in.move_to_end(digest)
            if len(self._let_in) > REMEMBERED:
                self._let_in.popitem(last=False)
        return found or self._let_in.get(digest)


def apart(file: Path) -> Path:
    """Where those stand who are not known: `refused-unknown.ndjson`."""
    return file.with_stem(f"{file.stem}-unknown")


def set_aside(file: Path) -> Path:
    """Where a file goes that is full."""
    return file.with_suffix(f"{file.suffix}.1")


def _append(file: Path, line: str) -> None:
    """One process at a time, so that two do not set aside what the other has just begun."""
    with file.with_suffix(".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.exists() and file.stat().st_size > KEPT:
            file.replace(set_aside(file))
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)


def _says(headers: dict[bytes, bytes]) -> str | None:
    """What a token says of itself, or `session` for a browser; None for nobody."""
    told = _PREFIX.match(headers.get(b"authorization", b"").decode("ascii", "replace"))
    if told:
        return told[1]
    return "session" if _SESSION in headers.get(b"cookie", b"") else None
