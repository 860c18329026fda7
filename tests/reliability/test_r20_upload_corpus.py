"""R20: what is handed in to do harm is refused, or handed out as a download that nothing opens.

The corpus goes through both doors of a running API, whole and in pieces. A bomb may cost neither
time nor memory. The control believes the name, as a check of the ending does.
"""

import hashlib
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx2

from api.app import make_tools
from api.guard import SEALED
from api.limits import PIECE_MOST
from api.sniff import MEDIA
from ledger.door import Ledger
from tests.reliability.times import in_time
from tests.support.hostile_files import GOOD, KEPT, REFUSED, File
from tests.support.process import started
from tests.support.town import FIRE, REGION

BOMBS = ("炸弹", "多.", "单.", "短.", "列表", "巨")


class Sent(NamedTuple):
    """What became of a file."""

    status: int
    seconds: float
    megabytes: float
    """By how much the process grew while it looked."""


class Door:
    """A unit's own door to the process, and how large the process is."""

    def __init__(self, http: httpx2.AsyncClient, process: int) -> None:
        self.http = http
        self._process = Path("/proc") / str(process)
        self._keys = 0

    def key(self) -> dict[str, str]:
        self._keys += 1
        return {"Idempotency-Key": f"file-{self._keys}"}

    def _size(self, line: str) -> int:
        told = (self._process / "status").read_text().split(line)[1].split()
        return int(told[0])

    async def whole(self, file: File) -> Sent:
        """At once, as a form does."""
        (self._process / "clear_refs").write_text("5")
        before, began = self._size("VmRSS:"), time.monotonic()
        answer = await self.http.post(
            "/api/v1/evidence", params={"name": file.name}, content=file.content, headers=self.key()
        )
        seconds = time.monotonic() - began
        return Sent(answer.status_code, seconds, (self._size("VmHWM:") - before) / 1024)

    async def in_pieces(self, file: File) -> int:
        """One piece after another, until it is refused or whole."""
        at = f"/api/v1/uploads/{sha(file)}"
        said = {"name": file.name, "size": len(file.content)}
        answer = await self.http.put(at, json=said, headers=self.key())
        for n in range(0, len(file.content), PIECE_MOST):
            if answer.status_code != 200:
                break
            headers = {"Content-Type": "application/octet-stream", "Upload-Offset": str(n)}
            piece = file.content[n : n + PIECE_MOST]
            answer = await self.http.patch(at, content=piece, headers={**headers, **self.key()})
        return answer.status_code

    async def fetched(self, file: File) -> httpx2.Response:
        """The file as it is handed out."""
        return await self.http.get(f"/api/v1/evidence/{sha(file)}")


def sha(file: File) -> str:
    return hashlib.sha256(file.content).hexdigest()


def taken_by_name(file: File) -> bool:
    """The careless check: the ending is on the list."""
    return file.name.rpartition(".")[2].lower() in MEDIA


async def unit(database: str, folder: Path) -> str:
    """A token of the unit that hands in."""
    ledger = await Ledger.connect(database)
    issue = make_tools(ledger, folder / "unused").tokens.issue
    _, secret = await issue(f"unit:{FIRE}", "unit", REGION)
    await ledger.close()
    return secret


def is_a_download(answer: httpx2.Response, content: bytes) -> bool:
    """Nothing that a browser would show or run, and the bytes that were handed in."""
    told = answer.headers
    return (
        answer.status_code == 200
        and answer.content == content
        and told["content-disposition"].startswith("attachment; filename*=UTF-8''")
        and told["content-security-policy"] == SEALED
        and told["x-content-type-options"] == "nosniff"
        and told["content-type"] in MEDIA.values()
    )


async def test_r20_nothing_hostile_is_taken_or_shown(
    database: str, tmp_path: Path, say: Any
) -> None:
    """ASVS 3.2.1 5.2.1 5.2.2 5.2.3 5.2.5 5.2.6 5.3.1 5.3.2 5.4.1 5.4.2 1.5.1"""
    headers = {"Authorization": f"Bearer {await unit(database, tmp_path)}"}
    async with (
        started(database, tmp_path) as running,
        httpx2.AsyncClient(base_url=running.url, headers=headers, timeout=60) as http,
    ):
        door = Door(http, running.process.pid)
        kept = [(x, await door.whole(x), await door.fetched(x)) for x in (*GOOD, *KEPT)]
        refused = [(x, await door.whole(x), await door.fetched(x)) for x in REFUSED]
        pieces = {x.why: await door.in_pieces(x) for x in REFUSED}
        stored = [x for x in (tmp_path / "evidence").rglob("*") if len(x.name) == 64]
    open_ = [x.why for x, sent, _ in refused if sent.status not in (413, 415, 422)]
    there = [x.why for x, _, found in refused if found.status_code != 404]
    shown = [x.why for x, sent, found in kept if not is_a_download(found, x.content)]
    bombs = [sent for x, sent, _ in refused if x.name.startswith(BOMBS)]
    naive = sum(taken_by_name(x) for x in REFUSED)
    say(
        "R20",
        hostile=len(REFUSED),
        taken=len(open_) + len(there),
        shown=len(shown),
        sound=f"{len(GOOD) - sum(x.why in shown for x in GOOD)} of {len(GOOD)} identical",
        bombs=len(bombs),
        slowest_s=round(max(x.seconds for x in bombs), 2),
        largest_mb=round(max(x.megabytes for x in bombs)),
        by_name_alone=naive,
    )
    assert (open_, there, shown) == ([], [], [])
    assert {x: y for x, y in pieces.items() if y not in (409, 413, 415, 422)} == {}
    assert {x.name for x in stored} == {sha(x) for x, _, _ in kept}, (
        "nothing refused is on the disk"
    )
    assert len(REFUSED) >= 40
    assert in_time(max(x.seconds for x in bombs) <= 1)
    assert max(x.megabytes for x in bombs) <= 50
    assert naive > 30, "a check that believes the name must fail, or this shows nothing"
