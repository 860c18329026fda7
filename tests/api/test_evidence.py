"""Evidence: what is taken, what is refused, who may fetch it."""

import hashlib
import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.guard import SEALED
from tests.support.photographs import jpg, png
from tests.support.town import PLAN, Town

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
AT = "/projects/LG23-01/duties/work_plan/filings"


def office(main: str = "word/document.xml", more: dict[str, bytes] | None = None) -> bytes:
    """A small file in the packaging of Word or Excel."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<document/>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


async def hand_in(town: Town, name: str, content: bytes, token: str | None = None) -> Any:
    """One file, as a form sends it."""
    files = {"file": (name, content, "application/octet-stream")}
    return await town.ask("POST", "/evidence", token or town.fire, files=files)


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("方案.pdf", PDF, "application/pdf"),
        ("现场.JPEG", jpg(), "image/jpeg"),
        ("现场.png", png(), "image/png"),
        ("方案.docx", office(), "wordprocessingml.document"),
        ("台账.xlsx", office("xl/workbook.xml"), "spreadsheetml.sheet"),
    ],
)
async def test_a_file_is_kept_under_its_hash(
    town: Town, name: str, content: bytes, media: str
) -> None:
    answer = await hand_in(town, name, content)
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()
    assert (kept["name"], kept["size"]) == (name, len(content))
    assert kept["media_type"].endswith(media)
    fetched = await town.ask("GET", f"/evidence/{kept['sha256']}", town.fire)
    assert fetched.content == content
    assert fetched.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["content-security-policy"] == SEALED


BOMB = office(more={"big": b"\0" * 40_000_000})
HOSTILE = [
    ("方案.pdf", b"<html><script>alert(1)</script></html>", 415),
    ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415),
    ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
    ("方案.pdf.exe", PDF, 415),
    ("方案", PDF, 415),
    ("现场.png", PDF, 422),
    ("空.pdf", b"", 422),
    ("炸弹.docx", BOMB, 422),
    ("宏.docx", office(more={"word/vbaProject.bin": b"x"}), 422),
    ("坏.docx", b"PK\x03\x04" + b"0" * 200, 422),
    ("普通.docx", office("readme.txt"), 415),
    ("多.docx", office(more={f"p{n}": b"" for n in range(600)}), 422),
    ("长" * 200 + ".pdf", PDF, 422),
    (".pdf", PDF, 422),
    ("a\u202efdp.pdf", PDF, 422),
]


async def test_what_is_not_taken_is_not_kept(town: Town, subtests: pytest.Subtests) -> None:
    for name, content, status in HOSTILE:
        with subtests.test(name):
            answer = await hand_in(town, name, content)
            assert answer.status_code == status, answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            sha256 = hashlib.sha256(content).hexdigest()
            found = await town.ask("GET", f"/evidence/{sha256}", town.fire)
            assert found.status_code == 404


PATHS = ("../../a.pdf", "..\\..\\a.pdf", "/etc/x.pdf", "C:x.pdf", "a\tb.pdf", "")


async def test_a_name_that_is_a_path_is_refused(town: Town, subtests: pytest.Subtests) -> None:
    for name in PATHS:
        with subtests.test(name):
            answer = await town.ask(
                "POST", "/evidence", town.fire, params={"name": name}, content=PDF
            )
            assert answer.status_code == 422
            assert "文件名不合规" in answer.json()["detail"]
    with subtests.test("no address has a NUL in it"):
        answer = await town.ask("POST", "/evidence", town.fire, params={"name": "a\0b.pdf"})
        assert answer.status_code == 404


async def test_a_stream_that_never_said_how_long_it_is_ends_at_the_limit(town: Town) -> None:
    """ASVS 5.2.1"""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield PDF
        while True:
            sent += 1024 * 1024
            yield b"0" * 1024 * 1024

    answer = await town.ask(
        "POST", "/evidence", town.fire, params={"name": "大.pdf"}, content=endless()
    )
    assert answer.status_code == 413
    assert sent < 27 * 1024 * 1024


async def test_a_filing_names_only_files_of_its_own_party(town: Town) -> None:
    foreign = (await hand_in(town, "方案.pdf", PDF, town.housing)).json()["sha256"]
    refused = await town.ask("POST", AT, town.fire, json={**PLAN, "evidence": [foreign]})
    assert refused.status_code == 422
    own = (await hand_in(town, "我的.pdf", PDF)).json()
    filed = await town.ask("POST", AT, town.fire, json={**PLAN, "evidence": [own["sha256"]]})
    assert filed.status_code == 201, filed.text
    page = (await town.ask("GET", "/projects/LG23-01", town.clerk)).json()
    event = next(x for x in page["history"] if x["type"] == "DutyFiled")["event"]
    assert event["filing"]["evidence"] == [own]


async def test_who_sees_the_duty_fetches_its_evidence_and_nobody_else(town: Town) -> None:
    """ASVS 8.2.2"""
    sha256 = (await hand_in(town, "方案.pdf", PDF)).json()["sha256"]
    at = f"/evidence/{sha256}"
    assert (await town.ask("GET", at, town.clerk)).status_code == 404
    await town.ask("POST", AT, town.fire, json={**PLAN, "evidence": [sha256]})
    for token in (town.clerk, town.group, town.auditor, town.fire):
        assert (await town.ask("GET", at, token)).content == PDF
    unknown = await town.ask("GET", f"/evidence/{'0' * 64}", town.housing)
    foreign = await town.ask("GET", at, town.housing)
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


async def test_one_key_hands_in_one_file(town: Town) -> None:
    files = {"file": ("方案.pdf", PDF)}
    first = await town.ask("POST", "/evidence", town.fire, key="file-1", files=files)
    again = await town.ask("POST", "/evidence", town.fire, key="file-1", files=files)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = {"file": ("方案.pdf", PDF + b"%")}
    refused = await town.ask("POST", "/evidence", town.fire, key="file-1", files=other)
    assert refused.status_code == 422


async def test_a_damaged_file_is_not_handed_out(town: Town, tmp_path: Any) -> None:
    sha256 = (await hand_in(town, "方案.pdf", PDF)).json()["sha256"]
    (tmp_path / "evidence" / sha256[:2] / sha256).write_bytes(b"%PDF-other")
    answer = await town.ask("GET", f"/evidence/{sha256}", town.fire)
    assert answer.status_code == 500
    assert "损坏" in answer.json()["detail"]
