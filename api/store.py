"""Where evidence files lie: under their SHA-256, outside the web root, written once."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore

from api.problems import Problem

A_WHILE = timedelta(hours=1)


class EvidenceStore:
    """One folder; a file's name in it is the hash of its content, so nothing is overwritten."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._store = LocalStore(prefix=folder)
        self._swept: datetime | None = None

    async def keep(self, sha256: str, content: bytes) -> None:
        """Store the content; already there is as good."""
        try:
            await obstore.put_async(self._store, _path(sha256), content, mode="create")
        except AlreadyExistsError:
            return

    async def hold(self, sha256: str) -> None:
        """Nobody is handed the file before it was scanned."""
        await obstore.put_async(self._store, _held(sha256), b"unscanned")

    async def is_held(self, sha256: str) -> bool:
        """Whether it waits to be scanned."""
        try:
            await obstore.head_async(self._store, _held(sha256))
        except FileNotFoundError:
            return False
        return True

    async def release(self, sha256: str) -> None:
        """It was scanned; released already is as good."""
        try:
            await obstore.delete_async(self._store, _held(sha256))
        except FileNotFoundError:
            return

    async def keep_piece(self, piece: str, content: bytes) -> None:
        """A part of a file that has not arrived whole, under a name that is nobody else's."""
        await obstore.put_async(self._store, f"unfinished/{piece}", content, mode="create")

    async def pieces(self, names: Sequence[str]) -> bytes:
        """The parts put together. Raises Problem 500 where one is missing."""
        found = bytearray()
        for name in names:
            try:
                got = await obstore.get_async(self._store, f"unfinished/{name}")
            except FileNotFoundError as error:
                raise _damaged("丢失", "missing") from error
            found += bytes(await got.bytes_async())
        return bytes(found)

    async def forget_pieces(self, names: Sequence[str]) -> None:
        """They are not needed any more; gone already is as good."""
        for name in names:
            try:
                await obstore.delete_async(self._store, f"unfinished/{name}")
            except FileNotFoundError:
                continue

    async def old_pieces(self) -> list[str]:
        """Those that have lain for an hour, once in an hour; in between none: then nobody who has
        just kept one is still about to say so."""
        now = datetime.now(UTC)
        if self._swept is not None and now - self._swept < A_WHILE:
            return []
        self._swept = now
        # in a thread: its asynchronous list aborts an interpreter that ends soon after (0.12)
        listed = obstore.list(self._store, "unfinished")
        found = await asyncio.to_thread(listed.collect)
        old = [x for x in found if now - x["last_modified"] > A_WHILE]
        return [x["path"].rpartition("/")[2] for x in old]

    async def fetch(self, sha256: str) -> bytes:
        """The content, checked against its hash. Raises Problem 500 for a damaged file."""
        try:
            got = await obstore.get_async(self._store, _path(sha256))
            content = bytes(await got.bytes_async())
        except FileNotFoundError as error:
            raise _damaged("丢失", "missing") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _damaged("损坏", "damaged")
        return content


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _held(sha256: str) -> str:
    return f"held/{sha256}"


def _damaged(zh: str, en: str) -> Problem:
    return Problem(
        "internal",
        f"证据文件已{zh}，请告知管理员从备份恢复；登记的记录不受影响。",
        f"The evidence file is {en}; ask the administrator to restore it from the backup.",
    )
