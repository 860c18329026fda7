"""A file sent in pieces: begun, added to where it broke off, checked whole, and then evidence.

The file is named by the SHA-256 it will have, so that beginning twice is the same and nobody needs
to remember a number. How much has arrived is asked of the server; a piece says where it begins.
What arrived of a piece whose line broke is kept.
"""

import asyncio
import io
import secrets
from typing import NamedTuple

from fastapi import Request
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from api.callers import Caller
from api.intake import take
from api.limits import FILE_MOST, PIECE_MOST, too_large
from api.problems import Problem, not_found
from api.sniff import promising, safe_name
from api.tools import Tools
from domain.evidence import Evidence
from ledger.unfinished import OnTheirWay, Unfinished
from ledger.uploads import Upload

_AT_ONCE = asyncio.Semaphore(4)
"""So many files are put together in memory at a time."""


class Arriving(BaseModel):
    """How much of a file has arrived."""

    sha256: str
    name: str
    size: int
    received: int
    """字节；下一段从这里开始."""
    piece_most: int = PIECE_MOST
    """每段最多这么多字节."""
    evidence: Evidence | None = None
    """收全并核对无误后，报送时引用的证据."""


class File(NamedTuple):
    """What is to come."""

    sha256: str
    name: str
    size: int
    place: str = ""


async def begin(file: File, caller: Caller, tools: Tools) -> Arriving:
    """The file as far as it is, from nothing to whole. Raises Problem 409, 413, 415, 422."""
    if done := await _whole(file.sha256, caller, tools):
        return done
    name = safe_name(file.name)
    if file.size > FILE_MOST:
        raise too_large(FILE_MOST)
    way = OnTheirWay(tools.ledger.pool)
    for old in await way.stale():
        await tools.store.forget_pieces(old.pieces)
    await tools.store.forget_pieces(await way.orphans(await tools.store.old_pieces()))
    known = await way.of(file.sha256, caller)
    if known and known.size != file.size:
        await give_up(file.sha256, caller, tools)
    found = await way.begin(file.sha256, caller, name, file.size, file.place)
    if found is None:
        raise Problem(
            "conflict",
            "本单位没传完的文件太多，先把它们传完或移除，再传新的。",
            "Too many files of this party are on their way; finish or remove some first.",
        )
    return _shown(found)


async def standing(sha256: str, caller: Caller, tools: Tools) -> Arriving:
    """How much has arrived. Raises Problem 404."""
    if done := await _whole(sha256, caller, tools):
        return done
    return _shown(await _known(sha256, caller, tools))


async def give_up(sha256: str, caller: Caller, tools: Tools) -> None:
    """Forget what has arrived; nothing there is as good."""
    dropped = await OnTheirWay(tools.ledger.pool).drop(sha256, caller)
    if dropped:
        await tools.store.forget_pieces(dropped.pieces)


async def add(sha256: str, offset: int, request: Request, caller: Caller, tools: Tools) -> Arriving:
    """Add a piece. Raises Problem 404, 408, 409 (it does not begin where the last one ended),
    415 and 422 for a file that is not taken, or is not the one that was named."""
    if done := await _whole(sha256, caller, tools):
        return done
    one = await _known(sha256, caller, tools)
    if one.received != offset:
        raise elsewhere(one.received)
    content, broken = await _arrived(request, one.size - offset)
    if content:
        if offset == 0:
            await _promising(one, content, caller, tools)
        one = await _added(one, offset, content, tools)
    if broken is not None:
        raise broken
    return await _finished(one, caller, tools) if one.received == one.size else _shown(one)


async def _promising(one: Unfinished, content: bytes, caller: Caller, tools: Tools) -> None:
    try:
        promising(one.name, content[:16])
    except Problem:
        await give_up(one.sha256, caller, tools)
        raise


async def _added(one: Unfinished, offset: int, content: bytes, tools: Tools) -> Unfinished:
    piece = secrets.token_hex(16)
    await tools.store.keep_piece(piece, content)
    way = OnTheirWay(tools.ledger.pool)
    added = await way.add(one.sha256, one, offset, len(content), piece)
    if added is None:  # somebody else's piece was quicker
        await tools.store.forget_pieces([piece])
        now = await way.of(one.sha256, one)
        raise elsewhere(now.received) if now else not_found()
    return added


async def _arrived(request: Request, most: int) -> tuple[bytes, Problem | None]:
    """What arrived of the piece, and what broke it off."""
    found = bytearray()
    try:
        async for chunk in request.stream():
            found += chunk
    except ClientDisconnect:
        return bytes(found), Problem("timeout", "连接断了。", "The line broke.")
    except Problem as problem:
        if problem.kind == "timeout":
            return bytes(found), problem
        raise
    if len(found) > most:
        raise Problem(
            "invalid",
            "这一段超出了文件的长度，没有接收；请核对文件大小后重新开始。",
            "This piece reaches beyond the end of the file; begin again.",
        )
    return bytes(found), None


async def _finished(one: Unfinished, caller: Caller, tools: Tools) -> Arriving:
    """The whole file, if it is what it was said to be; otherwise it has to be sent again."""
    try:
        async with _AT_ONCE:
            content = io.BytesIO(await tools.store.pieces(one.pieces))
            key = "upload:{}".format
            kept, _ = await take(one.name, content, caller, tools, key, named=one.sha256)
    except Problem:
        await give_up(one.sha256, caller, tools)
        raise
    await give_up(one.sha256, caller, tools)
    return _done(kept)


async def _whole(sha256: str, caller: Caller, tools: Tools) -> Arriving | None:
    found = (await tools.uploads.of(caller, [sha256])).get(sha256)
    return _done(found) if found else None


async def _known(sha256: str, caller: Caller, tools: Tools) -> Unfinished:
    found = await OnTheirWay(tools.ledger.pool).of(sha256, caller)
    if found is None:
        raise not_found()
    return found


def elsewhere(received: int) -> Problem:
    """The piece does not begin where the last one ended."""
    return Problem(
        "conflict",
        f"已收到 {received} 字节，这一段要从那里开始；先查询已收到多少，再接着传。",
        f"{received} bytes have arrived; the piece has to begin there.",
        headers={"Upload-Offset": str(received)},
    )


def _done(kept: Upload) -> Arriving:
    return Arriving(
        sha256=kept.sha256,
        name=kept.name,
        size=kept.size,
        received=kept.size,
        evidence=kept.evidence,
    )


def _shown(one: Unfinished) -> Arriving:
    return Arriving(sha256=one.sha256, name=one.name, size=one.size, received=one.received)
