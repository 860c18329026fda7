"""The one door of evidence files: looked over, scanned, kept; and held back where no scan came.

A unit that files on the last day is not turned away because the scanner is down: the file is
kept and counts, but nobody is handed it before the scanner has answered (quarantine). It is asked
again whenever somebody wants the file.
"""

import asyncio
import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO, Protocol
from urllib.parse import quote

import structlog
from starlette.responses import Response

from api.file_rules import Rules
from api.problems import Problem
from api.scanner import Scanner, Verdict
from api.sniff import media_type
from api.store import EvidenceStore
from api.tools import Tools
from ledger.uploads import Owner, Upload

_AT_ONCE = asyncio.Semaphore(4)
"""So many files are held in memory at a time."""
log = structlog.get_logger("intake")


class Who(Owner, Protocol):
    """Who hands in, by a token or by a session: it will be the file of his party."""

    @property
    def client(self) -> str:
        """Whose keys are told apart."""


async def take(
    name: str,
    content: BinaryIO,
    who: Who,
    tools: Tools,
    key: Callable[[str], str],
    named: str | None = None,
) -> tuple[Upload, bool]:
    """The file as it is kept, and whether this key was used for it before; `key` is made from its
    hash. Raises Problem 415, 422 (also where it is not the one `named`), ReusedKey, NoRoom."""
    async with _AT_ONCE:
        whole, sha256 = await asyncio.to_thread(_whole, content, named)
        kind = await asyncio.to_thread(media_type, name, io.BytesIO(whole), tools.rules.most_pixels)
        new = Upload.of(who, sha256=sha256, name=name, media_type=kind, size=len(whole))
        await tools.uploads.may(new, who.client, key(sha256))  # what is not taken fills no disk
        await keep(sha256, whole, tools.store, tools.rules)
    return await tools.uploads.keep(new, who.client, key(sha256))


def _whole(content: BinaryIO, named: str | None) -> tuple[bytes, str]:
    content.seek(0)
    whole = content.read()
    sha256 = hashlib.sha256(whole).hexdigest()
    if named not in (None, sha256):
        raise Problem(
            "invalid",
            "收全以后核对不上（SHA-256不同），文件在路上坏了或中途换过；请重新上传。",
            "The whole file does not have the SHA-256 that was named; send it again.",
        )
    return whole, sha256


async def keep(sha256: str, content: bytes, store: EvidenceStore, rules: Rules) -> None:
    """Scan it and keep it, held back where no scan came. Raises Problem 422 for a harmful one."""
    verdict = await rules.scanner.look(content) if rules.scanner else Verdict.CLEAN
    if verdict is Verdict.FOUND:
        log.warning("scanner refused a file", sha256=sha256)
        raise Problem(
            "invalid",
            "查毒软件认定这个文件有害，没有接收；请在本单位电脑上查毒，换一个文件后重新上传。",
            "The scanner found this file harmful and it was not taken; scan your computer.",
        )
    if verdict is Verdict.SILENT:
        await store.hold(sha256)
    await store.keep(sha256, content)


async def handed_out(found: Upload, store: EvidenceStore, rules: Rules) -> Response:
    """The file as a download that no page of ours opens. Raises Problem 409, 503 for one that is
    held back, 500 for one that is damaged."""
    content = await store.fetch(found.sha256)
    if await store.is_held(found.sha256):
        await _released(found.sha256, content, store, rules.scanner)
    return Response(
        content,
        media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
        },
    )


async def _released(
    sha256: str, content: bytes, store: EvidenceStore, scanner: Scanner | None
) -> None:
    verdict = await scanner.look(content) if scanner else Verdict.SILENT
    if verdict is Verdict.FOUND:
        log.warning("scanner refused a file that was held back", sha256=sha256)
        raise Problem(
            "conflict",
            "查毒软件认定这个文件有害，不提供下载；报送的记录不变，请让报送单位重新提供文件。",
            "The scanner found this file harmful and it is not handed out; ask for another.",
        )
    if verdict is Verdict.SILENT:
        raise Problem(
            "unavailable",
            "这个文件还没有经过查毒，暂不提供下载；请过几分钟再试，仍不行请告知管理员。",
            "This file has not been scanned yet; try again in some minutes.",
            headers={"Retry-After": "120"},
        )
    await store.release(sha256)
