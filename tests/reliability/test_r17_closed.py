"""R17, what has ended: every operation at a project that is struck off, and at its closed year,
as every role. The doors are those of one's own; the record takes nothing more."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.app import make_app, make_tools
from domain.calendar import start_of
from domain.names import PROGRAMME, PROJECT, stream_id
from ledger.clock import set_clock
from ledger.door import Ledger
from tests.support.first_half import say_all
from tests.support.grid import AT, Cell, cells, grid
from tests.support.holders import Holders, deviates
from tests.support.house import carry_out, keep_until
from tests.support.play import CLOSES, DILIGENT, VOTED, Play
from tests.support.year import CARD

ENDED = (stream_id(PROJECT, DILIGENT.id), stream_id(PROGRAMME, CARD.programme))
AFTER = {
    "PUT /programmes/{programme}/next-session": "a fact of the congress; no date moves",
    "POST /projects/{project}/inspections": "a look back at what is done; findings are refused",
    "POST /programmes/{programme}/tours": "the same, of several projects",
}
"""What is recorded after the end, and why."""


async def _year_is_over(ledger: Ledger) -> None:
    """One project's year from its vote to its closing, every moment kept between."""
    await set_clock(ledger, start_of(VOTED))
    for line in sorted(Play("longgang@1", cards=(DILIGENT,)).rehearse().said, key=lambda x: x.at):
        await keep_until(ledger, line.at)
        await say_all(ledger, [line])
        await carry_out(ledger)
    await keep_until(ledger, start_of(CLOSES) + timedelta(days=1, hours=10))


async def _versions(ledger: Ledger) -> list[int]:
    return [(await ledger.standing(x)).version for x in ENDED]


@pytest.fixture
async def over(ledger: Ledger) -> Ledger:
    """The ledger after that year."""
    await _year_is_over(ledger)
    for stream in ENDED:
        state: Any = (await ledger.standing(stream)).state
        assert state.closed, stream
    return ledger


async def test_r17_what_has_ended_takes_nothing_more(
    over: Ledger, tmp_path: Path, say: Any
) -> None:
    """ASVS 2.3.1 8.2.2"""
    tools = make_tools(over, tmp_path / "evidence")
    app, holders = make_app(tools), Holders(tools.tokens)
    wrong: list[Any] = []
    taken, told = set[str](), Counter[str]()
    async with grid(app) as asked:
        version = await _versions(over)
        for cell in (x for x in cells(app, "closed") if _names_the_ended(x)):
            found = await asked.ask(cell.operation, AT, await holders.of(cell))
            told[cell.promised] += 1
            if fault := deviates(cell, found):
                wrong.append((cell.operation.name, cell.role, cell.promised, fault))
            if (now := await _versions(over)) != version:
                taken.add(cell.operation.name)
                version = now
    late = taken - set(AFTER)
    say("R17", situation="closed", deviations=len(wrong), written_after_the_end=len(late), **told)
    assert not wrong, "\n".join(str(x) for x in wrong)
    assert taken == set(AFTER)


def _names_the_ended(cell: Cell) -> bool:
    return "{project}" in cell.operation.path or "{programme}" in cell.operation.path
