"""A new place is a file alone: one is written here, and its year is kept by the same clocks."""

import re
from pathlib import Path

import pytest

from domain import regimes
from domain.regimes import FOLDER, named, use_folder
from domain.regimes.checking import check
from ledger.door import Ledger
from ledger.queries.clocks import marks_by_actor
from tests.support.clockwork import OPENS, theatre
from tests.support.play import Play
from tests.workflows.test_year import recorded, told_in_memory

REF = "elsewhere@1"


def a_measure_nobody_shipped() -> str:
    """Another town's: its own numbers, a meeting each month, no second look-back."""
    text = (FOLDER / "baofeng@2.toml").read_text(encoding="utf-8")
    text = text.replace('id = "baofeng"\nversion = 2', 'id = "elsewhere"\nversion = 1')
    text = text.replace('zh = "宝丰县（乡镇）"', 'zh = "某镇"')
    text = text.replace('name = "quarterly_meeting"', 'name = "monthly_meeting"')
    text = text.replace('zh = "季度工作例会"', 'zh = "月度工作例会"')
    text = text.replace(
        'every = "quarter", span = "vote_quarter_to_session" }',
        'every = "month", span = "plan_to_session" }',
        1,
    )
    text = text.replace('letter = "5wd"', 'letter = "4wd"')
    return re.sub(
        r'\[\[duty\]\]\nname = "next_year_look_back".*?(?=\n\[\[duty\]\]|\Z)', "", text, flags=re.S
    )


@pytest.mark.long
async def test_a_place_added_by_its_file_alone_has_its_year_kept(
    ledger: Ledger, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = a_measure_nobody_shipped()
    assert check(text, f"{REF}.toml") == []
    (tmp_path / f"{REF}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(regimes, "_added", {})
    assert use_folder(tmp_path) == [REF]
    assert named("elsewhere").zh == "某镇"

    play = Play(REF).rehearse()
    meetings = [x for x in play.years["programme:LG23"].state.duties if "monthly_meeting" in x]
    assert len(meetings) == 10
    async with theatre(ledger, OPENS) as stage:
        await stage.perform(play.said)
        outcomes = [
            await stage.env.client.get_workflow_handle(stream).result() for stream in play.years
        ]
    assert await recorded(database) == told_in_memory(play)
    assert set(await marks_by_actor(ledger)) == {"system:clock"}
    assert outcomes == ["P10 SATISFIED"] * 3 + ["年度办结"]
