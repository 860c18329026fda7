"""Evidence in pieces: what arrived stays, the offset is asked for, the whole is checked."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from time import time
from typing import Any

import pytest

from tests.api.test_evidence import AT, PDF
from tests.support.photographs import jpg
from tests.support.town import PLAN, Town

PHOTO = jpg(body=bytes(range(256)) * 4096)
SHA = hashlib.sha256(PHOTO).hexdigest()
OCTETS = {"Content-Type": "application/octet-stream"}


async def begin(town: Town, content: bytes = PHOTO, name: str = "现场.jpg", **with_: Any) -> Any:
    sha256 = with_.pop("sha256", hashlib.sha256(content).hexdigest())
    body = {"name": name, "size": with_.pop("size", len(content))}
    return await town.ask("PUT", f"/uploads/{sha256}", with_.pop("token", town.fire), json=body)


async def piece(town: Town, offset: int, content: Any, sha256: str = SHA) -> Any:
    headers = {**OCTETS, "Upload-Offset": str(offset)}
    at = f"/uploads/{sha256}"
    return await town.ask("PATCH", at, town.fire, headers=headers, content=content)


async def test_a_file_in_pieces_becomes_evidence_that_a_filing_names(town: Town) -> None:
    begun = await begin(town)
    assert (begun.status_code, begun.json()["received"]) == (200, 0)
    half = len(PHOTO) // 2
    first = await piece(town, 0, PHOTO[:half])
    assert (first.status_code, first.headers["upload-offset"]) == (200, str(half))
    assert (await begin(town)).json()["received"] == half, "beginning again begins nothing anew"
    asked = await town.ask("GET", f"/uploads/{SHA}", town.fire)
    assert asked.json()["received"] == half
    last = (await piece(town, half, PHOTO[half:])).json()
    assert last["evidence"]["sha256"] == SHA
    assert last["evidence"]["media_type"] == "image/jpeg"
    fetched = await town.ask("GET", f"/evidence/{SHA}", town.fire)
    assert fetched.content == PHOTO
    filed = await town.ask("POST", AT, town.fire, json={**PLAN, "evidence": [SHA]})
    assert filed.status_code == 201, filed.text
    assert (await begin(town)).json()["evidence"]["sha256"] == SHA, "known already: nothing to send"


async def test_what_arrived_of_a_broken_piece_is_kept(town: Town) -> None:
    await begin(town)

    async def breaks_off() -> AsyncIterator[bytes]:
        yield PHOTO[:100_000]
        await asyncio.sleep(0)
        raise ConnectionError

    try:
        await piece(town, 0, breaks_off())
    except ConnectionError:
        await asyncio.sleep(0.1)
    stands = (await town.ask("GET", f"/uploads/{SHA}", town.fire)).json()["received"]
    assert stands in (0, 100_000)
    done = await piece(town, stands, PHOTO[stands:])
    assert done.json()["evidence"]["size"] == len(PHOTO)


async def test_a_piece_begins_where_the_last_one_ended_and_of_two_at_once_one_is_added(
    town: Town,
) -> None:
    await begin(town)
    tries = await asyncio.gather(*(piece(town, 0, PHOTO[: 1000 + n]) for n in range(4)))
    assert sorted(x.status_code for x in tries) == [200, 409, 409, 409]
    stands = next(x.json()["received"] for x in tries if x.status_code == 200)
    refused = next(x for x in tries if x.status_code == 409)
    assert refused.headers["upload-offset"] == str(stands)
    assert (await piece(town, stands + 1, b"x")).status_code == 409
    assert (await piece(town, stands, PHOTO[stands:])).json()["evidence"]["sha256"] == SHA


async def test_what_is_not_what_it_was_said_to_be_is_not_kept(town: Town) -> None:
    other = "a" * 64
    await begin(town, sha256=other)
    wrong = await piece(town, 0, PHOTO, other)
    assert wrong.status_code == 422
    assert "核对不上" in wrong.json()["detail"]
    assert (await town.ask("GET", f"/uploads/{other}", town.fire)).status_code == 404
    zipped = b"PK\x03\x04" + b"0" * 5000
    told = hashlib.sha256(zipped).hexdigest()
    await begin(town, zipped, "照片.jpg")
    early = await piece(town, 0, zipped[:100], told)
    assert early.status_code == 415, "said with the first piece, not with the last"
    assert (await begin(town, name="../a.jpg")).status_code == 422
    assert (await begin(town, size=26 * 1024 * 1024)).status_code == 413
    await begin(town)
    assert (await piece(town, 0, PHOTO + b"more")).status_code == 422


async def test_another_party_sees_nothing_of_it_and_begins_its_own(town: Town) -> None:
    await begin(town)
    await piece(town, 0, PHOTO[:1000])
    assert (await town.ask("GET", f"/uploads/{SHA}", town.housing)).status_code == 404
    assert (await begin(town, token=town.housing)).json()["received"] == 0
    assert (await town.ask("DELETE", f"/uploads/{SHA}", town.housing)).status_code == 204
    assert (await town.ask("GET", f"/uploads/{SHA}", town.fire)).json()["received"] == 1000
    assert (await town.ask("DELETE", f"/uploads/{SHA}", town.fire)).status_code == 204
    assert (await town.ask("GET", f"/uploads/{SHA}", town.fire)).status_code == 404


async def test_too_many_on_their_way_are_refused(town: Town) -> None:
    for n in range(50):
        assert (await begin(town, PDF + bytes([n]), f"{n}.pdf")).status_code == 200
    assert (await begin(town)).status_code == 409


async def test_a_piece_that_a_crash_left_behind_is_swept_and_a_file_s_own_stay(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(town)
    monkeypatch.setattr(town.tools.store, "_swept", None)  # as an hour later
    assert (await piece(town, 0, PHOTO[:1000])).status_code == 200
    folder = town.tools.store.folder / "unfinished"
    (folder / ("0" * 32)).write_bytes(b"kept, and then the power went")
    for lies in folder.iterdir():
        os.utime(lies, (time() - 7200,) * 2)
    (folder / ("1" * 32)).write_bytes(b"just now: perhaps about to be added")
    await begin(town, PDF, "方案.pdf", token=town.housing)  # whoever comes sweeps for all
    assert {x.name for x in folder.iterdir()} & {"0" * 32, "1" * 32} == {"1" * 32}
    assert (await piece(town, 1000, PHOTO[1000:])).json()["evidence"]["sha256"] == SHA
