"""Given a collection, when published candidates are imported, then its pool holds each once."""

from datetime import UTC, datetime

from domain.collection.state import Collection
from domain.given import Actor
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from tests.cli.test_import import bihuan, imported
from tests.support.collections import OPENING
from tests.support.real_lists import PROJECTS

NC20C = (str(PROJECTS), "--pool", OPENING.id, "--list", "NC20C")


async def test_candidates_enter_the_pool_once_and_voted_lists_do_not(database: str) -> None:
    await choose_settable_clock(database)
    ledger = await Ledger.connect(database)
    try:
        await set_clock(ledger, datetime(2022, 12, 12, 10, tzinfo=UTC))
        clerk = Actor(ref="clerk", party="clerk")
        stream = f"collection:{OPENING.id}"
        await ledger.handle(stream, OPENING, actor=clerk, client="test", command_id="open")
        first = imported(*NC20C, DATABASE_URL=database)
        assert [x["added"] for x in first["items"]] == [True] * 12
        again = imported(*NC20C, DATABASE_URL=database)
        assert [x["added"] for x in again["items"]] == [False] * 12
        state: object = (await ledger.standing(stream)).state
    finally:
        await ledger.close()
    assert isinstance(state, Collection)
    assert set(state.pool.entries) == {x["id"] for x in first["items"]}
    refused = bihuan(*NC20C[:3], "--list", "NH23", DATABASE_URL=database)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
