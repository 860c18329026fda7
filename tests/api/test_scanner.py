"""The installation's scanner: what it finds is refused, and where it is silent a file waits."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.file_rules import Rules
from api.scanner import Scanner, Verdict
from ledger.uploads import Room, Uploads
from tests.api.test_evidence import AT, PDF, hand_in
from tests.support.town import PLAN, Town

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The text that every scanner calls a virus, for trials."""
INFECTED = PDF.replace(b"trailer", b"%" + EICAR + b"\ntrailer")
_READS = "import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())"
WORKING = Scanner((sys.executable, "-c", _READS))
BROKEN = Scanner((sys.executable, "-c", "import sys; sys.exit(2)"))
SLOW = Scanner((sys.executable, "-c", "import time; time.sleep(60)"), seconds=0.3)
AWAY = Scanner(("/nowhere/clamdscan", "-"))


def scanned_by(town: Town, scanner: Scanner | None) -> None:
    """The installation has that scanner from now on."""
    town.tools = town.app.state.tools = replace(town.tools, rules=Rules(scanner=scanner))


async def test_the_exit_code_is_the_answer_and_silence_is_none() -> None:
    said = [await x.look(PDF) for x in (WORKING, BROKEN, SLOW, AWAY)]
    assert said == [Verdict.CLEAN, Verdict.SILENT, Verdict.SILENT, Verdict.SILENT]
    assert await WORKING.look(INFECTED) is Verdict.FOUND
    unread = Scanner((sys.executable, "-c", "pass"))
    assert await unread.look(bytes(5_000_000)) is Verdict.CLEAN, "who reads nothing may say so"


async def test_what_the_scanner_finds_is_neither_taken_nor_kept(town: Town, tmp_path: Path) -> None:
    """ASVS 5.4.3"""
    scanned_by(town, WORKING)
    refused = await hand_in(town, "方案.pdf", INFECTED)
    assert refused.status_code == 422
    assert "查毒" in refused.json()["detail"]
    assert [x for x in (tmp_path / "evidence").rglob("*") if x.is_file()] == []
    assert (await hand_in(town, "方案.pdf", PDF)).status_code == 201


async def test_a_file_that_could_not_be_scanned_counts_and_waits(town: Town) -> None:
    """ASVS 5.4.3: on the last day nobody is turned away because the scanner is down; and nobody
    is handed what it has not seen."""
    scanned_by(town, AWAY)
    sha256 = (await hand_in(town, "方案.pdf", PDF)).json()["sha256"]
    filed = await town.ask("POST", AT, town.fire, json={**PLAN, "evidence": [sha256]})
    assert filed.status_code == 201, filed.text
    for token in (town.clerk, town.fire):
        waits = await town.ask("GET", f"/evidence/{sha256}", token)
        assert waits.status_code == 503
        assert waits.headers["retry-after"] == "120"
    scanned_by(town, None)
    assert (await town.ask("GET", f"/evidence/{sha256}", town.clerk)).status_code == 503
    scanned_by(town, WORKING)
    assert (await town.ask("GET", f"/evidence/{sha256}", town.clerk)).content == PDF
    scanned_by(town, AWAY)
    assert (await town.ask("GET", f"/evidence/{sha256}", town.clerk)).content == PDF, (
        "once is enough"
    )


async def test_what_is_found_later_is_never_handed_out(town: Town) -> None:
    scanned_by(town, BROKEN)
    sha256 = (await hand_in(town, "方案.pdf", INFECTED)).json()["sha256"]
    scanned_by(town, WORKING)
    for _ in range(2):
        found = await town.ask("GET", f"/evidence/{sha256}", town.fire)
        assert found.status_code == 409
        assert EICAR not in found.content


async def test_a_party_s_files_have_a_bound_and_another_s_are_its_own(town: Town) -> None:
    """ASVS 5.2.4"""
    room = Room(files=3, bytes=2000)
    uploads = Uploads(town.tools.ledger.pool, room)
    town.tools = town.app.state.tools = replace(town.tools, uploads=uploads)
    for n in range(3):
        assert (await hand_in(town, f"{n}.pdf", PDF + bytes([n]))).status_code == 201
    full = await hand_in(town, "4.pdf", PDF + b"4")
    assert (full.status_code, "上限" in full.json()["detail"]) == (409, True)
    assert (await hand_in(town, "0.pdf", PDF + bytes([0]))).status_code == 201, "it is there"
    large: Any = await hand_in(town, "大.pdf", PDF + bytes(3000), town.housing)
    assert large.status_code == 409
    assert (await hand_in(town, "小.pdf", PDF, town.housing)).status_code == 201
