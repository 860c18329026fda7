"""The guided tour on the first page: there while a demonstration runs, and never else."""

from datetime import date

import httpx2

from api.app import make_app, make_tools
from stack.demo.told import Shown, Step


async def first_page(ledger, note):
    app = make_app(make_tools(ledger, note.parent / "evidence", tour=note))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="https://localhost") as http:
        return (await http.get("/login")).text


async def test_a_running_demonstration_shows_where_to_look(ledger, tmp_path):
    note = tmp_path / "demo.json"
    shown = Shown(
        seed=1,
        first=date(2025, 3, 5),
        today=date(2025, 5, 16),
        last=date(2026, 3, 31),
        ended=False,
        line="【2025年4月】按时报送 12 <b>",
        tour=(Step(login="xiaozu", zh="看升级到代表小组的来函", at="/inbox"),),
    )
    note.write_text(shown.model_dump_json(), encoding="utf-8")
    page = await first_page(ledger, note)
    assert "2025年5月16日" in page
    assert "看升级到代表小组的来函" in page
    assert 'href="/login?next=/inbox"' in page
    assert "&lt;b&gt;" in page, "the commentary is text, never markup"


async def test_without_one_the_page_is_for_signing_in(ledger, tmp_path):
    assert "演示" not in await first_page(ledger, tmp_path / "demo.json")


async def test_a_half_written_note_is_no_fault(ledger, tmp_path):
    note = tmp_path / "demo.json"
    note.write_text('{"today": "2025-0', encoding="utf-8")
    assert "演示" not in await first_page(ledger, note)
