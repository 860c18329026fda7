"""R17, what has ended: every operation as every role, at one of each kind that has ended as
`api/matrix.toml` says. The doors are those of one's own; the record takes nothing more."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from api.app import make_app, make_tools
from api.doors import operations
from api.matrix import MATRIX, thing_of
from api.pages.rights import door_of
from api.pages.signed import COOKIE
from api.tools import Tools
from domain.calendar import start_of
from domain.names import (
    ACTIVITY,
    APPRAISAL,
    BALLOT,
    COLLECTION,
    COUNTERSIGN,
    MEETING,
    PROGRAMME,
    PROJECT,
    REGISTER,
    STATION,
    SUGGESTION,
    TOPICS,
    WISH,
    stream_id,
)
from ledger.clock import set_clock
from ledger.door import Ledger
from tests.pages.conftest import OURS
from tests.pages.furnished import furnished
from tests.support.ended import lived_to_their_ends
from tests.support.first_half import say_all
from tests.support.grid import AT, NOBODY, Cell, cells, grids, side_by_side
from tests.support.holders import Holders, deviates
from tests.support.house import carry_out, keep_until
from tests.support.play import CLOSES, DILIGENT, VOTED, Play
from tests.support.town import REGION
from tests.support.year import CARD

YEAR = ("/projects", "/open/projects", "/programmes")
"""What ends with a year, lived in the record alone; all else ends in the furnished house."""
ENDED = (stream_id(PROJECT, DILIGENT.id), stream_id(PROGRAMME, CARD.programme))
AFTER = {
    "PUT /programmes/{programme}/next-session": "a fact of the congress; no date moves",
    "POST /projects/{project}/inspections": "a look back at what is done; findings are refused",
    "POST /programmes/{programme}/tours": "the same, of several projects",
}
"""What is recorded after the end, and why."""
OTHERS = {
    "activity": ACTIVITY,
    "appraisal": APPRAISAL,
    "ballot": BALLOT,
    "book": REGISTER,
    "call": TOPICS,
    "collection": COLLECTION,
    "meeting": MEETING,
    "station": STATION,
    "suggestion": SUGGESTION,
    "wish": WISH,
}
"""By the name in the address: the kind of stream."""
AFTER_OTHERS = {
    "POST /registers/{book}/appeals": "against the very grade that ends it",
    "POST /registers/{book}/reminders": "conduct outside the year's work, whenever it is seen",
    "POST /registers/{book}/corrections": "whether that was set right",
    "POST /suggestions/{suggestion}/recommendations": "the procuratorate's own document",
    "POST /wishes/{wish}/answer": "whoever spoke is answered, late too",
}
"""The same of the others."""


async def _year_is_over(ledger: Ledger) -> None:
    """One project's year from its vote to its closing, every moment kept between."""
    await set_clock(ledger, start_of(VOTED))
    for line in sorted(Play("longgang@1", cards=(DILIGENT,)).rehearse().said, key=lambda x: x.at):
        await keep_until(ledger, line.at)
        await say_all(ledger, [line])
        await carry_out(ledger)
    await keep_until(ledger, start_of(CLOSES) + timedelta(days=1, hours=10))


async def _versions(ledger: Ledger, streams: Sequence[str]) -> list[int]:
    return [(await ledger.standing(x)).version for x in streams]


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
    app = make_app(tools)
    year = [x for x in cells(app, "closed") if thing_of(x.operation.name) in YEAR]
    assert await _asked(year, app, tools, AT, ENDED, say) == set(AFTER)


async def test_r17_nor_does_anything_else_that_can_end(
    ledger: Ledger, tmp_path: Path, say: Any
) -> None:
    """ASVS 2.3.1 8.2.2"""
    hall, chance = await furnished(ledger, tmp_path)
    at = await lived_to_their_ends(hall, chance)
    streams = [stream_id(kind, at[name]) for name, kind in OTHERS.items()]
    states: list[Any] = [(await ledger.standing(x)).state for x in streams]
    assert [x for x in states if getattr(x, "closed", True) is False] == [states[-1]]  # the wish
    streams.append(stream_id(COUNTERSIGN, at["target"]))
    others = [x for x in cells(hall.app, "closed") if thing_of(x.operation.name) not in YEAR]
    taken = await _asked(others, hall.app, hall.town.tools, at, streams, say)
    assert taken == set(AFTER_OTHERS)
    things = {thing_of(x.operation.name) for x in others}
    assert things | set(YEAR) == set(MATRIX.ends)


async def _asked(
    row: Sequence[Cell],
    app: Any,
    tools: Tools,
    at: dict[str, str],
    streams: Sequence[str],
    say: Any,
) -> set[str]:
    """The operations by which something was recorded in the streams; every door is as promised."""
    holders, taken, told = Holders(tools.tokens), set[str](), Counter[str]()
    wrong: list[Any] = []
    async with grids(app) as asked:
        version = await _versions(tools.ledger, streams)
        for operation, group in groupby(row, key=lambda x: x.operation):
            cells_ = list(group)
            tokens = [await holders.of(x) for x in cells_]
            tries = (
                asked[x.role].ask(operation, at, y) for x, y in zip(cells_, tokens, strict=True)
            )
            for cell, found in zip(cells_, await side_by_side(operation.name, tries), strict=True):
                told[cell.promised] += 1
                if fault := deviates(cell, found):
                    wrong.append((operation.name, cell.role, cell.promised, fault))
            if (now := await _versions(tools.ledger, streams)) != version:
                taken.add(operation.name)
                version = now
    late = taken - set(AFTER) - set(AFTER_OTHERS)
    say("R17", situation="closed", deviations=len(wrong), written_after_the_end=len(late), **told)
    assert not wrong, "\n".join(str(x) for x in wrong)
    return taken


async def test_r17_who_has_ended_is_nobody(ledger: Ledger, tmp_path: Path, say: Any) -> None:
    """A revoked token, a disabled account: answered as nobody, everywhere. ASVS 7.4.1 7.4.2"""
    hall, _ = await furnished(ledger, tmp_path)
    tokens = hall.town.tools.tokens
    told, token = await tokens.issue("clerk", "clerk", REGION)
    await tokens.revoke(told.prefix)
    cookie = (await hall.signed_in("clerk")).http.cookies
    await hall.accounts.disable("clerk")
    headers = {"Cookie": f"{COOKIE}={cookie[COOKIE]}", **OURS, "Accept": "text/html"}
    nobody = {**OURS, "Accept": "text/html"}
    wrong, asked_of = [], Counter[str]()
    async with grids(hall.app) as asked:
        ended, none = asked["clerk"], asked[NOBODY]
        for one in operations(hall.app):
            if one.interface:
                if MATRIX.interface[one.name].everybody:
                    continue
                both = [(await ended.ask(one, AT, token)).status, 401]
            elif door_of(*one.name.split(" ", 1)).everybody:
                continue
            else:
                pages = (await x.page(one, AT, y) for x, y in ((ended, headers), (none, nobody)))
                both = [x.status async for x in pages]
            asked_of["interface" if one.interface else "pages"] += 1
            if both[0] != both[1]:
                wrong.append((one.name, both))
    say("R17", situation="ended callers", deviations=len(wrong), **asked_of)
    assert not wrong, wrong
